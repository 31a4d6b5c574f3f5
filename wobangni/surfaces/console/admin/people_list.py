"""The list of people: who fits what is looked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from wobangni.organisations.memberships import StaffGrant, StaffRow
from wobangni.surfaces.console.admin.forms.people import PeopleFilter


@dataclass(frozen=True, slots=True)
class PersonRow:
    """``here``: the roles in this county; ``elsewhere``: how many in others."""

    person: StaffRow
    here: tuple[StaffGrant, ...]
    elsewhere: int


def filtered(people: Iterable[StaffRow], county: str, wanted: PeopleFilter) -> list[PersonRow]:
    """Those who fit, people who can sign in first."""
    said = wanted.cleaned_data if wanted.is_valid() else {}
    words, role = said.get("q", "").strip().lower(), said.get("role", "")
    rows = []
    for person in people:
        here = tuple(g for g in person.grants if g.county == county)
        if words and words not in person.name.lower() and words not in person.username.lower():
            continue
        if role and role not in [g.role for g in here]:
            continue
        rows.append(PersonRow(person, here, len(person.grants) - len(here)))
    return sorted(rows, key=lambda row: (not row.person.active, not row.here))
