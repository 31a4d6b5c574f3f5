"""Where a demo story happens: a real township and village of the county, a few words, perhaps a pin on the map."""

from __future__ import annotations

import functools
import random
from dataclasses import dataclass

from wobangni.organisations.queries import DivisionRef, county, is_in_county, places_of
from wobangni.surfaces.cli.demo.stories import Story, pools

_HERDERS = ("嘎查",)
_RURAL = ("嘎查", "村")
_TOWN = ("社区", "街", "区")


@dataclass(frozen=True, slots=True)
class Scene:
    """``a``, ``b``: numbers of a building and its entrance."""

    township: DivisionRef
    village: DivisionRef
    place_text: str
    lat: float | None
    lng: float | None
    a: int
    b: int

    def filled(self, text: str) -> str:
        """A story's words with the names of this place."""
        return (
            text.replace("{village}", self.village.short_name)
            .replace("{township}", self.township.name)
            .replace("{a}", str(self.a))
            .replace("{b}", str(self.b))
        )


def scene(story: Story, code: str, die: random.Random) -> Scene:
    """A place in the county ``code`` that suits the story."""
    township, village = die.choice(_villages(code, _kind(story)))
    lat, lng = _point(code, die)
    empty = Scene(township, village, "", lat, lng, die.randint(1, 28), die.randint(1, 5))
    words = pools()["long_places"] if die.random() < 0.06 else pools()["place"]
    place_text = empty.filled(die.choice(words)) if die.random() < 0.7 else ""
    return Scene(township, village, place_text, lat, lng, empty.a, empty.b)


def _kind(story: Story) -> tuple[str, ...]:
    if story.at == "town":
        return _TOWN
    if story.pastoral and story.at == "rural":
        return _HERDERS
    return _RURAL if story.at == "rural" else ("",)


@functools.cache
def _villages(code: str, endings: tuple[str, ...]) -> list[tuple[DivisionRef, DivisionRef]]:
    """(township, village) of villages whose names end so; any at all where none does."""
    pairs = [(row.ref, village) for row in places_of(code) for village in row.villages]
    return [pair for pair in pairs if pair[1].short_name.endswith(endings)] or pairs


def _point(code: str, die: random.Random) -> tuple[float | None, float | None]:
    """Somewhere around the middle of the county, for four of ten."""
    found = county(code)
    throw, north, east = die.random(), die.uniform(-0.04, 0.04), die.uniform(-0.04, 0.04)
    if throw > 0.4 or found is None or found.lat is None or found.lng is None:
        return None, None
    lat, lng = round(found.lat + north, 6), round(found.lng + east, 6)
    return (lat, lng) if is_in_county(code, lat, lng) else (None, None)
