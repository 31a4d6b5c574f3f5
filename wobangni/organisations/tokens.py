"""API tokens: the actor behind a bearer's secret, and the tokens of a county."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from dataclasses import dataclass

from wobangni.accounts.models import ApiToken
from wobangni.kernel import clock
from wobangni.kernel.actors import Actor, ActorKind, Grant, Role
from wobangni.organisations.access import check_admin
from wobangni.organisations.rules.token_secret import prefix_of, roles_of

#: A revoked token may go on for this long in a process that has just seen it (a bar of 5 s).
KEPT_SECONDS = 4.0
#: ``last_used_at`` is written at most this often.
USE_NOTED = dt.timedelta(minutes=30)
MOST_KEPT = 10_000


@dataclass(frozen=True, slots=True)
class Bearer:
    """Another system that calls: its actor, where it may act (None: every county), how often in a minute."""

    token_id: int
    actor: Actor
    county: str | None
    rate_per_minute: int
    demo: bool


@dataclass(frozen=True, slots=True)
class TokenRow:
    """One token as administrators see it; never its secret."""

    id: int
    name: str
    prefix: str
    county: str | None
    unit_id: int | None
    scopes: tuple[str, ...]
    rate_per_minute: int
    created_by: str
    created_at: dt.datetime
    last_used_at: dt.datetime | None
    revoked_at: dt.datetime | None


_kept: dict[bytes, tuple[float, Bearer | None]] = {}


def bearer(secret: str) -> Bearer | None:
    """Who has this secret; None for nobody and for revoked ones. No query while it is warm in this process."""
    digest = hashlib.sha256(secret.encode("utf-8", "replace")).digest()
    moment = clock.monotonic()
    kept = _kept.get(digest)
    if kept is not None and moment - kept[0] < KEPT_SECONDS:
        return kept[1]
    found = _looked_up(secret, digest)
    if len(_kept) >= MOST_KEPT:  # somebody is guessing; forgetting costs a query each, no more
        _kept.clear()
    _kept[digest] = (moment, found)
    return found


def token_actor(secret: str) -> Actor | None:
    """The actor behind this secret."""
    found = bearer(secret)
    return found.actor if found else None


def forget_bearers() -> None:
    """Empties this process's memory: for the process that has just revoked a token, and for tests."""
    _kept.clear()


def tokens_of(actor: Actor, county: str | None) -> list[TokenRow]:
    """The tokens of a county (None: of the region), the newest first. Raises Forbidden."""
    check_admin(actor, county)
    return [
        TokenRow(
            id=t.pk,
            name=t.name,
            prefix=t.prefix,
            county=t.county,
            unit_id=t.unit_id,
            scopes=tuple(t.scopes),
            rate_per_minute=t.rate_per_minute,
            created_by=t.created_by.name if t.created_by else "",
            created_at=t.created_at,
            last_used_at=t.last_used_at,
            revoked_at=t.revoked_at,
        )
        for t in ApiToken.objects.filter(county=county).select_related("created_by").order_by("-pk")
    ]


def _looked_up(secret: str, digest: bytes) -> Bearer | None:
    prefix = prefix_of(secret)
    if prefix is None:
        return None
    row = ApiToken.objects.filter(prefix=prefix, revoked_at__isnull=True).first()
    if row is None or not hmac.compare_digest(digest, bytes(row.secret_hash)):
        return None
    now = clock.now()
    if row.last_used_at is None or now - row.last_used_at > USE_NOTED:
        ApiToken.objects.filter(pk=row.pk).update(last_used_at=now)
    actor = Actor(
        kind=ActorKind.PARTNER,
        id=str(row.pk),
        name=row.name,
        grants=_grants(row),
        scopes=frozenset(row.scopes),
        county=row.county,
    )
    return Bearer(row.pk, actor, row.county, row.rate_per_minute, row.demo)


def _grants(row: ApiToken) -> tuple[Grant, ...]:
    grants = [Grant(Role(role), row.county) for role in roles_of(row.scopes)]
    if row.unit_id is not None:
        grants.append(Grant(Role.HANDLER, row.county, row.unit_id))
    return tuple(grants)
