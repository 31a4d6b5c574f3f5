"""A telephone system that is none, for the demo: its key, its secret, and where it may ring."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from wobangni.exchange.commands.telephones import add_system, save_line, seat_clerk
from wobangni.exchange.models import Extension, Line, TelephoneSystem
from wobangni.exchange.signed_calls import signing_secrets
from wobangni.kernel.actors import SYSTEM, Role
from wobangni.kernel.errors import Forbidden
from wobangni.organisations.models import Membership
from wobangni.organisations.models.membership import held_at

NAME = "演示话务系统"
FIRST_EXTENSION = 801


@dataclass(frozen=True, slots=True)
class Simulator:
    """``system_id`` and what its telephones have; ``line``: a number that is dialled."""

    system_id: int
    county: str
    key: str
    secret: str
    line: str
    extensions: tuple[str, ...]

    def __repr__(self) -> str:
        return f"Simulator({self.key})"


def simulator(*, now: dt.datetime, county: str) -> Simulator:
    """The demo's telephone system of a county, made with a line and extensions for its clerks where they are missing.

    Raises Forbidden in a county whose clerks are real people: nobody rings at their desks for fun.
    """
    clerks = Membership.objects.filter(held_at(now), county=county, role=Role.CLERK, user__is_active=True)
    users = list(clerks.order_by("user_id").values_list("user_id", "user__demo"))
    if not users or not all(demo for _user, demo in users):
        raise Forbidden(_("Calls are simulated only where all clerks are the demo's."))
    row = TelephoneSystem.objects.filter(county=county, name=NAME).first()
    if row is None:
        made = add_system(actor=SYSTEM, now=now, county=county, name=NAME)
        row = TelephoneSystem.objects.get(pk=made.system_id)
    line = Line.objects.filter(county=county, active=True).order_by("id").first()
    if line is None:
        line_id = save_line(
            actor=SYSTEM,
            now=now,
            county=county,
            line_id=None,
            name="580 我帮你热线",
            full_number="0471-5580580",
            short_number="580",
        )
        line = Line.objects.get(pk=line_id)
    if not Extension.objects.filter(county=county, line=line).exists():
        for number, (user_id, _demo) in enumerate(users, FIRST_EXTENSION):
            seat_clerk(actor=SYSTEM, now=now, county=county, line_id=line.pk, number=str(number), clerk_id=user_id)
    seats = Extension.objects.filter(county=county, line=line).order_by("number").values_list("number", flat=True)
    return Simulator(
        row.pk, county, row.key, signing_secrets(row)[0], line.short_number or line.full_number, tuple(seats)
    )
