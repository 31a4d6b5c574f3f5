"""Which concepts stand in a text, and where: the words of ``data/urgency/concepts.txt``, found in one pass, and numbers of people and degrees.

A text of 200 characters has to be read within a tenth of a millisecond, so no regular expression of all words: the first two characters of each
place say which words may begin there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from operator import add
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
    r"(?:[个名位口](?!月|小时|多月|星期|礼拜|钟头|半|字|村|单|栋|问|小区|门|车位|亿)|来?号(?=人|工|兄|弟|民|子)|人)"
)
#: Sixteen degrees or less, above zero.
_CHILL = re.compile(r"(?<![\d十二三四五六七八九下-])(?:十[一二三四五六]?|[零一二三四五六七八九]|1[0-6]|\d)(?:\.\d)?(?:来|多|几|点[一二三四五六七八九])?\s?(?:度(?!假|过)|℃|摄氏度)")  # fmt: skip

_PEOPLE, _DEGREES = frozenset("个名位号口人"), frozenset("度℃")
_YEAR = re.compile(r"20[012]\d年")


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
    """A word of one character, the first two of a longer one → the words that begin so, with their lengths and concepts."""
    words: dict[str, list[str]] = {}
    with (DATA / "concepts.txt").open(encoding="utf-8") as file:
        for concept, its_words in concepts(file).items():
            for word in its_words:
                words.setdefault(word, []).append(concept)
    heads: dict[str, list[tuple[str, int, tuple[str, ...]]]] = {}
    for word, of in words.items():
        heads.setdefault(word[:2], []).append((word, len(word), tuple(of)))
    return {head: tuple(these) for head, these in heads.items()}


@cache
def _heads() -> frozenset[str]:
    return frozenset(_index())


def read(text: str, year: int) -> Tags:
    """The concepts in ``text`` (lower case, no white space between Han characters). An earlier year than ``year`` speaks of the past."""
    tags: Tags = {}
    characters = set(text)
    for place, end, of in _found(text, characters):
        for concept in of:
            if concept in tags:
                tags[concept].append((place, end))
            else:
                tags[concept] = [(place, end)]
    if not _DIGITS.isdisjoint(characters):
        for concept, pattern, units in (("many", _MANY, _PEOPLE), ("chill", _CHILL, _DEGREES)):
            if units.isdisjoint(characters):
                continue
            spans = [match.span() for match in pattern.finditer(text)]
            if spans:
                tags[concept] = spans
        if "20" in text:
            past = [match.span() for match in _YEAR.finditer(text) if int(match[0][:4]) < year]
            if past:
                tags["ctx_past"] = sorted(tags.get("ctx_past", []) + past)
    return tags


def _found(text: str, characters: set[str]) -> list[tuple[int, int, tuple[str, ...]]]:
    """The words in their order: start, end, concepts; without those that a word of ``mask`` hides."""
    index = _index()
    found: list[tuple[int, int, tuple[str, ...]]] = []
    hidden: set[int] = set()
    for head in _heads().intersection(characters) | _heads().intersection(map(add, text, text[1:])):
        these = index[head]
        place = text.find(head)
        while place >= 0:
            for word, length, of in these:
                if length <= 2 or text.startswith(word, place):
                    if of[0] == MASK:
                        hidden.update(range(place, place + length))
                        of = of[1:]
                        if of:
                            found.append((place, -length, of))
                    else:
                        found.append((place, place + length, of))
            place = text.find(head, place + 1)
    found.sort()
    if not hidden:
        return found
    return [
        (start, end if end > 0 else start - end, of)
        for start, end, of in found
        if end < 0 or (start not in hidden and end - 1 not in hidden)
    ]
