"""Cleaning what people type, before it is kept.

Kept as typed: every script, emoji, and the joiners that Mongolian, Tibetan and emoji need (U+200C, U+200D, U+202F, U+180B–U+180F).
Taken out: what a database can't hold or a reader can't see and a forger would use: NUL and other control characters, lone surrogates,
directional overrides and isolates, zero-width spaces and byte-order marks.
"""

from __future__ import annotations

import re
import unicodedata

_DROPPED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # control characters but tab, line feed, carriage return
    "\ud800-\udfff"  # lone surrogates
    "\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]"
)
_INVISIBLE = re.compile(r"[\s\u200c\u200d\u202f\u180b-\u180f\u2800\u3164\u115f\u1160\ufe00-\ufe0f]+")
_BLANK_LINES = re.compile(r"\n{4,}")


def clean_text(raw: str) -> str:
    """``raw`` in NFC, lines ended by line feeds, unusable characters gone, ends trimmed. Empty if nothing visible is left."""
    text = _DROPPED.sub("", raw.replace("\r\n", "\n").replace("\r", "\n"))
    text = unicodedata.normalize("NFC", text)
    text = _BLANK_LINES.sub("\n\n\n", text).strip()
    return text if is_visible(text) else ""


def clean_line(raw: str) -> str:
    """The same for a single line: every run of white space becomes one space."""
    return " ".join(clean_text(raw).split())


def is_visible(text: str) -> bool:
    """Whether a reader would see anything at all."""
    return bool(_INVISIBLE.sub("", text))
