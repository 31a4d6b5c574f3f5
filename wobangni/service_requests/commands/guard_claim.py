"""The pool's rules, asked under the lock of the request that is claimed. Used by ``transition`` alone."""

from __future__ import annotations

import datetime as dt

from django.db import connection
from django.utils.translation import gettext as _

from wobangni.kernel.clock import SHANGHAI
from wobangni.kernel.errors import Conflict
from wobangni.service_requests.models import PoolOffer, ServiceRequest
from wobangni.service_requests.queries.pool import pool_rules, takers
from wobangni.service_requests.rules.pool import verdict


def guard_claim(row: ServiceRequest, unit_id: int, now: dt.datetime) -> None:
    """Raises Conflict where a rule of the pool stands against this unit. In the transaction of the claim, with the request locked.

    Claims of one unit wait for each other here: two at once can't both be the last that it may have.
    """
    offered = PoolOffer.objects.filter(county=row.county, service_request_id=row.id, until__gt=now).first()
    if offered is None:
        return
    rules, skills = pool_rules(row.county)
    if not rules.offers(row.service_id):
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('pool'), %s)", [unit_id])
    known = takers(row.county, skills, now)
    if unit_id not in known:
        return
    said = verdict(rules, row.service_id or 0, offered.offered_at, known[unit_id], known.values(), now)
    if said.why is not None:
        at = said.since.astimezone(SHANGHAI) if said.since else now
        raise Conflict(_(said.why.value) % {"at": f"{at:%H:%M}"}, code=f"pool_{said.why.name.lower()}")
