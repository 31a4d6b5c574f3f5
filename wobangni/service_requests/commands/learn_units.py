"""Counting anew which unit did how many of what, where, within the year. Run by the worker; a county at a time, each whole or not at all."""

from __future__ import annotations

import datetime as dt

from django.db import connection, transaction

from wobangni.organisations import reference
from wobangni.organisations.queries import counties
from wobangni.service_requests.models import ServiceRequest
from wobangni.service_requests.queries.experience import EXPERIENCE

#: What was asked longer ago says little about who does it now.
SPAN = dt.timedelta(days=365)


def learn_units(*, now: dt.datetime, since: dt.datetime | None = None) -> int:
    """How many counties were counted: all, or (``since``) those in which any request has changed since then."""
    wanted = [one.code for one in counties() if since is None or _changed(one.code, since)]
    for county in wanted:
        learn_units_of(county, now=now)
    if wanted:
        with transaction.atomic():
            reference.bump(EXPERIENCE)
    return len(wanted)


def learn_units_of(county: str, *, now: dt.datetime) -> None:
    """Reads the county's requests of the year once; two of these at once wait for each other."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"unit_history:{county}"])
        cursor.execute("DELETE FROM unit_history WHERE county = %s", [county])
        cursor.execute(_COUNT, [county, now - SPAN])


def _changed(county: str, since: dt.datetime) -> bool:
    return ServiceRequest.objects.filter(county=county, updated_at__gte=since).exists()


# The unit that has the request last is the one whose answer stands.
_COUNT = """INSERT INTO unit_history (county, service_id, township, unit_id, n)
SELECT county, service_id, CASE WHEN length(division_id) >= 9 THEN left(division_id, 9) ELSE '' END AS place, lead_unit_id, count(*)
FROM service_request
WHERE county = %s AND submitted_at >= %s AND state IN ('answered', 'closed', 'archived')
  AND answered_at IS NOT NULL AND lead_unit_id IS NOT NULL AND service_id IS NOT NULL
GROUP BY county, service_id, place, lead_unit_id"""
