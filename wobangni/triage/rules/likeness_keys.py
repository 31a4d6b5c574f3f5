"""By which few numbers a request is found again among hundreds of thousands: hashes of its names, of its rarest words, and of its place with its complaint.

A request keeps at most MOST of them; to look one up, the same are made of the new text (and the cells around its point), so that what shares one comes
to be compared in full. Two texts about different things may share a number; comparing tells.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterable, Mapping

from wobangni.triage.rules.likeness import Place, Reading, name_weight
from wobangni.triage.rules.names import names_in
from wobangni.triage.rules.rarity import rarity
from wobangni.triage.rules.shingles import pieces

NAME_KEYS, WORD_KEYS, PLACE_CONCERNS = 8, 5, 2
MOST = NAME_KEYS + WORD_KEYS + 2 * PLACE_CONCERNS
#: Side of a cell in degrees of latitude: about 500 metres.
_CELL = 0.0045
_NAMELIKE, _RARE_WORD = 0.3, 0.15
_LESS = 0.7  # what a name in the text counts beside one in the title


def stored_keys(reading: Reading) -> dict[int, float]:
    """Keys to keep of a request, with how much one says."""
    return _hashed({**_text_keys(reading), **_place_keys(reading, [_cell(reading.place)])})


def asked_keys(reading: Reading) -> dict[int, float]:
    """Keys to ask for: those stored, and those of the cells around."""
    cell = _cell(reading.place)
    around = [(cell[0] + n, cell[1] + e) for n in (-1, 0, 1) for e in (-1, 0, 1)] if cell else []
    return _hashed({**_text_keys(reading), **_place_keys(reading, around)})


def _text_keys(reading: Reading) -> dict[str, float]:
    found: dict[str, float] = {}
    beginning = reading.plain[len(reading.title) + 1 :]
    for name in reading.names | names_in(beginning):
        weight = name_weight(name) * (1.0 if name in reading.names else _LESS)
        if len(name) >= 3 and weight >= _NAMELIKE:
            for piece in [p for p in pieces(name) if len(p) == 3] or [name]:
                found[piece] = max(found.get(piece, 0.0), weight * rarity(piece))
    best = sorted(found, key=lambda p: (-found[p], p))[:NAME_KEYS]
    keys = {f"n{piece}": 1.0 + found[piece] / 8 for piece in best}
    for word in sorted(reading.words, key=lambda w: (-reading.words[w], w))[:WORD_KEYS]:
        if reading.words[word] >= _RARE_WORD:
            keys[f"w{word}"] = 0.3 + reading.words[word]
    return keys


def _place_keys(reading: Reading, cells: Iterable[tuple[int, int] | None]) -> dict[str, float]:
    keys: dict[str, float] = {}
    for concern in sorted(reading.concerns, key=lambda c: (-reading.concerns[c], c))[:PLACE_CONCERNS]:
        if reading.place.village:
            keys[f"v{reading.place.village}{concern}"] = 0.6
        for cell in cells:
            if cell:
                keys[f"c{cell[0]},{cell[1]}{concern}"] = 0.8
    return keys


def _cell(place: Place) -> tuple[int, int] | None:
    if place.lat is None or place.lng is None:
        return None
    narrower = max(math.cos(math.radians(place.lat)), 0.1)
    return math.floor(place.lat / _CELL), math.floor(place.lng / (_CELL / round(narrower, 1)))


def _hashed(keys: Mapping[str, float]) -> dict[int, float]:
    """Signed 32-bit numbers, as an integer column holds them."""
    return {zlib.crc32(key.encode()) - 2**31: round(weight, 3) for key, weight in keys.items()}
