"""A new temporary password for somebody who has forgotten theirs."""

from __future__ import annotations

import datetime as dt

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext as _

from wobangni.kernel.actors import Actor
from wobangni.kernel.errors import Conflict
from wobangni.organisations.commands.create_staff import temporary_password
from wobangni.organisations.commands.record_revision import record_revision
from wobangni.organisations.memberships import check_whole_person, get_staff_for


def reset_password(*, actor: Actor, now: dt.datetime, user_id: int, drop_second_factor: bool = False) -> str:
    """The new password, to be told once; it must be changed at sign-in, and every open session of the person ends.

    drop_second_factor: the phone with the one-time codes is lost too. Raises NotFound, Forbidden; Conflict for one's own.
    """
    if str(user_id) == actor.id:
        raise Conflict(_("Change your own password on your account page."))
    user = get_staff_for(actor, user_id)
    check_whole_person(actor, user, now)
    password = temporary_password()
    with transaction.atomic():
        user.set_password(password)
        user.must_change_password = True
        user.save(update_fields=["password", "must_change_password"])
        if drop_second_factor:
            Authenticator.objects.filter(user=user).delete()
        record_revision(
            actor=actor,
            now=now,
            row=user,
            before={"id": user.pk, "password": "…"},
            after={"id": user.pk, "password": "reset", "second_factor_dropped": drop_second_factor},
            county=user.memberships.order_by("-id").values_list("county_id", flat=True).first(),
            title=user.name,
            bump=None,
        )
    return password
