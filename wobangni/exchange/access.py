"""The only authorised look-up of calls."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from wobangni.exchange.models import Call
from wobangni.kernel.actors import Actor, Role
from wobangni.kernel.errors import NotFound


def get_call_for(actor: Actor, county: str, call_id: UUID, *, lock: bool = False) -> Call:
    """A call of a county whose clerk the actor is. ``lock``: for a change, in a transaction. Raises NotFound."""
    rows = Call.objects.select_for_update() if lock else Call.objects.all()
    row = rows.filter(county=county, id=call_id).first() if Role.CLERK in actor.roles_in(county) else None
    if row is None:
        raise NotFound(_("There is no such call in this county."))
    return row
