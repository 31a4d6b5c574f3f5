"""The pool of offered orders: what goes in, what a county sets, and what nobody claimed in time."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Collection, Mapping
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from wobangni.catalogue.queries import services
from wobangni.kernel.actors import SYSTEM, Actor
from wobangni.kernel.errors import Conflict, InvalidInput
from wobangni.kernel.scope import acting
from wobangni.organisations.access import check_admin
from wobangni.organisations.queries import units_of
from wobangni.service_requests.commands.act import act
from wobangni.service_requests.commands.directed import AUTO_DISPATCHER
from wobangni.service_requests.models import PoolOffer, PoolSetting, ServiceRequest
from wobangni.service_requests.queries.pool import pool_rules
from wobangni.service_requests.queries.suggested import asked_about, suggestions_for
from wobangni.service_requests.rules.lifecycle import Action
from wobangni.service_requests.rules.states import ARBITRATE_FROM, State
from wobangni.service_requests.rules.suggest import By

log = logging.getLogger(__name__)
#: Offers looked at in one go of the sweep.
BATCH = 500
LANGUAGE = "zh-hans"
#: What a county may set, inclusive.
BOUNDS = {
    "wait_minutes": (5, 7 * 24 * 60),
    "most_open": (1, 500),
    "cooling_minutes": (0, 7 * 24 * 60),
    "head_start_minutes": (0, 24 * 60),
}


def offer(*, county: str, id: UUID, now: dt.datetime) -> bool:
    """Puts an accepted request into the pool, if the county offers its service. Again, it changes nothing but begins the time anew. What was given back
    so often that the dispatcher decides is taken out of it."""
    rules, _skills = pool_rules(county)
    if not rules.services:
        return False
    row = (
        ServiceRequest.objects.filter(county=county, id=id, state=State.ACCEPTED).only("service_id", "returns").first()
    )
    if row is None or not rules.offers(row.service_id):
        return False
    if row.returns >= ARBITRATE_FROM:
        PoolOffer.objects.filter(county=county, service_request_id=id).delete()
        return False
    with acting(SYSTEM, counties={county}):
        until = now + dt.timedelta(minutes=rules.wait_minutes)
        PoolOffer.objects.update_or_create(
            county=county, service_request_id=id, defaults={"offered_at": now, "until": until}
        )
    return True


def sweep_pool(*, now: dt.datetime) -> int:
    """What nobody has claimed in its time leaves the pool: to the unit that the directory names, else to the dispatcher's list. O(due): the index leads
    to what is due alone. Returns how many have left; one with which something is wrong holds up no other, and is looked at again by the next sweep."""
    due = list(
        PoolOffer.objects.filter(until__lte=now).order_by("until").values_list("county", "service_request_id")[:BATCH]
    )
    left = 0
    for county, id in due:
        try:
            left += _leave(county, id, now)
        except Exception:
            log.exception("pool: %s of %s could not leave", id, county)
    return left


def _leave(county: str, id: UUID, now: dt.datetime) -> bool:
    """Whether it has: not what another worker has, or what was offered anew."""
    with acting(SYSTEM, counties={county}), translation.override(LANGUAGE):
        offered = (
            PoolOffer.objects.select_for_update(skip_locked=True).filter(county=county, service_request_id=id).first()
        )
        if offered is None or offered.until > now:
            return False
        offered.delete()
        rows = ServiceRequest.objects.filter(county=county, id=id, state=State.ACCEPTED)
        for code, asked in asked_about(rows).items():
            found = suggestions_for(county, {code: asked}, now).get(code)
            if found is None or found.units is None or found.units.best.by is By.HISTORY or found.units.best.doubtful:
                continue  # doubtful: a person decides
            data = {"unit": found.units.best.unit.id, "instruction": _("Nobody claimed it in time")}
            key = f"pool/{id}/{offered.offered_at.isoformat()}"[:80]
            try:
                act(actor=AUTO_DISPATCHER, now=now, code=code, action=Action.DISPATCH, data=data, key=key)
            except (Conflict, InvalidInput):  # somebody was quicker, or the unit has just gone out of use
                continue
        return True


def set_pool_rules(
    *,
    actor: Actor,
    county: str,
    services_offered: Collection[str],
    skills: Mapping[int, Collection[str]],
    **numbers: int,
) -> None:
    """What the county offers (codes of services), what its units can do, and the numbers of ``BOUNDS``. Holds from now on; what is offered already stays.

    Raises Forbidden, InvalidInput with ``fields`` (services, skills, and the numbers by name).
    """
    check_admin(actor, county)
    known = {s.code: s.id for s in services(county)}
    units = {u.id for u in units_of(county)}
    fields = {}
    if not set(services_offered) <= set(known):
        fields["services"] = _("There is no such service.")
    if not set(skills) <= units or any(not set(codes) <= set(known) for codes in skills.values()):
        fields["skills"] = _("There is no such unit in this county.")
    for name, value in numbers.items():
        least, most = BOUNDS[name]
        if not least <= value <= most:
            fields[name] = _("Between %(least)s and %(most)s.") % {"least": least, "most": most}
    if fields:
        raise InvalidInput(_("Please check what you entered."), fields=fields)
    with acting(actor, counties={county}):
        PoolSetting.objects.update_or_create(
            county=county,
            defaults={
                "services": sorted(known[code] for code in set(services_offered)),
                "skills": {str(id): sorted(known[c] for c in set(codes)) for id, codes in skills.items() if codes},
                **numbers,
            },
        )
