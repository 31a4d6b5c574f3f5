"""Which concepts stand in a text, and where: the words of ``data/urgency/concepts.txt``, found in one pass, and numbers of people and degrees.

A text of 200 characters has to be read within a tenth of a millisecond, so no regular expression of all words: the first two characters of each
place say which words may begin there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

#: Where in the text: start, end.
Span = tuple[int, int]
#: The spans of each concept, in the order of the text.
Tags = dict[str, list[Span]]

DATA = Path(__file__).parent.parent / "data" / "urgency"
#: The concept whose words hide what is within them.
MASK = "mask"

_DIGITS = frozenset("一二两三四五六七八九十百千几数好0123456789")
#: Three people or more. 三个月 is none.
_MANY = re.compile(
    r"(?:[三四五六七八九十百千几数][十百千来多几余]*|好几[十百]?|[一二两][十百千][一二三四五六七八九十百来多几余]*|上[百千]|[3-9]|[1-9]\d{1,3})[多几来余]?"
    r"(?:[个名位号口](?!月|小时|多月|星期|礼拜|钟头|半|字|村|单|栋)|人)"
)
#: Sixteen degrees or less, above zero.
_CHILL = re.compile(r"(?<![\d十二三四五六七八九下-])(?:十[一二三四五六]?|[零一二三四五六七八九]|1[0-6]|\d)(?:\.\d)?(?:来|多|几|点[一二三四五六七八九])?\s?(?:度(?!假|过)|℃|摄氏度)")  # fmt: skip


def concepts(lines: Iterator[str]) -> dict[str, set[str]]:
    """Concept → words, of a file of ``[concept]`` lines, each with its words below; ``#`` begins a remark."""
    found: dict[str, set[str]] = {}
    name = ""
    for line in lines:
        if line.startswith("["):
            name = line.strip()[1:-1]
            found.setdefault(name, set())
        elif not line.startswith("#"):
            found[name].update(line.split())
    return found


@cache
def _index() -> dict[str, tuple[tuple[str, int, tuple[str, ...]], ...]]:
    """First character of a word of one, first two of a longer one → the words, the longest first, with their lengths and concepts."""
    words: dict[str, list[str]] = {}
    with (DATA / "concepts.txt").open(encoding="utf-8") as file:
        for concept, its_words in concepts(file).items():
            for word in its_words:
                words.setdefault(word, []).append(concept)
    heads: dict[str, list[tuple[str, int, tuple[str, ...]]]] = {}
    for word, of in words.items():
        heads.setdefault(word[:2], []).append((word, len(word), tuple(of)))
    return {head: tuple(sorted(these, key=lambda one: -one[1])) for head, these in heads.items()}


def read(text: str) -> Tags:
    """The concepts in ``text`` (lower case, no white space between Han characters)."""
    index = _index()
    found: list[tuple[int, int, tuple[str, ...]]] = []
    hidden_to = 0
    numbers = False
    for place, (char, pair) in enumerate(zip(text, map("".join, zip(text, text[1:] + "\n", strict=True)), strict=True)):
        if pair in index:
            for word, length, of in index[pair]:
                if length == 2 or text.startswith(word, place):
                    if MASK in of:
                        while found and found[-1][1] > place:
                            found.pop()
                        hidden_to = place + length
                        break
                    if place >= hidden_to:
                        found.append((place, place + length, of))
        if char in index and place >= hidden_to:
            found.append((place, place + 1, index[char][0][2]))
        numbers = numbers or char in _DIGITS
    tags: Tags = {}
    for start, end, of in found:
        for concept in of:
            tags.setdefault(concept, []).append((start, end))
    if numbers:
        for concept, pattern in (("many", _MANY), ("chill", _CHILL)):
            spans = [match.span() for match in pattern.finditer(text)]
            if spans:
                tags[concept] = spans
    return tags
