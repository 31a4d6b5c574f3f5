"""Showing the contact data of a request to a staff person, for a purpose, on the record."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from wobangni.accounts.commands.reveal_contact import reveal_contact as reveal_of_vault
from wobangni.accounts.vault import ClearContact
from wobangni.kernel.actors import Actor
from wobangni.kernel.errors import NotFound
from wobangni.kernel.scope import acting
from wobangni.service_requests.access import get_service_request_for, may_see_contact


def reveal_contact(*, actor: Actor, now: dt.datetime, code: str, purpose: str) -> ClearContact:
    """Name, phone and address in the clear; who saw them, when and what for is recorded first.

    Raises NotFound for what the actor may not know of or was sent without contact data, Forbidden for whoever may not see it (also without a
    second factor), InvalidInput (``purpose``).
    """
    ref = get_service_request_for(actor, code)
    if ref.contact_id is None:
        raise NotFound(_("This request was sent without contact data."))
    with acting(actor, counties={ref.county}):
        return reveal_of_vault(
            actor=actor,
            now=now,
            county=ref.county,
            contact_id=ref.contact_id,
            request_code=ref.code,
            purpose=purpose,
            allowed=may_see_contact(actor, ref),
        )
