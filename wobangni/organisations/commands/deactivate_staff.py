"""Switching an account off and on again."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from wobangni.accounts.models import User
from wobangni.kernel.actors import Actor
from wobangni.kernel.errors import Conflict
from wobangni.organisations.commands.record_revision import record_revision
from wobangni.organisations.memberships import check_whole_person, get_staff_for


def deactivate_staff(*, actor: Actor, now: dt.datetime, user_id: int) -> None:
    """The person can't sign in, and is signed out wherever they are. Raises NotFound, Forbidden, Conflict for oneself."""
    if str(user_id) == actor.id:
        raise Conflict(_("You can't switch off your own account."))
    _set_active(actor, now, user_id, active=False)


def reactivate_staff(*, actor: Actor, now: dt.datetime, user_id: int) -> None:
    """Undoes ``deactivate_staff``; roles that were not revoked hold again. Raises NotFound, Forbidden."""
    _set_active(actor, now, user_id, active=True)


def _set_active(actor: Actor, now: dt.datetime, user_id: int, *, active: bool) -> None:
    user = get_staff_for(actor, user_id)
    check_whole_person(actor, user, now)
    with transaction.atomic():
        if not User.objects.filter(pk=user_id, is_active=not active).update(is_active=active):
            return
        county = user.memberships.order_by("-id").values_list("county_id", flat=True).first()
        record_revision(
            actor=actor,
            now=now,
            row=user,
            before={"id": user.pk, "is_active": not active},
            after={"id": user.pk, "is_active": active},
            county=county,
            title=user.name,
            bump=None,
        )
