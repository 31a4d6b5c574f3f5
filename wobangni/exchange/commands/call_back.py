"""Returning a missed call: one clerk takes it, sees the number for that, and says whether somebody picked up."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from wobangni.accounts.commands.reveal_contact import reveal_contact
from wobangni.exchange.access import get_call_for
from wobangni.exchange.models import Call
from wobangni.exchange.rules.calls import CallState
from wobangni.kernel.actors import Actor
from wobangni.kernel.errors import Conflict, NotFound
from wobangni.kernel.scope import acting

#: Records are kept in the language of the county's staff.
LANGUAGE = "zh-hans"
#: Whoever took a call and did nothing with it for so long has left it to others.
HELD_FOR = dt.timedelta(minutes=15)


def take_call_back(*, actor: Actor, now: dt.datetime, county: str, call_id: UUID) -> str:
    """The number to dial; that it was shown is recorded. The call is the actor's to return for a quarter of an hour.

    Raises NotFound; Conflict where somebody else has it, or it was returned; Forbidden (``second_factor``) as for any number in the clear.
    """
    with acting(actor, counties={county}):
        row = get_call_for(actor, county, call_id, lock=True)
        _check_missed(row)
        if row.contact_id is None:
            raise NotFound(_("The number of this call was withheld. It can't be returned."))
        held = row.taken_at is not None and now - row.taken_at < HELD_FOR
        if held and str(row.taken_by_id) != actor.id:
            raise Conflict(_("A colleague is calling back just now."), code="taken")
        with translation.override(LANGUAGE):
            purpose = _("Returning a missed call of the hotline")
        clear = reveal_contact(
            actor=actor,
            now=now,
            county=county,
            contact_id=row.contact_id,
            request_code="",
            purpose=purpose,
            allowed=True,
        )
        row.taken_by_id, row.taken_at = int(actor.id), now
        row.save(update_fields=["taken_by", "taken_at"])
    return clear.phone


def finish_call_back(*, actor: Actor, now: dt.datetime, county: str, call_id: UUID, reached: bool) -> None:
    """Takes the call, and every earlier missed one of the same line, off the list. Sent twice it changes nothing. Raises NotFound, Conflict."""
    with acting(actor, counties={county}):
        row = get_call_for(actor, county, call_id, lock=True)
        if row.called_back_at is not None and row.reached is reached:
            return
        _check_missed(row)
        if str(row.taken_by_id) != actor.id:
            raise Conflict(_("Take the call first: then you see the number to dial."), code="not_taken")
        same = Call.objects.filter(county=county, state=CallState.MISSED, called_back_at__isnull=True)
        same = (
            same.filter(caller_hash=row.caller_hash, began_at__lte=row.began_at)
            if row.caller_hash is not None
            else same.filter(id=row.id)
        )
        same.update(called_back_at=now, reached=reached, taken_by=int(actor.id))


def _check_missed(row: Call) -> None:
    if row.state != CallState.MISSED:
        raise Conflict(_("This call was not missed."), code="not_missed")
    if row.called_back_at is not None:
        raise Conflict(_("This call was returned already."), code="returned_already")
