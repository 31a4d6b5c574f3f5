"""A county in which every centre has somebody, for stories about linkage."""

from __future__ import annotations

import datetime as dt

from tests.cast import COUNTY, Cast, staff
from tests.service_requests.story import MONDAY
from tests.support.people import user_of
from wobangni.kernel.actors import Actor, Grant, Role
from wobangni.organisations.models import Membership
from wobangni.organisations.queries import units_of
from wobangni.organisations.rules.kinds import UnitKind
from wobangni.organisations.rules.linkage import FOUR

NAMES = dict(zip(FOUR, ("诺敏", "塔娜", "王强", "周静"), strict=True))


def centre(kind: UnitKind, county: str = COUNTY) -> int:
    """The id of a county's centre."""
    return next(u.id for u in units_of(county) if u.kind is kind)


def handler_of(kind: UnitKind, county: str = COUNTY) -> Actor:
    """Somebody who works in that centre."""
    number = 200 + list(FOUR).index(kind) + int(county) * 10
    return staff(number, NAMES[kind], Grant(Role.HANDLER, county, centre(kind, county)))


def people_the_desk(cast: Cast) -> None:
    for actor in (cast.clerk, cast.dispatcher, cast.reviewer, cast.caller, cast.admin):
        works_here(actor)


def works_here(actor: Actor) -> None:
    """The person has held their roles for long."""
    Membership.objects.filter(user=user_of(actor)).update(since=MONDAY - dt.timedelta(days=300))


def people_the_county(cast: Cast) -> None:
    """Desk and centres of 赛罕区."""
    people_the_desk(cast)
    for kind in FOUR:
        works_here(handler_of(kind))


def leaves(actor: Actor) -> None:
    """The person's account is switched off; their roles stay on paper."""
    user = user_of(actor)
    user.is_active = False
    user.save()
