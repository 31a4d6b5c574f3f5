"""What becomes of the requests that are merged into one when that one ends. Run by the worker, after its event.

Withdrawn or declined: each goes back to its resident and to where it was. A withdrawal is one person's wish, and a refusal is a decision about one
request, for a legal reason that may not be everybody's: each resident is owed one of their own.
Archived, which only happens some time after it was closed: they are archived with it. Each has heard of the answer and could say that it did not solve
the matter for them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from wobangni.kernel.actors import SYSTEM
from wobangni.kernel.errors import Conflict
from wobangni.service_requests.commands.act import act
from wobangni.service_requests.models import Event, ServiceRequest
from wobangni.service_requests.rules.lifecycle import Action
from wobangni.service_requests.rules.states import State

#: Events are kept in the language of the county's staff.
LANGUAGE = "zh-hans"


def release_merged(*, county: str, id: UUID, seq: int, now: dt.datetime) -> int:
    """Takes every request that is merged into this one back to where it was; returns how many. Again, it changes nothing."""
    end = Event.objects.filter(county=county, service_request_id=id, seq=seq).values_list("to_state", flat=True).first()
    with translation.override(LANGUAGE):
        reason = (
            _("The request that this one was merged into has been declined.")
            if end == State.DECLINED
            else _("The request that this one was merged into has been withdrawn.")
        )
    return _all_below(county, id, f"released/{id}/{seq}", Action.UNMERGE, {"reason": reason}, now)


def archive_merged(*, county: str, id: UUID, seq: int, now: dt.datetime) -> int:
    """Archives every request that is still merged into this one; returns how many. Again, it changes nothing."""
    return _all_below(county, id, f"archived/{id}/{seq}", Action.ARCHIVE, {}, now)


def _all_below(county: str, id: UUID, key: str, action: Action, data: Mapping[str, str], now: dt.datetime) -> int:
    codes = ServiceRequest.objects.filter(county=county, merged_into=id, state=State.MERGED).order_by("id")
    done = 0
    for code in list(codes.values_list("code", flat=True)):
        try:
            done += act(actor=SYSTEM, now=now, code=code, action=action, data=data, key=key).changed
        except Conflict:  # somebody has taken it out meanwhile
            continue
    return done
