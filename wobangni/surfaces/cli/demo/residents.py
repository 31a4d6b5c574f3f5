"""The demo's residents: names from a pool, telephone numbers of a range that no operator has."""

from __future__ import annotations

import datetime as dt
import functools
import random
from dataclasses import dataclass
from uuid import UUID

from wobangni.accounts.commands.know_resident import know_resident
from wobangni.accounts.rules.phone import normalise_phone
from wobangni.accounts.vault import ContactInput
from wobangni.kernel.actors import Actor, ActorKind
from wobangni.surfaces.cli.demo.people import COUNTY, RESIDENT_PHONE
from wobangni.surfaces.cli.demo.stories import pools

#: 169 is given to no operator: nobody's telephone rings.
_PHONE = "1690000{:04d}"
#: Of the requests of the showcase county, every so many-th is of the resident one can sign in as.
_HERS = 11
#: Several requests by one person: numbers this far apart are the same resident's.
_AGAIN = 131


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends a request. ``resident_id``: None for anonymous ones and those who never proved a phone."""

    contact: ContactInput | None
    anonymous: bool
    resident_id: UUID | None

    def actor(self, code: str | None = None) -> Actor:
        owned = frozenset([code]) if code else frozenset()
        return Actor(ActorKind.RESIDENT, str(self.resident_id or "anonymous"), "", owned=owned)


def sender(number: int, county: str, die: random.Random, now: dt.datetime) -> Sender:
    """The resident of request ``number``."""
    if county == COUNTY and number % _HERS == 0:
        return Sender(ContactInput("其其格", RESIDENT_PHONE, ""), False, _known(RESIDENT_PHONE, now))
    if die.random() < 0.08:
        return Sender(None, True, None)
    person = 100 + number % _AGAIN
    phone = _PHONE.format(person)
    contact = ContactInput(_name(person, county), phone, "")
    return Sender(contact, False, _known(phone, now) if die.random() < 0.7 else None)


@functools.cache
def _known(phone: str, now: dt.datetime) -> UUID:
    return know_resident(now=now, phone=normalise_phone(phone), demo=True)


def _name(person: int, county: str) -> str:
    words = pools()
    if person % 5 == 0:
        return str(words["mongolian"][person // 5 % len(words["mongolian"])])
    surname = str(words["surnames"][person % len(words["surnames"])])
    given = [name for name in words["given"] if name[0] != surname]
    return surname + str(given[person * 7 % len(given)])
