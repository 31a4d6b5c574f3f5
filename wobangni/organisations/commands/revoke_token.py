"""Taking an API token back."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from wobangni.accounts.models import ApiToken
from wobangni.kernel.actors import Actor, ActorKind
from wobangni.kernel.errors import NotFound
from wobangni.organisations.access import is_admin
from wobangni.organisations.commands.record_revision import record_revision
from wobangni.organisations.tokens import forget_bearers


def revoke_token(*, actor: Actor, now: dt.datetime, token_id: int) -> None:
    """The token opens nothing any more, in every process within five seconds. Raises NotFound for tokens of other counties."""
    with transaction.atomic():
        row = ApiToken.objects.select_for_update().filter(pk=token_id).first()
        if row is None or not is_admin(actor, row.county):
            raise NotFound(_("There is no such token in your county."))
        if row.revoked_at is not None:
            return
        row.revoked_at = now
        row.revoked_by_id = int(actor.id) if actor.kind is ActorKind.STAFF else None
        row.save(update_fields=["revoked_at", "revoked_by"])
        record_revision(
            actor=actor,
            now=now,
            row=row,
            before={"id": row.pk, "revoked_at": None},
            after={"id": row.pk, "revoked_at": now.isoformat()},
            county=row.county,
            title=row.name,
            bump=None,
        )
        transaction.on_commit(forget_bearers)
