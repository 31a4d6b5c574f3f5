"""Staff have seen their notices."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.utils.translation import gettext as _

from wobangni.kernel.actors import Actor
from wobangni.kernel.errors import NotFound
from wobangni.notices.models import Notice


def mark_read(*, actor: Actor, now: dt.datetime, id: UUID) -> str:
    """Marks one of the actor's own as read, which changes nothing the second time; returns the tracking code it is about. Raises NotFound."""
    row = Notice.objects.filter(user_id=int(actor.id), id=id).first()
    if row is None:
        raise NotFound(_("There is no such notice."))
    Notice.objects.filter(county=row.county, id=row.id, read_at=None).update(read_at=now)
    return row.code


def mark_all_read(*, actor: Actor, now: dt.datetime, until: dt.datetime) -> int:
    """Marks all of the actor's own up to ``until`` (what the page showed) as read; returns how many were not yet."""
    return Notice.objects.filter(user_id=int(actor.id), read_at=None, created_at__lte=until).update(read_at=now)
