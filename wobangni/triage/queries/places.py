"""Where a text is about, with the reasons in the reader's words."""

from __future__ import annotations

from dataclasses import dataclass

from wobangni.organisations import queries as organisations
from wobangni.organisations.rules.kinds import LEVEL_OF_LENGTH, Level
from wobangni.triage.queries.place_words import hint_words, reason_words
from wobangni.triage.rules.local import Hint, Spot, refine, spots_in
from wobangni.triage.rules.locate import READ_AT_MOST, Reckoned, reckon
from wobangni.triage.shipped import places

#: A point this far outside the outlines still lies in the nearest county, km.
POINT_MARGIN_KM = 3.0
#: More candidates than this help nobody.
SHOWN = 12


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that the text may mean. ``names``: from the league down. ``words``: of the text; empty for a point. ``why``: a sentence."""

    code: str
    names: tuple[str, ...]
    words: str
    why: str
    local_place: int | None = None  # the landmark or grid that led to it

    @property
    def path(self) -> str:
        return " ".join(self.names)


@dataclass(frozen=True, slots=True)
class Location:
    """``best``: code of the deepest division that is sure, ``level`` its level; None: the text doesn't say, or several fit.

    ``candidates``: one when all is clear, several when ambiguous (at most ``SHOWN``; ``fitting`` says how many there are).
    ``local_places``: ids of landmarks and grids that were named or hold the point.
    """

    best: str | None
    level: Level | None
    candidates: tuple[Candidate, ...]
    ambiguous: bool
    fitting: int
    local_places: tuple[int, ...] = ()


def locate(
    text: str,
    county: str | None = None,
    point: tuple[float, float] | None = None,
    *,
    with_local_places: bool = True,
) -> Location:
    """``county``: of the form, a hint that the text may overrule. ``point``: latitude, longitude (WGS84).

    No query once the counties in question have been read. Never raises for what somebody typed; an unknown county is no hint.
    """
    known = places()
    hint = county if county in known.names else None
    at = organisations.county_at(*point, margin_km=POINT_MARGIN_KM) if point is not None else None
    reckoned = reckon(text, known.gazetteer, county=hint, point_county=at)
    named: tuple[Hint, ...] = ()
    pointed = Hint(at, "", None) if at else None
    if with_local_places:
        named = _named_in(text, [hint, at, *(_county_of(reckoned) or ())])
        pointed = _grid_at(at, point) or pointed
    refined = refine(reckoned, named, pointed)
    return _worded(reckoned, refined.best, refined.ambiguous, refined.used, refined.against)


def _county_of(reckoned: Reckoned) -> tuple[str, ...]:
    """The county that the text itself names."""
    return (reckoned.best[:6],) if reckoned.best and len(reckoned.best) >= 6 else ()


def _named_in(text: str, counties: list[str | None]) -> tuple[Hint, ...]:
    spots = [
        Spot(place.id, place.names, place.division)
        for county in dict.fromkeys(c for c in counties if c and len(c) == 6)
        for place in organisations.local_places(county)
    ]
    return spots_in(text[:READ_AT_MOST], spots) if spots else ()


def _grid_at(county: str | None, point: tuple[float, float] | None) -> Hint | None:
    grids = organisations.grids_at(county, *point) if county and point else ()
    return Hint(grids[0].division, "", grids[0].id) if grids else None


def _worded(
    reckoned: Reckoned, best: str | None, ambiguous: bool, used: tuple[Hint, ...], against: tuple[Hint, ...]
) -> Location:
    names = places().names
    sure = best if not ambiguous else None
    readings = [r for r in reckoned.candidates if sure is None or sure.startswith(r.code) or r.code.startswith(sure)]
    count = len({r.code[:6] for r in reckoned.candidates})
    found = {r.code: Candidate(r.code, path_of(r.code), r.words, reason_words(r, names, count)) for r in readings}
    for hint in (*used, *against):
        words = hint_words(hint, _spot_name(hint), names.get(hint.code[:6], ""))
        found[hint.code] = Candidate(hint.code, path_of(hint.code), hint.words, words, hint.spot)
    shown = sorted(found.values(), key=lambda c: (best is None or not c.code.startswith(best), -len(c.code), c.code))
    return Location(
        best=best,
        level=LEVEL_OF_LENGTH[len(best)] if best else None,
        candidates=tuple(shown[:SHOWN]),
        ambiguous=ambiguous,
        fitting=len(shown),
        local_places=tuple(dict.fromkeys(h.spot for h in used if h.spot is not None)),
    )


def _spot_name(hint: Hint) -> str:
    place = organisations.local_place(hint.code[:6], hint.spot) if hint.spot is not None else None
    return place.name if place else ""


def path_of(code: str) -> tuple[str, ...]:
    """Names from the league down."""
    names = places().names
    return tuple(names[code[:length]] for length in LEVEL_OF_LENGTH if length <= len(code) and code[:length] in names)
