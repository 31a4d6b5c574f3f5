"""The colours of a county's app: from the one colour it names, tokens on which every text can be read.

Contrast as WCAG 2.2 counts it (1.4.3): at least 4.5 to 1 for text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

LEAST_CONTRAST = 4.5
WHITE, INK, INK_SOFT = "#ffffff", "#17231d", "#4c5b53"
#: The greys under our texts, see frontend/src/shared/tokens.css; the darkest of them decides.
GROUNDS = (WHITE, "#f5f7f5", "#eef2ef")
_HEX = re.compile(r"#[0-9a-f]{6}")
Rgb = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Look:
    """``action``: buttons with white words, marks and links on our greys; ``dark``: the same pressed, and words on ``pale``."""

    action: str
    dark: str
    pale: str


def is_colour(text: str) -> bool:
    """Whether it is written like ``#1c7448``."""
    return _HEX.fullmatch(text) is not None


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black on white)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def look_of(colour: str) -> Look:
    """The tokens of a colour. One that is too light is darkened, its hue kept, just until white words on it and it on our greys can be read."""
    action = _darkened(colour, GROUNDS)
    pale = _mixed(action, WHITE, 0.9)
    return Look(action, _darkened(_mixed(action, "#000000", 0.25), (*GROUNDS, pale)), pale)


def _darkened(colour: str, grounds: tuple[str, ...]) -> str:
    for step in range(101):
        darker = _mixed(colour, "#000000", step / 100)
        if all(contrast(darker, ground) >= LEAST_CONTRAST for ground in grounds):
            return darker
    return "#000000"


def _luminance(colour: str) -> float:
    parts = [value / 255 for value in _rgb(colour)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _mixed(one: str, other: str, share: float) -> str:
    """``share`` of the other."""
    pairs = zip(_rgb(one), _rgb(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _rgb(colour: str) -> Rgb:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
