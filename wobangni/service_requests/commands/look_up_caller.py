"""What the caller's line has asked for before, looked up by a clerk: counted, and on the record when something is found."""

from __future__ import annotations

import datetime as dt

from django.utils import translation

from wobangni.accounts.commands.record_look_up import check_look_ups, record_look_up
from wobangni.kernel.actors import Actor
from wobangni.kernel.scope import acting
from wobangni.service_requests.queries.earlier import Earlier, earlier_of_line, earlier_requests
from wobangni.service_requests.queries.values import SimilarRow

#: Records are kept in the language of the county's staff.
LANGUAGE = "zh-hans"


def look_up_caller(*, actor: Actor, now: dt.datetime, county: str, phone: str) -> tuple[SimilarRow, ...]:
    """Requests of this county with this telephone number, newest first.

    Raises InvalidInput (``phone``) for what is no number, Forbidden for anyone but the county's clerks, TooMany.
    """
    with acting(actor, counties={county}):
        return _recorded(actor, now, county, earlier_requests(actor, county, phone))


def look_up_line(*, actor: Actor, now: dt.datetime, county: str, line_hash: bytes) -> tuple[SimilarRow, ...]:
    """The same for a number that came with a call, by its keyed hash; counted and recorded alike. Raises Forbidden, TooMany."""
    with acting(actor, counties={county}):
        return _recorded(actor, now, county, earlier_of_line(actor, county, line_hash, limit=8))


def _recorded(actor: Actor, now: dt.datetime, county: str, found: Earlier) -> tuple[SimilarRow, ...]:
    check_look_ups(actor, now)
    if found.contact_id is not None:
        with translation.override(LANGUAGE):
            record_look_up(
                actor=actor,
                now=now,
                county=county,
                contact_id=found.contact_id,
                request_code=found.rows[0].code,
            )
    return found.rows
