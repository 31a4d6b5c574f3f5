"""What a county lets be dispatched by itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _

from wobangni.catalogue.models import AutoDispatch
from wobangni.catalogue.queries import service
from wobangni.kernel.actors import Actor
from wobangni.kernel.errors import InvalidInput, Message
from wobangni.kernel.scope import acting
from wobangni.organisations import reference
from wobangni.organisations.access import check_admin
from wobangni.organisations.commands.record_revision import columns, record_revision

LEAST, MOST = 50, 100


def set_auto_dispatch(
    *, actor: Actor, now: dt.datetime, county: str, enabled: bool, services: Iterable[str], minimum_confidence: int
) -> bool:
    """``services`` by code: those that may be dispatched by themselves. ``minimum_confidence``: per cent. False if it was so already.

    Raises Forbidden, InvalidInput with ``fields`` (services, minimum_confidence).
    """
    check_admin(actor, county)
    problems: dict[str, Message] = {}
    found = [service(code, county) for code in dict.fromkeys(services)]
    if None in found:
        problems["services"] = _("There is no such service.")
    elif enabled and not found:
        problems["services"] = _("Choose at least one service, or switch it off.")
    if not LEAST <= minimum_confidence <= MOST:
        problems["minimum_confidence"] = _("A number from %(least)s to %(most)s.") % {"least": LEAST, "most": MOST}
    if problems:
        raise InvalidInput(_("Please check what you entered."), fields=problems)
    with acting(actor, counties=[county]):
        reference.lock(reference.CATALOGUE)
        row = AutoDispatch.objects.filter(county=county).first()
        before = columns(row or AutoDispatch(county_id=county))
        row = row or AutoDispatch(county_id=county)
        row.enabled, row.minimum_confidence = enabled, minimum_confidence
        row.services = sorted(one.id for one in found if one is not None)
        row.save()
        return record_revision(
            actor=actor, now=now, row=row, before=before, after=columns(row), county=county, title="",
            bump=reference.CATALOGUE,
        )  # fmt: skip
