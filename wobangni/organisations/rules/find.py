"""Finding a place by what somebody types: Chinese, pinyin, initials, English, code."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NOISE = re.compile(r"[\s'’·.,-]+")


@dataclass(frozen=True, slots=True)
class Spoken:
    """All that a place answers to. ``pinyin`` and ``initials``: one word for each of the Chinese forms, the full name first."""

    code: str
    names: tuple[str, ...]
    pinyin: tuple[str, ...]
    initials: tuple[str, ...]
    english: str


def plain(text: str) -> str:
    """As compared: small letters, no spaces or marks."""
    return _NOISE.sub("", text).lower()


def rank(place: Spoken, wanted: str) -> int | None:
    """How well the place fits ``wanted`` (made ``plain``): 0 best, None not at all."""
    if not wanted:
        return None
    english = plain(place.english)
    tests = (
        (0, wanted in place.names or wanted == place.code),
        (1, wanted in (*place.pinyin[:1], *place.initials[:1], english)),
        (2, any(name.startswith(wanted) for name in place.names)),
        (3, any(word.startswith(wanted) for word in (*place.pinyin, english))),
        (4, any(word.startswith(wanted) for word in place.initials)),
        (5, any(wanted in name for name in place.names)),
        (6, len(wanted) >= 3 and any(wanted in word for word in (*place.pinyin, english))),
        (7, len(wanted) >= 2 and wanted.isdigit() and place.code.startswith(wanted)),
    )
    return next((score for score, fits in tests if fits), None)
