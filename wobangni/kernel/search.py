"""Words for full-text search: jieba's tokens, kept in PostgreSQL. The dictionary is loaded when first needed."""

from __future__ import annotations

import functools
import logging
import re
from collections.abc import Iterator
from typing import Any

MAX_INDEXED = 10_000  # characters of one text
_WORD = re.compile(r"\w", re.UNICODE)


@functools.cache
def _jieba() -> Any:
    import jieba

    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    return jieba


def tokens(text: str) -> Iterator[str]:
    """Search words of a text, lower case, long ones also in their parts."""
    for token in _jieba().cut_for_search(text[:MAX_INDEXED].lower()):
        word = token.strip()
        if word and _WORD.search(word):
            yield word[:60]


def document(*texts: str) -> str:
    """A text for ``to_tsvector('simple', …)``."""
    return " ".join(token for text in texts for token in tokens(text))


def query_tokens(text: str) -> str:
    """A raw tsquery in which every word must occur, the last one perhaps only begun. Empty if there is no word."""
    words = [re.sub(r"[^\w]", "", token) for token in _jieba().cut(text.lower()[:200])]
    words = [w for w in words if w and _WORD.search(w)]
    if not words:
        return ""
    return " & ".join([f"'{w}'" for w in words[:-1]] + [f"'{words[-1]}':*"])
