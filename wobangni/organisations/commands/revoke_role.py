"""Taking a role away. The membership stays, ended."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from wobangni.kernel.actors import Actor, Role
from wobangni.kernel.errors import Conflict, NotFound
from wobangni.organisations.access import check_admin, is_admin
from wobangni.organisations.commands.record_revision import columns, record_revision
from wobangni.organisations.models import Membership


def revoke_role(*, actor: Actor, now: dt.datetime, membership_id: int) -> None:
    """Ends it now; in force from the person's next click. Ending what has ended changes nothing.

    Raises NotFound for memberships of other counties; Conflict for one's own role of administrator.
    """
    with transaction.atomic():
        row = Membership.objects.select_for_update(of=("self",)).select_related("user").filter(pk=membership_id).first()
        if row is None or not is_admin(actor, row.county_id):
            raise NotFound(_("There is no such role in your county."))
        check_admin(actor, row.county_id)
        if row.until is not None and row.until <= now:
            return
        if row.role == Role.COUNTY_ADMIN and str(row.user_id) == actor.id:
            raise Conflict(_("You can't take the role of administrator from yourself. Ask another administrator."))
        before = columns(row)
        row.until = max(now, row.since)
        row.save(update_fields=["until"])
        record_revision(
            actor=actor,
            now=now,
            row=row,
            before=before,
            after=columns(row),
            county=row.county_id,
            title=f"{row.user.name}: {row.role}",
            bump=None,
        )
