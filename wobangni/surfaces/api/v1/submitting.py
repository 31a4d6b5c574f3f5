"""From a caller's body to the command, the same for the view and for the bench."""

from __future__ import annotations

import datetime as dt

import orjson
from django.utils.translation import gettext as _

from wobangni.accounts.vault import ContactInput
from wobangni.kernel.actors import Actor
from wobangni.kernel.clock import local_date
from wobangni.kernel.errors import Forbidden, InvalidInput
from wobangni.service_requests.access import partner_source
from wobangni.service_requests.commands.submit import Submission, Submitted, submit
from wobangni.service_requests.rules.states import Channel
from wobangni.surfaces.api.keys import kept_key
from wobangni.surfaces.api.v1.inputs import RequestIn


def submit_request(
    *, actor: Actor, now: dt.datetime, body: RequestIn, key: str | None, demo: bool = False
) -> Submitted:
    """Submits in the name of the token's system. Without ``key`` and external id, the same body on the same day is the same request.

    Raises InvalidInput, Forbidden (another county than the token's), Conflict.
    """
    contact = body.contact
    return submit(
        actor=actor,
        now=now,
        submission=Submission(
            county=_county(actor, body),
            description=body.description,
            service=body.service,
            title=body.title,
            channel=Channel(body.channel),
            division=body.division,
            place_text=body.place_text,
            lat=body.lat,
            lng=body.lng,
            answers=body.answers,
            contact=ContactInput(contact.name, contact.phone, contact.address) if contact else None,
            anonymous=body.anonymous,
            key=key or _own_key(actor, now, body),
            source=partner_source(actor),
            external_id=body.external_id,
            demo=demo,
        ),
    )


def _county(actor: Actor, body: RequestIn) -> str:
    if body.anonymous and body.contact is not None:
        message = _("An anonymous request has no contact data. Please leave one of the two out.")
        raise InvalidInput(_("Please check what you sent."), fields={"contact": message})
    county = body.county or actor.county
    if county is None:
        raise InvalidInput(_("Please check what you sent."), fields={"county": _("Please name the county.")})
    if actor.county not in (None, county):
        raise Forbidden(_("This token is for another county."), code="other_county")
    return county


def _own_key(actor: Actor, now: dt.datetime, body: RequestIn) -> str | None:
    """For callers who send no key: sending twice shall change nothing for them either."""
    if body.external_id:
        return None
    said = orjson.dumps(body.model_dump(), option=orjson.OPT_SORT_KEYS).decode()
    return kept_key(actor, f"{local_date(now)} {said}")
