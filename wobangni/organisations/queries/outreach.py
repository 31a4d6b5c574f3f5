"""Reads of outreach: the records of a county or the region, one of them, and what they add up to."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from wobangni.organisations.models import Outreach, OutreachQuestion
from wobangni.organisations.queries.units import UnitRef, unit
from wobangni.organisations.rules.outreach import OutreachKind, QuestionState

A_PAGE = 100


@dataclass(frozen=True, slots=True)
class MaterialRef:
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class QuestionRef:
    """``unit`` None: not said whose. ``answer`` empty: open."""

    id: UUID
    text: str
    unit: UnitRef | None
    answer: str
    asked_at: dt.datetime
    answered_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class OutreachRow:
    """``county`` None: the region's record. ``questions``, ``answered``: how many."""

    id: UUID
    county: str | None
    kind: OutreachKind
    held_on: dt.date
    title: str
    place: str
    host: str
    attended: int
    units: tuple[UnitRef, ...]
    materials: tuple[MaterialRef, ...]
    questions: int
    answered: int

    @property
    def open(self) -> int:
        return self.questions - self.answered

    @property
    def counties(self) -> tuple[str, ...]:
        return tuple(sorted({u.county for u in self.units}))


@dataclass(frozen=True, slots=True)
class OutreachPage:
    """One record with everything. staff: (id, name) of those named as having come; for staff pages only."""

    row: OutreachRow
    note: str
    staff: tuple[tuple[int, str], ...]
    questions: tuple[QuestionRef, ...]


@dataclass(frozen=True, slots=True)
class OutreachFigures:
    """Countable for a press brief. units: different ones, visited or trained; units_visited: those visited. attended: people, each time counted."""

    visits: int = 0
    trainings_offline: int = 0
    trainings_online: int = 0
    attended: int = 0
    units: int = 0
    units_visited: int = 0
    questions: int = 0
    answered: int = 0

    @property
    def trainings(self) -> int:
        return self.trainings_offline + self.trainings_online


def outreach_rows(
    county: str | None, *, before: tuple[dt.date, UUID] | None = None, limit: int | None = A_PAGE
) -> tuple[OutreachRow, ...]:
    """What concerned units of the county (None: everything), the latest first. Two queries. ``limit`` None: all of it."""
    found = _of(county).annotate(
        asked=Count("questions", distinct=True),
        answered=Count("questions", distinct=True, filter=Q(questions__state=QuestionState.ANSWERED.value)),
    )
    if before is not None:
        found = found.filter(Q(held_on__lt=before[0]) | Q(held_on=before[0], id__lt=before[1]))
    rows = list(found.order_by("-held_on", "-id")[:limit])
    units: dict[UUID, list[int]] = {}
    through = Outreach.units.through.objects.filter(outreach_id__in=[r.id for r in rows])
    for outreach_id, unit_id in through.values_list("outreach_id", "unit_id"):
        units.setdefault(outreach_id, []).append(unit_id)
    return tuple(_row(r, units.get(r.id, []), r.asked, r.answered) for r in rows)


def outreach_page(county: str | None, outreach_id: UUID) -> OutreachPage | None:
    """One record that concerns the county (None: any). Four queries. None: there is no such one."""
    row = _of(county).filter(pk=outreach_id).first()
    if row is None:
        return None
    questions = tuple(
        QuestionRef(q.id, q.text, unit(q.unit_id) if q.unit_id else None, q.answer, q.asked_at, q.answered_at)
        for q in OutreachQuestion.objects.filter(outreach=row).order_by("asked_at", "id")
    )
    ids = list(Outreach.units.through.objects.filter(outreach_id=row.id).values_list("unit_id", flat=True))
    staff = tuple(row.staff.order_by("name", "id").values_list("id", "name"))
    whole = _row(row, ids, len(questions), sum(bool(q.answer) for q in questions))
    return OutreachPage(whole, row.note, staff, questions)


def outreach_figures(
    county: str | None = None, *, first: dt.date | None = None, last: dt.date | None = None
) -> OutreachFigures:
    """What the records of these days add up to, for a county or (None) the region. Three queries."""
    found = _of(county)
    if first is not None:
        found = found.filter(held_on__gte=first)
    if last is not None:
        found = found.filter(held_on__lte=last)
    ids = found.values("id")
    by_kind = {k: (n, came) for k, n, came in Outreach.objects.filter(id__in=ids).values_list("kind").annotate(n=Count("id"), came=Sum("attended"))}  # fmt: skip
    through = Outreach.units.through.objects.filter(outreach_id__in=ids)
    if county is not None:
        through = through.filter(unit__county_id=county)
    units = through.aggregate(
        every=Count("unit_id", distinct=True),
        visited=Count("unit_id", distinct=True, filter=Q(outreach__kind=OutreachKind.VISIT.value)),
    )
    questions = OutreachQuestion.objects.filter(outreach_id__in=ids).aggregate(
        n=Count("id"), answered=Count("id", filter=Q(state=QuestionState.ANSWERED.value))
    )
    counted = {kind: by_kind.get(kind.value, (0, 0)) for kind in OutreachKind}
    return OutreachFigures(
        visits=counted[OutreachKind.VISIT][0],
        trainings_offline=counted[OutreachKind.TRAINING_OFFLINE][0],
        trainings_online=counted[OutreachKind.TRAINING_ONLINE][0],
        attended=sum(came or 0 for _n, came in counted.values()),
        units=units["every"],
        units_visited=units["visited"],
        questions=questions["n"],
        answered=questions["answered"],
    )


def _of(county: str | None) -> QuerySet[Outreach]:
    if county is None:
        return Outreach.objects.all()
    through = Outreach.units.through.objects.filter(unit__county_id=county)
    return Outreach.objects.filter(id__in=through.values("outreach_id"))


def _row(row: Outreach, unit_ids: list[int], questions: int, answered: int) -> OutreachRow:
    units = sorted(filter(None, map(unit, unit_ids)), key=lambda u: (u.county, u.id))
    return OutreachRow(
        id=row.id,
        county=row.county_id,
        kind=OutreachKind(row.kind),
        held_on=row.held_on,
        title=row.title,
        place=row.place,
        host=row.host,
        attended=row.attended,
        units=tuple(units),
        materials=tuple(MaterialRef(m["title"], m["url"]) for m in row.materials),
        questions=questions,
        answered=answered,
    )
