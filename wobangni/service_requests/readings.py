"""From a row to what triage compares: a request's reading, whose it is, and where."""

from __future__ import annotations

import datetime as dt

from django.db.models import OuterRef, Q, QuerySet, Subquery

from wobangni.accounts.models import Contact
from wobangni.accounts.vault import phone_hash
from wobangni.service_requests.models import ServiceRequest
from wobangni.service_requests.rules.states import OPEN_STATES
from wobangni.triage.rules.likeness import Place, Reading, read

#: Columns that a reading is made of.
COLUMNS = (
    "county", "id", "title", "description", "place_text", "division_id", "lat", "lng", "submitted_at", "resident_id", "contact_id",
)  # fmt: skip
#: Requests are looked for among those that are open or not older than this.
SPAN = dt.timedelta(days=180)
_TOWNSHIP, _VILLAGE = 9, 12  # digits of a division's code


def with_caller(rows: QuerySet[ServiceRequest]) -> QuerySet[ServiceRequest]:
    """Adds ``caller``: the keyed hash of the number that was left, where one was."""
    contacts = Contact.objects.filter(county=OuterRef("county"), id=OuterRef("contact_id"))
    return rows.annotate(caller=Subquery(contacts.values("phone_hash")[:1]))


def person_of(row: ServiceRequest) -> str:
    """Who asked, as far as it can be told: no name, nothing that leads back to one. The row comes from ``with_caller``."""
    caller: bytes | memoryview | None = row.caller  # type: ignore[attr-defined]
    if caller:
        return bytes(caller).hex()[:32]
    return str(row.resident_id) if row.resident_id else ""


def person_with(phone: str, resident: str) -> str:
    """What ``person_of`` gives for a request of this (proved) phone, else of this resident."""
    return phone_hash(phone).hex()[:32] if phone else resident


def place_of(division_code: str | None, lat: float | None, lng: float | None) -> Place:
    """The place of a row with these columns."""
    code = division_code or ""
    village = code if len(code) == _VILLAGE else ""
    return Place(village, code[:_TOWNSHIP] if len(code) >= _TOWNSHIP else "", lat, lng)


def reading_of(row: ServiceRequest) -> Reading:
    """The row's reading; its place in words is part of the text."""
    return read(
        row.title,
        f"{row.description} {row.place_text}".strip(),
        at=row.submitted_at,
        person=person_of(row),
        place=place_of(row.division_id, row.lat, row.lng),
    )


def findable(now: dt.datetime) -> Q:
    """Requests that may be shown as like another: open, or not older than SPAN."""
    return Q(submitted_at__gte=now - SPAN) | Q(state__in=OPEN_STATES)
