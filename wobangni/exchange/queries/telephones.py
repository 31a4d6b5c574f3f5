"""The telephones of a county as its administrators see them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from wobangni.accounts.models import User
from wobangni.exchange.models import Extension, Line, TelephoneSystem
from wobangni.exchange.queries.calls import LineRow
from wobangni.kernel.actors import Role
from wobangni.organisations.models import Membership
from wobangni.organisations.models.membership import held_at


@dataclass(frozen=True, slots=True)
class SystemRow:
    """``changing``: two secrets are good just now."""

    id: int
    name: str
    key: str
    active: bool
    changing: bool
    changed_at: dt.datetime


@dataclass(frozen=True, slots=True)
class SeatRow:
    id: int
    line: str
    number: str
    clerk: str


@dataclass(frozen=True, slots=True)
class Telephones:
    """``clerks``: (user id, name) of those who may be given an extension."""

    systems: tuple[SystemRow, ...]
    lines: tuple[LineRow, ...]
    seats: tuple[SeatRow, ...]
    clerks: tuple[tuple[int, str], ...]


def telephones(county: str, now: dt.datetime) -> Telephones:
    """Four queries."""
    systems = TelephoneSystem.objects.filter(county=county).order_by("id")
    lines = Line.objects.filter(county=county).order_by("id")
    seats = Extension.objects.filter(county=county).select_related("line", "clerk").order_by("line_id", "number")
    held = Membership.objects.filter(held_at(now), county=county, role=Role.CLERK)
    clerks = User.objects.filter(pk__in=held.values("user_id"), is_active=True).order_by("name", "id")
    return Telephones(
        tuple(SystemRow(r.pk, r.name, r.key, r.active, bool(bytes(r.former_sealed)), r.changed_at) for r in systems),
        tuple(LineRow(r.pk, r.name, r.short_number, r.full_number, r.active) for r in lines),
        tuple(SeatRow(r.pk, r.line.name, r.number, r.clerk.name) for r in seats),
        tuple(clerks.values_list("id", "name")),
    )
