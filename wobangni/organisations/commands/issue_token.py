"""A new API token. Its secret is told once."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
import string
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from wobangni.accounts.models import ApiToken
from wobangni.kernel.actors import COUNTY_ROLES, ROLE_SCOPE, Actor, ActorKind, Role
from wobangni.kernel.errors import InvalidInput
from wobangni.kernel.rules.text import clean_line
from wobangni.organisations.access import check_admin
from wobangni.organisations.commands.record_revision import record_revision
from wobangni.organisations.queries import county as find_county
from wobangni.organisations.queries import unit as find_unit
from wobangni.organisations.rules.token_secret import PREFIX_LENGTH, SCOPES

MOST_PER_MINUTE = 1_000_000
MAX_NAME = 64  # characters: as every event and record names who acted
_LETTERS = string.ascii_lowercase + string.digits


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """``secret``: for the Authorization header; it can't be shown again."""

    id: int
    prefix: str
    secret: str

    def __repr__(self) -> str:
        return f"IssuedToken({self.prefix})"


def issue_token(
    *,
    actor: Actor,
    now: dt.datetime,
    name: str,
    county: str | None,
    scopes: Collection[str],
    unit_id: int | None = None,
    rate_per_minute: int = 600,
    demo: bool = False,
) -> IssuedToken:
    """Makes a token for another system.

    county: where it acts; None: in every county (administrators of the region only). scopes: of ``SCOPES``, and ``role:<name>`` for each
    position that it takes there as a person would. unit_id: it works as a handler of this unit. Raises Forbidden, InvalidInput with
    ``fields``.
    """
    check_admin(actor, county)
    title = clean_line(name)
    _check(title, county, frozenset(scopes), unit_id, rate_per_minute)
    prefix = "".join(secrets.choice(_LETTERS) for _i in range(PREFIX_LENGTH))
    secret = f"wbn_{prefix}_{secrets.token_urlsafe(32)}"
    with transaction.atomic():
        row = ApiToken.objects.create(
            name=title,
            prefix=prefix,
            secret_hash=hashlib.sha256(secret.encode()).digest(),
            county=county,
            unit_id=unit_id,
            scopes=sorted(scopes),
            rate_per_minute=rate_per_minute,
            demo=demo,
            created_by_id=int(actor.id) if actor.kind is ActorKind.STAFF else None,
            created_at=now,
        )
        record_revision(
            actor=actor,
            now=now,
            row=row,
            before=None,
            after={
                "id": row.pk,
                "name": title,
                "prefix": prefix,
                "scopes": row.scopes,
                "unit_id": unit_id,
                "rate_per_minute": rate_per_minute,
            },
            county=county,
            title=title,
            bump=None,
        )
    return IssuedToken(row.pk, prefix, secret)


def _check(name: str, county: str | None, scopes: frozenset[str], unit_id: int | None, rate: int) -> None:
    fields: dict[str, str] = {}
    if not name:
        fields["name"] = _("Please give a name.")
    elif len(name) > MAX_NAME:
        fields["name"] = _("At most %(limit)s characters.") % {"limit": MAX_NAME}
    if county is not None and find_county(county) is None:
        fields["county"] = _("There is no such county.")
    possible = COUNTY_ROLES if county is not None else {Role.REGION_OBSERVER}
    if not scopes & SCOPES or scopes - SCOPES - {ROLE_SCOPE + role for role in possible}:
        fields["scopes"] = _("Please choose at least one of the scopes listed.")
    found = find_unit(unit_id) if unit_id is not None else None
    if unit_id is not None and (found is None or found.county != county or not found.active):
        fields["unit"] = _("A handler needs a unit of this county that is in use.")
    if not 1 <= rate <= MOST_PER_MINUTE:
        fields["rate_per_minute"] = _("Between 1 and %(n)s.") % {"n": MOST_PER_MINUTE}
    if fields:
        raise InvalidInput(_("Please check what you entered."), fields=fields)
