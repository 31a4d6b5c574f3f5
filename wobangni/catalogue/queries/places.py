"""Places that rules may name: townships and villages, and what a county has added.

THE place where added kinds of places (landmarks, grids) join the directory: a kind has a word before the colon of its key ("grid:17"), names the
places in which a request lies (``places_at``), offers those of a county (``added_places``), and words one (``place_label``).
"""

from __future__ import annotations

from wobangni.catalogue.rules.routing import division_places
from wobangni.organisations.queries import division


def places_at(
    county: str, division_code: str | None, lat: float | None = None, lng: float | None = None
) -> tuple[str, ...]:
    """Keys of every place in which a request lies, the widest first. No query when warm."""
    return division_places(division_code)


def added_places(county: str) -> tuple[tuple[str, str], ...]:
    """(key, label) of the places that the county has added and rules may name."""
    return ()


def is_place_of(county: str, key: str) -> bool:
    """Whether a rule of the county may name this place."""
    if ":" in key:
        return key in dict(added_places(county))
    return len(key) in (9, 12) and key.startswith(county) and division(key) is not None


def place_label(key: str) -> str:
    """The place in the reader's words; the key itself for one that is no more."""
    if ":" in key:
        return dict(added_places("")).get(key, key)
    found = division(key)
    return found.label if found else key
