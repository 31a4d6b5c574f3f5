"""Keeping contact data that come later than their request (a resident who adds a phone)."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from uuid import UUID

from django.utils.translation import gettext as _

from wobangni.accounts.models import Contact
from wobangni.accounts.vault import ContactInput, check_contact, seal_contact
from wobangni.kernel.actors import Actor
from wobangni.kernel.errors import InvalidInput, Message


def store_contact(
    *, actor: Actor, now: dt.datetime, county: str, contact: ContactInput, resident_id: UUID | None = None
) -> UUID:
    """The id of a new contact row. Call in the transaction that points to it, after its own access check.

    Raises InvalidInput with ``fields``.
    """
    problems: dict[str, Message] = {}
    checked = check_contact(contact, problems)
    if problems:
        raise InvalidInput(_("Please check what you entered."), fields=problems)
    sealed = seal_contact(county=county, contact=checked, anonymous=False, resident_id=resident_id)
    if sealed is None:
        raise InvalidInput(_("Please check what you entered."), fields={"contact.phone": _("Please give a phone.")})
    columns = asdict(sealed)
    del columns["pin"]
    return Contact.objects.create(county=county, created_at=now, **columns).id
