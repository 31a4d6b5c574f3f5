"""A text taken apart into small pieces by which it is compared: pairs and triples of neighbouring characters, and words of other scripts.

The characters of a piece are kept in alphabetical order: 牧歌网 and 歌牧网 share their pieces. People type the name of their estate from memory, and
letters change places oftener than they change.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

#: Characters of one text that are read; what a request says it says before that.
MAX_READ = 3_000
_LINK = re.compile(r"https?://\S+")
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+")
#: Words of every other script (Latin, Mongolian, numbers), without the underscore. Masked numbers (***) are none.
_WORD = re.compile(r"[^\W_\u3400-\u9fff\U00020000-\U0003ffff]{2,40}")
#: Full-width letters and digits to plain ones; white space and joiners between Han characters mean nothing.
_WIDE = {0xFF01 + n: 0x21 + n for n in range(94)} | {0x3000: 0x20}


def normal(text: str) -> str:
    """``text`` as it is compared: cut at MAX_READ, lower case, plain digits and letters, no links, no spaces between Han characters."""
    plain = _LINK.sub(" ", text[: 2 * MAX_READ].translate(_WIDE).lower())
    plain = re.sub(r"(?<=[\u3400-\u9fff])[ \t\u200c\u200d]+(?=[\u3400-\u9fff])", "", plain)
    return plain[:MAX_READ]


def pieces(plain: str) -> Counter[str]:
    """How often each piece stands in a text that went through ``normal``."""
    return Counter(_pieces(plain))


def piece_set(plain: str) -> frozenset[str]:
    """The pieces of a normal text, without how often."""
    return frozenset(_pieces(plain))


def _pieces(plain: str) -> Iterator[str]:
    for match in _HAN.finditer(plain):
        run = match.group()
        for n in range(len(run) - 1):
            a, b = run[n], run[n + 1]
            yield a + b if a <= b else b + a
            if n + 2 < len(run):
                c = run[n + 2]
                low, high = (a, b) if a <= b else (b, a)
                yield low + high + c if c >= high else (low + c + high if c >= low else c + low + high)
    for match in _WORD.finditer(plain):
        yield match.group()


def pairs_of(phrase: str) -> list[str]:
    """The pieces of two of a short phrase, in order of the text."""
    return ["".join(sorted(phrase[n : n + 2])) for n in range(len(phrase) - 1)]
