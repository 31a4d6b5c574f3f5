"""Places that rules may name: townships and villages, and the landmarks and grids that a county has added.

THE place where added kinds of places join the directory. Their key is the kind, the county and the id: ``grid:150105-17``.
"""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from wobangni.catalogue.rules.added_places import Added, places_of
from wobangni.catalogue.rules.routing import division_places
from wobangni.organisations.queries import LocalPlaceRef, division, grids_at, local_place, local_places
from wobangni.organisations.rules.kinds import LocalKind
from wobangni.organisations.rules.named_places import named_in

_KEY = re.compile(r"([a-z]{1,8}):(\d{6})-(\d{1,18})")


def places_at(
    county: str, division_code: str | None, lat: float | None = None, lng: float | None = None, words: str = ""
) -> tuple[str, ...]:
    """Keys of every place in which a request lies, the widest first. ``words``: in which landmarks and grids may be named. No query when warm."""
    known = local_places(county)
    if not known:
        return division_places(division_code)
    named = {place_id for place_id, _name in named_in(words, ((one.id, one.names) for one in known))}
    return places_of(
        division_code,
        [_added(one) for one in known if one.id in named],
        [_added(one) for one in grids_at(county, lat, lng)] if lat is not None and lng is not None else [],
        [_added(one) for one in known if one.villages],
    )


def added_places(county: str) -> tuple[tuple[str, str], ...]:
    """(key, label) of the places that the county has added and rules may name. No query when warm."""
    return tuple((_key(one), _label(one)) for one in local_places(county))


def is_place_of(county: str, key: str) -> bool:
    """Whether a rule of the county may name this place; a landmark that is out of use may stay in a rule, which then finds nothing there."""
    if ":" in key:
        found = _added_place(key)
        return found is not None and found.county == county
    return len(key) in (9, 12) and key.startswith(county) and division(key) is not None


def place_label(key: str) -> str:
    """The place in the reader's words; the key itself for one that is no more."""
    if ":" in key:
        added = _added_place(key)
        return _label(added) if added else key
    found = division(key)
    return found.label if found else key


def _key(one: LocalPlaceRef) -> str:
    return f"{one.kind.value}:{one.county}-{one.id}"


def _added(one: LocalPlaceRef) -> Added:
    return Added(_key(one), one.division, one.villages)


def _added_place(key: str) -> LocalPlaceRef | None:
    parts = _KEY.fullmatch(key)
    found = local_place(parts[2], int(parts[3])) if parts else None
    return found if found is not None and parts is not None and found.kind.value == parts[1] else None


def _label(one: LocalPlaceRef) -> str:
    names = {"name": one.name}
    label = _("%(name)s (grid)") % names if one.kind is LocalKind.GRID else _("%(name)s (landmark)") % names
    return label if one.active else _("%(place)s, out of use") % {"place": label}
