"""Acting on a request and adding the photos that wait with the form, in one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from wobangni.kernel.actors import Actor
from wobangni.kernel.scope import acting
from wobangni.service_requests.access import checked_code
from wobangni.service_requests.commands.act import act
from wobangni.service_requests.commands.note_photos import note_photos
from wobangni.service_requests.commands.take_staged import staged_digests, take_staged
from wobangni.service_requests.commands.transition import Acted
from wobangni.service_requests.rules.lifecycle import Action
from wobangni.service_requests.rules.tracking_code import county_of


def act_with_photos(
    *,
    actor: Actor,
    now: dt.datetime,
    code: str,
    action: Action | str,
    data: Mapping[str, Any],
    draft: UUID,
    expected_version: int | None = None,
) -> Acted:
    """``act``; then the photos staged under ``draft`` become the request's. ``draft`` is the key too: sent twice it changes nothing.

    Raises as ``act`` does; the photos wait on then.
    """
    county = county_of(checked_code(code))
    with acting(actor, counties={county}):
        digests = staged_digests(county, draft)
        acted = act(
            actor=actor,
            now=now,
            code=code,
            action=action,
            data=data,
            expected_version=expected_version,
            key=str(draft),
            photos=digests,
        )
        fresh = take_staged(county=county, draft=draft, service_request_id=acted.id, digests=digests)
        if fresh and not acted.changed:  # sent again with further photos: the words are there, these are not
            acted = note_photos(actor=actor, now=now, code=code, digests=fresh)
    return acted
