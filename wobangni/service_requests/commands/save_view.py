"""Keeping a set of queue filters under a name."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from wobangni.kernel.actors import Actor, ActorKind
from wobangni.kernel.errors import Conflict, Forbidden, InvalidInput
from wobangni.kernel.ids import new_id
from wobangni.kernel.rules.text import clean_line
from wobangni.kernel.scope import acting
from wobangni.service_requests.models import SavedView

MAX_VIEWS = 20  # of one person in one county
MAX_NAME = 30
MAX_QUERY = 1000


def save_view(*, actor: Actor, now: dt.datetime, county: str, name: str, query: str) -> None:
    """Saves; the same name again replaces what it stood for.

    Raises InvalidInput (``name``, ``query``), Conflict when there are too many already, Forbidden for who does not work in the county.
    """
    owner_id = _owner(actor, county)
    name = clean_line(name)
    if not name or len(name) > MAX_NAME:
        raise InvalidInput(
            _("Please check what you entered."),
            fields={"name": _("A name of 1 to %(limit)s characters, please.") % {"limit": MAX_NAME}},
        )
    if len(query) > MAX_QUERY:
        raise InvalidInput(
            _("Please check what you entered."), fields={"query": _("These are too many filters for one view.")}
        )
    with acting(actor, counties={county}):
        others = SavedView.objects.filter(county=county, owner_id=owner_id).exclude(name=name)
        if others.count() >= MAX_VIEWS:
            raise Conflict(
                _("You have %(limit)s views already. Please delete one first.") % {"limit": MAX_VIEWS}, code="too_many"
            )
        # One upsert: a double click can't make two.
        SavedView.objects.bulk_create(
            [SavedView(county=county, id=new_id(), owner_id=owner_id, name=name, query=query, created_at=now)],
            update_conflicts=True,
            unique_fields=["county", "owner_id", "name"],
            update_fields=["query"],
        )


def _owner(actor: Actor, county: str) -> int:
    if actor.kind is not ActorKind.STAFF or not (county in actor.counties or actor.sees_region):
        raise Forbidden(_("You do not work in this county."))
    return int(actor.id)
