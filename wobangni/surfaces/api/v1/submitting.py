"""From a caller's body to the command, the same for the view and for the bench."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from wobangni.accounts.vault import ContactInput
from wobangni.kernel.actors import Actor
from wobangni.kernel.errors import Forbidden, InvalidInput
from wobangni.kernel.rules.text import clean_line
from wobangni.service_requests.access import partner_source
from wobangni.service_requests.commands.submit import Submission, Submitted, submit
from wobangni.service_requests.rules.states import Channel
from wobangni.surfaces.api.problems import Refused, Where
from wobangni.surfaces.api.v1.inputs import RequestIn


def submit_request(
    *, actor: Actor, now: dt.datetime, body: RequestIn, key: str | None, demo: bool = False
) -> Submitted:
    """Submits in the name of the token's system.

    Raises Refused (neither ``key`` nor external id), InvalidInput, Forbidden (another county than the token's), Conflict.
    """
    _check_named(key, body)
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
            key=key,
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


def _check_named(key: str | None, body: RequestIn) -> None:
    """What has neither key nor number can't be told from the same thing said by two people, nor from one call sent again after a lost answer:
    the first would lose a request, the second would double it. So the caller says which it is."""
    if key or clean_line(body.external_id):
        return
    message = _("Please send an Idempotency-Key, or your own number as external_id, so that sending again is safe.")
    where: list[Where] = [
        {"header": "Idempotency-Key", "detail": message},
        {"pointer": "#/external_id", "detail": message},
    ]
    raise Refused(400, "key_missing", message, errors=where)
