"""The contact vault in memory: checking what a resident gave, sealing it for one request, opening it again.

Nothing here touches the database: the heart writes the sealed columns in its own statement, ``queries`` and
``commands/reveal_contact.py`` read them.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import MutableMapping
from dataclasses import dataclass, replace
from uuid import UUID

from django.utils.translation import gettext as _

from wobangni.accounts.cipher import keyed_hash, seal, unseal
from wobangni.accounts.rules.phone import BadPhone, mask_name, mask_phone, national, normalise_phone, without_extension
from wobangni.kernel.errors import Message
from wobangni.kernel.ids import new_id
from wobangni.kernel.rules.text import clean_line

MAX_NAME, MAX_ADDRESS = 40, 200  # characters
PIN_DIGITS = 6
Blob = bytes | memoryview  # as the database gives it


@dataclass(frozen=True, slots=True)
class ContactInput:
    """Contact data in the clear, on their way in. Never logged: the representation says nothing."""

    name: str = ""
    phone: str = ""
    address: str = ""

    def __repr__(self) -> str:
        return "ContactInput(…)"


@dataclass(frozen=True, slots=True)
class ClearContact:
    """Contact data in the clear, on their way out, after the reveal was recorded. ``phone`` as people dial it."""

    name: str
    phone: str
    address: str

    def __repr__(self) -> str:
        return "ClearContact(…)"


@dataclass(frozen=True, slots=True)
class SealedContact:
    """The columns of a row of ``accounts_contact``, and ``pin``: six digits to tell an anonymous resident once."""

    id: UUID
    resident_id: UUID | None
    anonymous: bool
    name_sealed: bytes = b""
    phone_sealed: bytes = b""
    address_sealed: bytes = b""
    name_masked: str = ""
    phone_masked: str = ""
    phone_hash: bytes | None = None
    pin_hash: bytes | None = None
    pin: str | None = None

    def __repr__(self) -> str:
        return f"SealedContact({self.id})"


def check_contact(raw: ContactInput, problems: MutableMapping[str, Message]) -> ContactInput | None:
    """Cleaned, the phone in its normal form; None when there is nothing. Writes what is wrong to ``problems`` by
    ``contact.name``, ``contact.phone``, ``contact.address``."""
    cleaned = ContactInput(clean_line(raw.name), clean_line(raw.phone), clean_line(raw.address))
    if cleaned == ContactInput():
        return None
    if len(cleaned.name) > MAX_NAME:
        problems["contact.name"] = _("At most %(limit)s characters.") % {"limit": MAX_NAME}
    if len(cleaned.address) > MAX_ADDRESS:
        problems["contact.address"] = _("At most %(limit)s characters.") % {"limit": MAX_ADDRESS}
    if cleaned.phone:
        try:
            cleaned = replace(cleaned, phone=normalise_phone(cleaned.phone))
        except BadPhone:
            problems["contact.phone"] = bad_phone_message()
    return cleaned


def bad_phone_message() -> str:
    """What to say of a number that nobody could call."""
    return _("This is no telephone number. A mobile has 11 digits; a landline needs its area code, like 0477-8959580.")


def seal_contact(
    *, county: str, contact: ContactInput | None, anonymous: bool, resident_id: UUID | None, pin: str = ""
) -> SealedContact | None:
    """Everything to be written for one request; ``contact`` must have passed ``check_contact``. None: nothing to keep.

    An anonymous one keeps nobody's data, only a query password: ``pin``, or one made here.
    """
    if anonymous:
        contact_id, pin = new_id(), pin or f"{secrets.randbelow(10**PIN_DIGITS):0{PIN_DIGITS}d}"
        return SealedContact(contact_id, None, anonymous=True, pin=pin, pin_hash=pin_hash(county, contact_id, pin))
    if contact is None:
        return None if resident_id is None else SealedContact(new_id(), resident_id, anonymous=False)
    contact_id = new_id()
    return SealedContact(
        id=contact_id,
        resident_id=resident_id,
        anonymous=False,
        name_sealed=seal(contact.name, place_of(county, contact_id, "name")),
        phone_sealed=seal(contact.phone, place_of(county, contact_id, "phone")),
        address_sealed=seal(contact.address, place_of(county, contact_id, "address")),
        name_masked=mask_name(contact.name),
        phone_masked=mask_phone(contact.phone) if contact.phone else "",
        phone_hash=phone_hash(contact.phone) if contact.phone else None,
    )


def open_contact(
    county: str, contact_id: UUID, *, name: Blob = b"", phone: Blob = b"", address: Blob = b""
) -> ClearContact:
    """The clear text of sealed columns. Raises cipher.CannotOpen. Only for commands that record the reveal."""
    clear_phone = unseal(phone, place_of(county, contact_id, "phone"))
    return ClearContact(
        name=unseal(name, place_of(county, contact_id, "name")),
        phone=national(clear_phone) if clear_phone else "",
        address=unseal(address, place_of(county, contact_id, "address")),
    )


def place_of(county: str, contact_id: UUID, column: str) -> str:
    """What a sealed column of a contact is bound to."""
    return f"contact/{county}/{contact_id}/{column}"


def resident_place(resident_id: UUID, column: str) -> str:
    """What a sealed column of a resident is bound to."""
    return f"resident/{resident_id}/{column}"


def phone_hash(normal: str) -> bytes:
    """Finds the same line again without knowing it; extensions don't count."""
    return keyed_hash("phone", without_extension(normal))


def pin_hash(county: str, contact_id: UUID, pin: str) -> bytes:
    return keyed_hash("pin", county, str(contact_id), pin)


def pin_of_key(county: str, source: str, key: str) -> str:
    """The query password of an anonymous request that was sent under a key: the same whenever it is sent, so that a lost answer locks nobody out, and
    not to be worked out from the key by anybody else."""
    number = int.from_bytes(keyed_hash("pin of key", county, source, key)[:8])
    return f"{number % 10**PIN_DIGITS:0{PIN_DIGITS}d}"


def is_pin(county: str, contact_id: UUID, pin: str, known: bytes) -> bool:
    """Whether ``pin`` is the query password of this contact; takes as long for a wrong one as for the right one."""
    return hmac.compare_digest(pin_hash(county, contact_id, pin), known)
