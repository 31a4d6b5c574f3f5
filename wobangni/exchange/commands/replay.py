"""Replaying a file of requests: each goes through the same commands as everybody's, on the clock of the file.

Answered ones are submitted, dispatched, signed and answered at the file's own times and then wait for the resident's word; open ones are submitted.
Running a file again adds nothing; what an interrupted run has left half done goes on from where it stands.
"""

from __future__ import annotations

import datetime as dt
import functools
import itertools
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import DataError, IntegrityError
from django.utils.translation import gettext as _
from django.utils.translation import override

from wobangni.catalogue.queries import default_unit, guess_service
from wobangni.exchange.csv_file import CsvFile, Record
from wobangni.exchange.quarantine import Quarantine
from wobangni.exchange.rules.moments import moments_between
from wobangni.exchange.rules.replay_rows import (
    REQUIRED,
    BadRow,
    Layout,
    Row,
    layout_of,
    parse_row,
)
from wobangni.kernel import clock
from wobangni.kernel.actors import Actor
from wobangni.kernel.errors import Conflict, InvalidInput, NotFound, WobangniError
from wobangni.kernel.rules.i18n import gettext_noop as N_
from wobangni.kernel.scope import acting
from wobangni.organisations.queries import UnitRef, review_required, units_of, working_calendar
from wobangni.organisations.queries import county as find_county
from wobangni.organisations.rules.kinds import UnitKind
from wobangni.service_requests.commands.act import Doing, act_in_turn
from wobangni.service_requests.commands.submit import Submission, submit
from wobangni.service_requests.labels import state_label
from wobangni.service_requests.queries.external import Sent, sent_before
from wobangni.service_requests.rules.lifecycle import Action
from wobangni.service_requests.rules.states import Channel, State

#: Rows looked up together.
BATCH = 100
#: Residents are known by the file's own names for them only; the same name is the same resident.
_RESIDENTS = uuid.UUID("6f0f1e0a-6d9b-5a51-9d0e-3a1f0c1d7b52")
#: Where a request goes of which the catalogue says nothing, the first that the county has.
FALLBACK_KINDS = (UnitKind.CENTRE_CONVENIENCE, UnitKind.CENTRE_PARTY)

OTHER_TEXT = N_("This id has been used for another text.")
MOVED_ON = N_("People have gone on with this request (%(state)s); the file's answer was not put over their work.")
NO_UNIT = N_("This county has no unit to send it to.")
QUOTES = N_("The quotes of this row don't fit.")
CUT = N_("The file breaks off in this row.")
REFUSED = N_("The database refused it: %(error)s")

#: What is still to be done, by the state in which a request stands.
_ORDER = (Action.DISPATCH, Action.SIGN, Action.ANSWER, Action.APPROVE)
_FROM = {
    State.SUBMITTED: 0,
    State.ACCEPTED: 0,
    State.DISPATCHED: 1,
    State.IN_PROGRESS: 2,
    State.IN_REVIEW: 3,
}
_DONE = frozenset({State.ANSWERED, State.CLOSED, State.ARCHIVED})


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that could not be used. ``line``: in the file, from 1. ``id``: empty where the row has none that can be read."""

    line: int
    id: str
    reason: str


@dataclass(slots=True)
class ReplayReport:
    """read: rows looked at. submitted, answered: by this run. skipped: done by an earlier one. seconds: elapsed.

    quarantine: file with the rejected rows. broken: the packed file is damaged, everything before that place has been replayed.
    zones_assumed: rows whose times had no zone and were taken as Beijing time.
    """

    read: int = 0
    submitted: int = 0
    answered: int = 0
    skipped: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    seconds: float = 0.0
    quarantine: Path | None = None
    broken: bool = False
    interrupted: bool = False
    zones_assumed: int = 0


Progress = Callable[[int, int], None]  # (bytes read, of how many)


def replay(
    *,
    actor: Actor,
    now: dt.datetime,
    path: Path,
    county: str,
    quarantine_folder: Path,
    limit: int | None = None,
    on_progress: Progress = lambda done, size: None,
) -> ReplayReport:
    """Replays at most ``limit`` rows of ``path``. ``now``: the present; a file can't tell of later things.

    Raises NotFound for an unknown county, InvalidInput for a file without the columns of a replay file, OSError for one that can't be read.
    """
    if find_county(county) is None:
        raise NotFound(_("There is no such county."))
    report, began = ReplayReport(), clock.monotonic()
    with CsvFile(path) as file:
        records = iter(file)
        layout, header = _header(next(records, None), file.encoding)
        file.width = layout.width
        with Quarantine(quarantine_folder, f"{path.name}.{county}", header) as kept:
            run = _Run(actor, now, county, layout, kept, report)
            try:
                for batch in _batches(itertools.islice(records, limit)):
                    run.take(batch)
                    on_progress(file.bytes_read, file.size)
            except KeyboardInterrupt:
                report.interrupted = True
        report.broken = file.broken
    report.quarantine = kept.path
    report.seconds = clock.monotonic() - began
    return report


def _header(record: Record | None, encoding: str) -> tuple[Layout, list[str]]:
    cells = record.cells if record is not None else None
    layout = layout_of(cells or [], encoding)
    if cells is None or layout is None:
        wanted = "; ".join(f"{kind}: {', '.join(sorted(columns))}" for kind, columns in REQUIRED.items())
        message = _("This is no file that can be replayed. Its first line must name these columns: %(wanted)s")
        raise InvalidInput(message % {"wanted": wanted}, code="no_replay_file")
    return layout, [cell for index, cell in enumerate(cells) if index not in layout.foreign]


def _batches(records: Iterator[Record]) -> Iterator[list[Record]]:
    while batch := list(itertools.islice(records, BATCH)):
        yield batch


class _Run:
    """One run over one file: what every row needs, and the report that grows."""

    def __init__(
        self, actor: Actor, now: dt.datetime, county: str, layout: Layout, kept: Quarantine, report: ReplayReport
    ) -> None:
        self.actor, self.now, self.county = actor, now, county
        self.layout, self.kept, self.report = layout, kept, report
        self.source = f"replay:{layout.kind}"

    def take(self, batch: Iterable[Record]) -> None:
        """All rows of a batch; one look at the database for what is there already."""
        rows: list[tuple[Record, Row]] = []
        for record in batch:
            self.report.read += 1
            try:
                rows.append((record, self._parsed(record)))
            except BadRow as bad:
                self._reject(record, _(bad.message) % bad.parameters)
        known = sent_before(self.county, self.source, [row.id for _record, row in rows])
        for record, row in rows:
            self.report.zones_assumed += row.zone_assumed
            try:
                known[row.id] = self._one(row, known.get(row.id))
            except BadRow as bad:
                self._reject(record, _(bad.message) % bad.parameters)
            except InvalidInput as error:
                self._reject(record, " ".join(str(m) for m in error.fields.values()) or str(error.message))
            except WobangniError as error:
                self._reject(record, str(error.message))
            except (DataError, IntegrityError) as error:
                self._reject(record, _(REFUSED) % {"error": str(error).splitlines()[0]})

    def _parsed(self, record: Record) -> Row:
        if record.cut:
            raise BadRow(CUT)
        if record.cells is None:
            raise BadRow(QUOTES)
        return parse_row(record.cells, self.layout, self.now)

    def _reject(self, record: Record, reason: str) -> None:
        cells = record.cells if record.cells is not None else record.raw.rstrip("\r\n").split(",")
        place = self.layout.places["id"]
        identifier = cells[place] if record.cells is not None and place < len(cells) else ""
        printable = identifier.encode(errors="replace").decode().replace("\x00", "")[:80]
        self.report.rejected.append(Rejected(record.line, printable, reason))
        self.kept.keep(reason, record.line, [c for i, c in enumerate(cells) if i not in self.layout.foreign])

    def _one(self, row: Row, known: Sent | None) -> Sent:
        """Takes one row as far as it tells; returns how its request stands then. Another run at the same moment is no harm."""
        try:
            return self._new(row) if known is None else self._old(row, known)
        except Conflict:
            known = self._look_up(row)
            if known is None:
                raise
            return self._old(row, known)

    def _new(self, row: Row) -> Sent:
        with acting(self.actor, counties={self.county}, whole=True, durable=False):
            submitted = submit(actor=self.actor, now=row.submitted_at, submission=self._submission(row))
            if not submitted.created:
                raise Conflict(_(OTHER_TEXT))
            sent = Sent(submitted.code, State.SUBMITTED, row.text, row.submitted_at, row.submitted_at)
            if row.answered_at is not None:
                sent = self._carry_on(row, row.answered_at, sent)
        self.report.submitted += 1
        self.report.answered += row.answered_at is not None
        return sent

    def _old(self, row: Row, known: Sent) -> Sent:
        if known.description != row.text:
            raise BadRow(OTHER_TEXT)
        if row.answered_at is None or known.state in _DONE:
            self.report.skipped += 1
            return known
        sent = self._carry_on(row, row.answered_at, known)
        self.report.answered += 1
        return sent

    def _look_up(self, row: Row) -> Sent | None:
        return sent_before(self.county, self.source, [row.id]).get(row.id)

    def _submission(self, row: Row) -> Submission:
        guess = guess_service(row.text, row.title, self.county)
        return Submission(
            county=self.county,
            description=row.text,
            title=row.title,
            service=guess.service.code if guess else None,
            channel=Channel.IMPORT,
            resident_id=uuid.uuid5(_RESIDENTS, f"{self.source}:{row.user}") if row.user else None,
            source=self.source,
            external_id=row.id,
        )

    def _carry_on(self, row: Row, answered_at: dt.datetime, sent: Sent) -> Sent:
        """From where the request stands to the answer. Raises BadRow if people have taken it elsewhere."""
        steps = self._steps(row, answered_at)[_FROM.get(sent.state, len(_ORDER)) :]
        if not steps or steps[0].now < sent.updated_at:
            raise BadRow(MOVED_ON, state=state_label(sent.state))
        acted = act_in_turn(actor=self.actor, code=sent.code, steps=steps)
        return Sent(sent.code, acted.state, row.text, row.submitted_at, answered_at)

    def _steps(self, row: Row, answered_at: dt.datetime) -> list[Doing]:
        moments = moments_between(row.submitted_at, answered_at, working_calendar(self.county))
        steps = [
            Doing(Action.DISPATCH, moments.dispatched_at, self._dispatch(row)),
            Doing(Action.SIGN, moments.signed_at),
            Doing(Action.ANSWER, answered_at, {"answer": row.answer}),
        ]
        if review_required(self.county):
            steps.append(Doing(Action.APPROVE, answered_at))
        return steps

    def _dispatch(self, row: Row) -> dict[str, str | int]:
        """Unit and instruction, in the region's language: they stay with the request."""
        with override(settings.LANGUAGE_CODE):
            return self._dispatch_words(row)

    def _dispatch_words(self, row: Row) -> dict[str, str | int]:
        guess = guess_service(row.text, row.title, self.county)
        unit = default_unit(self.county, guess.service.id) if guess else None
        if unit is not None and guess is not None:
            words = _("Dispatched by the catalogue: %(service)s") % {"service": guess.service.label}
            return {"unit": unit.id, "instruction": words}
        unit = self._fallback
        return {
            "unit": unit.id,
            "instruction": _("The catalogue names no unit for these words; sent here to be looked at."),
        }

    @functools.cached_property
    def _fallback(self) -> UnitRef:
        """Where a request goes of which the catalogue says nothing. Raises BadRow if the county has no unit at all."""
        units = units_of(self.county)
        for kind in FALLBACK_KINDS:
            for unit in units:
                if unit.kind is kind:
                    return unit
        if not units:
            raise BadRow(NO_UNIT)
        return units[0]
