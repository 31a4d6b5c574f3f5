"""Giving back to each resident the request that was merged into one which is no longer there. Run by the worker, after a withdrawal."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from wobangni.kernel.actors import SYSTEM
from wobangni.kernel.errors import Conflict
from wobangni.service_requests.commands.act import act
from wobangni.service_requests.models import ServiceRequest
from wobangni.service_requests.rules.lifecycle import Action
from wobangni.service_requests.rules.states import State

#: Events are kept in the language of the county's staff.
LANGUAGE = "zh-hans"


def release_merged(*, county: str, id: UUID, seq: int, now: dt.datetime) -> int:
    """Takes every request that is merged into this one back to where it was; returns how many. Again, it changes nothing."""
    codes = ServiceRequest.objects.filter(county=county, merged_into=id, state=State.MERGED).order_by("id")
    with translation.override(LANGUAGE):
        reason = _("The request that this one was merged into has been withdrawn.")
    released = 0
    for code in list(codes.values_list("code", flat=True)):
        try:
            done = act(
                actor=SYSTEM,
                now=now,
                code=code,
                action=Action.UNMERGE,
                data={"reason": reason},
                key=f"released/{id}/{seq}",
            )
        except Conflict:  # somebody has taken it out meanwhile
            continue
        released += done.changed
    return released
