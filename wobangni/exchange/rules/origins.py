"""Origins of web pages, as a county writes them down and as a content policy wants them."""

from __future__ import annotations

import re

MOST_ORIGINS = 8
_HOST = r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
#: Encrypted, or on this very machine. No star: who may show our pages is named one by one.
_ORIGIN = re.compile(rf"https://{_HOST}(?::\d{{1,5}})?|http://(?:localhost|127\.0\.0\.1)(?::\d{{1,5}})?")


def read_origins(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The origins of a text, one a line, each once; and the lines that are none."""
    lines = [line.strip().rstrip("/").lower() for line in text.split()]
    good = tuple(dict.fromkeys(line for line in lines if is_origin(line)))
    return good, tuple(line for line in lines if line and not is_origin(line))


def is_origin(text: str) -> bool:
    return len(text) <= 120 and _ORIGIN.fullmatch(text) is not None
