"""A telephone number was looked up and somebody's requests were found by it: on the record, like any other look at a contact."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.utils.translation import gettext as _

from wobangni.accounts.models import Reveal
from wobangni.accounts.rate_limits import check_rate
from wobangni.kernel.actors import Actor

#: More than a busy hotline desk takes calls; far from enough to try out the four hidden digits of a masked number.
LOOK_UPS, SECONDS = 120, 3600


def check_look_ups(actor: Actor, now: dt.datetime) -> None:
    """Counts one look-up, found or not. Raises TooMany."""
    check_rate("look up caller", actor.id, limit=LOOK_UPS, seconds=SECONDS, now=now)


def record_look_up(*, actor: Actor, now: dt.datetime, county: str, contact_id: UUID, request_code: str) -> None:
    """Keeps who found this contact by its number. In the caller's transaction."""
    Reveal.objects.create(
        county=county,
        contact_id=contact_id,
        request_code=request_code,
        actor_kind=actor.kind,
        actor_id=actor.id,
        actor_name=actor.name,
        purpose=_("Looked up by telephone number"),
        fields=["phone"],
        at=now,
    )
