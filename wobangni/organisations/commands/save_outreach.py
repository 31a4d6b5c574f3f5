"""Writing down a visit or a training, and what was asked there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

from django.utils.translation import gettext as _

from wobangni.kernel.actors import Actor
from wobangni.kernel.clock import local_date
from wobangni.kernel.errors import Conflict, InvalidInput, Message, NotFound
from wobangni.kernel.rules.text import clean_line, clean_text
from wobangni.kernel.scope import acting
from wobangni.organisations import queries
from wobangni.organisations.access import check_admin
from wobangni.organisations.commands.record_revision import columns, record_revision
from wobangni.organisations.models import Membership, Outreach, OutreachQuestion
from wobangni.organisations.rules.outreach import OutreachKind, QuestionState

MOST_ATTENDED, MOST_MATERIALS = 100_000, 12
LIMITS = {"title": 80, "place": 120, "host": 80, "note": 2000}
QUESTION, ANSWER = 500, 2000  # characters


@dataclass(frozen=True, slots=True)
class Material:
    """Something handed out: its name and where it lies."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class OutreachInput:
    """A visit or training as it is written down. attended: everybody who came. staff: ids of those of them who work in the county."""

    kind: str
    held_on: dt.date
    title: str
    unit_ids: Sequence[int]
    place: str = ""
    host: str = ""
    attended: int = 0
    staff_ids: Sequence[int] = ()
    materials: Sequence[Material] = ()
    note: str = ""


def save_outreach(
    *,
    actor: Actor,
    now: dt.datetime,
    county: str | None,
    outreach_id: UUID | None,
    said: OutreachInput,
    key: str | None = None,
) -> UUID:
    """Its id. ``county``: whose record it is; None: the region's, for units of any county. The same ``key`` again makes no second one.

    Raises Forbidden, NotFound, Conflict, InvalidInput with ``fields`` as those of ``OutreachInput``.
    """
    check_admin(actor, county)
    if county is not None and queries.county(county) is None:
        raise NotFound(_("There is no such county."))
    line = {name: (clean_text if name == "note" else clean_line)(getattr(said, name)) for name in LIMITS}
    _check(said, line, county, now)
    with acting(actor, counties=[county] if county else ()):
        if key and (made := Outreach.objects.filter(key=key).first()):
            if made.county_id != county or made.title != line["title"] or made.held_on != said.held_on:
                raise Conflict(_("This was sent before with other contents. Nothing was changed."), code="key_reused")
            return made.id
        row = get_outreach_for(actor, county, outreach_id) if outreach_id else Outreach(county_id=county, key=key)
        before = _columns(row) if outreach_id else None
        row.kind, row.held_on, row.attended = said.kind, said.held_on, max(said.attended, len(set(said.staff_ids)))
        row.title, row.place, row.host, row.note = (line[name] for name in LIMITS)
        row.materials = [{"title": clean_line(m.title), "url": m.url.strip()} for m in said.materials]
        row.save()
        row.units.set(said.unit_ids)
        row.staff.set(said.staff_ids)
        record_revision(
            actor=actor, now=now, row=row, before=before, after=_columns(row), county=county, title=row.title, bump=None
        )
    return row.id


def raise_question(
    *, actor: Actor, now: dt.datetime, county: str | None, outreach_id: UUID, text: str, unit_id: int | None = None
) -> UUID:
    """What a unit asked there; the same words again are the same question. Raises Forbidden, NotFound, InvalidInput with ``fields`` (text, unit)."""
    words, fields = clean_line(text), dict[str, Message]()
    if not 1 <= len(words) <= QUESTION:
        fields["text"] = _("Between 1 and %(n)s characters.") % {"n": QUESTION}
    with acting(actor, counties=[county] if county else ()):
        row = get_outreach_for(actor, county, outreach_id)
        if unit_id is not None and not row.units.filter(pk=unit_id).exists():
            fields["unit"] = _("This unit was not there.")
        if fields:
            raise InvalidInput(_("Please check what you entered."), fields=fields)
        known = row.questions.filter(text=words, unit=unit_id).first()  # the record is locked: nobody adds it meanwhile
        made = known or OutreachQuestion.objects.create(outreach=row, text=words, unit_id=unit_id, asked_at=now)
    return made.id


def answer_question(
    *, actor: Actor, now: dt.datetime, county: str | None, outreach_id: UUID, question_id: UUID, answer: str
) -> None:
    """The answer, or a better one later. Raises Forbidden, NotFound, InvalidInput with ``fields`` (answer)."""
    words = clean_text(answer)
    if not 1 <= len(words) <= ANSWER:
        raise InvalidInput(
            _("Please check what you entered."),
            fields={"answer": _("Between 1 and %(n)s characters.") % {"n": ANSWER}},
        )
    with acting(actor, counties=[county] if county else ()):
        row = get_outreach_for(actor, county, outreach_id)
        question = OutreachQuestion.objects.select_for_update().filter(outreach=row, pk=question_id).first()
        if question is None:
            raise NotFound(_("There is no such question."))
        if question.answer == words:
            return
        question.state, question.answer, question.answered_at = QuestionState.ANSWERED.value, words, now
        question.save()


def get_outreach_for(actor: Actor, county: str | None, outreach_id: UUID) -> Outreach:
    """A record that the actor may change, locked. Raises Forbidden; NotFound for one of another county, or of the region."""
    check_admin(actor, county)
    row = Outreach.objects.select_for_update().filter(pk=outreach_id, county_id=county).first()
    if row is None:
        raise NotFound(_("There is no such visit or training."))
    return row


def _check(said: OutreachInput, line: dict[str, str], county: str | None, now: dt.datetime) -> None:
    fields: dict[str, Message] = {
        name: _("At most %(limit)s characters; this has %(length)s.") % {"limit": LIMITS[name], "length": len(text)}
        for name, text in line.items()
        if len(text) > LIMITS[name]
    }
    if not line["title"]:
        fields["title"] = _("Say in a few words what it was about.")
    if said.kind not in list(OutreachKind):
        fields["kind"] = _("Choose whether it was a visit or a training.")
    if said.held_on > local_date(now):
        fields["held_on"] = _("This day is still to come. Write it down when it has taken place.")
    if not 0 <= said.attended <= MOST_ATTENDED:
        fields["attended"] = _("A number between 0 and %(most)s.") % {"most": MOST_ATTENDED}
    units = [queries.unit(unit_id) for unit_id in said.unit_ids]
    if not units or any(u is None or (county is not None and u.county != county) for u in units):
        fields["units"] = _("Choose the units that it was about.")
    if said.staff_ids and not _work_here(said.staff_ids, county):
        fields["staff"] = _("Choose people of this county.")
    if len(said.materials) > MOST_MATERIALS or not all(map(_is_usable, said.materials)):
        fields["materials"] = _(
            "A name and an address that begins with https:// or http://, at most %(n)s of them."
        ) % {"n": MOST_MATERIALS}
    if fields:
        raise InvalidInput(_("Please check what you entered."), fields=fields)


def _work_here(staff_ids: Sequence[int], county: str | None) -> bool:
    """Now or earlier: the record may be of last year."""
    if county is None:
        return False
    held = Membership.objects.filter(county_id=county, user_id__in=staff_ids).values_list("user_id", flat=True)
    return set(held) == set(staff_ids)


def _is_usable(material: Material) -> bool:
    try:
        parts = urlsplit(material.url.strip())
    except ValueError:
        return False
    address = parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
    return address and len(material.url) <= 500 and 1 <= len(clean_line(material.title)) <= 80


def _columns(row: Outreach) -> dict[str, object]:
    units = sorted(row.units.values_list("code", flat=True))
    return columns(row) | {"id": str(row.pk), "units": units, "staff": sorted(row.staff.values_list("id", flat=True))}
