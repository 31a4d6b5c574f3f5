"""Showing contact data in the clear, once, for a purpose, on the record (invariant 7)."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from wobangni.accounts.cipher import unseal
from wobangni.accounts.models import Contact, Resident, Reveal
from wobangni.accounts.rules.phone import national
from wobangni.accounts.vault import ClearContact, open_contact, resident_place
from wobangni.kernel.actors import Actor, ActorKind
from wobangni.kernel.errors import Forbidden, InvalidInput, NotFound
from wobangni.kernel.rules.text import clean_line

MIN_PURPOSE, MAX_PURPOSE = 4, 300  # characters


def reveal_contact(
    *, actor: Actor, now: dt.datetime, county: str, contact_id: UUID, request_code: str, purpose: str, allowed: bool
) -> ClearContact:
    """The contact of one request in the clear; the reveal is recorded in the same transaction, before anything is returned.

    allowed: what the access check of the layer above said of this actor and this request. Raises Forbidden (also without a second
    factor: code ``second_factor``), InvalidInput for a purpose that says nothing, NotFound.
    """
    _check_actor(actor, allowed)
    reason = clean_line(purpose)
    if len(reason.replace(" ", "")) < MIN_PURPOSE:
        message = _("Please say in a few words what you need it for (at least %(n)s characters).") % {"n": MIN_PURPOSE}
        raise InvalidInput(message, fields={"purpose": message})
    if len(reason) > MAX_PURPOSE:
        message = _("At most %(limit)s characters.") % {"limit": MAX_PURPOSE}
        raise InvalidInput(message, fields={"purpose": message})
    with transaction.atomic():
        row = Contact.objects.filter(county=county, id=contact_id).first()
        if row is None or row.anonymous:
            raise NotFound(_("This request was sent without contact data."))
        clear = open_contact(
            county, contact_id, name=row.name_sealed, phone=row.phone_sealed, address=row.address_sealed
        )
        if not clear.phone and row.resident_id is not None:
            clear = ClearContact(clear.name, _phone_of(row.resident_id), clear.address)
        Reveal.objects.create(
            county=county,
            contact_id=contact_id,
            request_code=request_code,
            actor_kind=actor.kind,
            actor_id=actor.id,
            actor_name=actor.name,
            purpose=reason,
            fields=[name for name in ("name", "phone", "address") if getattr(clear, name)],
            at=now,
        )
    return clear


def _check_actor(actor: Actor, allowed: bool) -> None:
    if not allowed or actor.kind is not ActorKind.STAFF:
        raise Forbidden(_("You may not see the contact data of this request."))
    # In a demo a newcomer has no authenticator app; everything there is made up.
    if not actor.second_factor and not settings.DEMO:
        raise Forbidden(
            _("To see contact data, set up two-step sign-in first, then sign in with it."), code="second_factor"
        )


def _phone_of(resident_id: UUID) -> str:
    row = Resident.objects.filter(id=resident_id).only("phone_sealed").first()
    clear = unseal(row.phone_sealed, resident_place(resident_id, "phone")) if row else ""
    return national(clear) if clear else ""
