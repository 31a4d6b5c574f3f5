"""What may not wait: reads a request against ``urgency_table.TABLE`` and says which dangers it shows, and by which words."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from wobangni.triage.rules.urgency_table import TABLE, Danger, Row

#: Characters read of a longer text: from its beginning and from its end.
HEAD, TAIL = 12_000, 4_000
#: The heating season of Inner Mongolia, 15 October to 15 April, both included.
HEATING_FROM, HEATING_TO = (10, 15), (4, 15)
#: Where a text still begins; a text shorter than SHORT is all beginning.
OPENING, SHORT = 120, 200
#: Words shown of one danger.
MOST_WORDS = 3

_SPACE = re.compile(r"\s+")
_SENTENCE = re.compile(r"[。；;!！?？\n]")
_CLAUSE = re.compile(r"[，,。；;!！?？\n、：:]")
_HYPOTHETICAL = re.compile(
    r"如果|假如|要是|万一|一旦|倘若|若是|若(?:发生|出现|遇|有|是)|难道|非得|非要|等到|真要|容易|极易|易(?:发生|引发|造成|引起|导致)|会不会|怕(?:会|是)?$|担心|以免|避免|防止|预防|防范|杜绝|可能(?:会|造成|引发|引起|导致|发生|性)|"
    r"(?:存在|有|消除|排查|排除|重大|极大|严重)[^，。]{0,8}(?:隐患|风险|危险)|隐患|潜在|会(?:引发|引起|造成|导致|发生|出现)|以后|将来|将会|假设|才会|才能|才(?:来|管|引起|重视)"
)
_AFTER = re.compile(
    r"^[^，,。；;!！?？\n]{0,8}(?:隐患|风险|的?危险|的?可能|怎么办|预案|演练|演习|培训|知识|宣传|保险|险种|措施|设施|等级|事故频发)"
)
_PAST = re.compile(
    r"去年|前年|以前|曾经|当年|往年|上个?冬|那年|小时候|\d{1,2}年前|几年前|多年前|20[01]\d年|新闻|报道|电视上|网上说|听说过|演练|演习"
)
_NOW = re.compile(r"现在|目前|至今|今天|今早|今晚|刚才|刚刚|正在|又|还在|还是|依然|仍|一直|昨天|昨晚|这几天")
_NEGATED = re.compile(r"(?:没有|没|未|并未|不曾|从未|不再|不会|无|不)(?:再)?(?:发生|出现|存在|有|过)?(?:任何|什么)?$")


@dataclass(frozen=True, slots=True)
class Sign:
    """Words that decided. ``start``, ``end``: their place in ``f"{title}\\n{text}"``."""

    words: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Alarmed:
    """One danger and the words that show it, in the order of the text."""

    row: Row
    signs: tuple[Sign, ...]

    @property
    def danger(self) -> Danger:
        return self.row.danger


def is_heating_season(day: dt.date) -> bool:
    """Whether ``day`` lies in the heating season."""
    return (day.month, day.day) >= HEATING_FROM or (day.month, day.day) <= HEATING_TO


def urgency(title: str, text: str, day: dt.date) -> tuple[Alarmed, ...]:
    """Every danger that the request shows, in the table's order; empty where it shows none. ``day``: when it was sent, in local time."""
    whole, places = _plain(f"{title}\n{text}")
    title_end = whole.find("\n") + 1
    opening = len(whole) if len(whole) - title_end < SHORT else title_end + OPENING
    found = []
    for row in TABLE:
        if row.winter and not is_heating_season(day):
            continue
        if row.also is not None and not row.also.search(whole):
            continue
        signs = _signs(row, whole, places, opening)
        if signs:
            found.append(Alarmed(row, signs))
    return tuple(found)


def _signs(row: Row, whole: str, places: list[int], opening: int) -> tuple[Sign, ...]:
    spared = [m.span() for m in row.never.finditer(whole)] if row.never else []
    signs: list[Sign] = []
    for match in row.find.finditer(whole):
        start, end = match.span()
        if start == end or any(a < end and start < b for a, b in spared) or _taken_back(row, whole, start, end):
            continue
        words = match.group()
        if start >= opening and not (row.anywhere and row.anywhere.search(words)):
            continue
        if all(words != sign.words for sign in signs):
            signs.append(Sign(words, places[start], places[end - 1] + 1))
        if len(signs) == MOST_WORDS:
            break
    return tuple(signs)


def _taken_back(row: Row, whole: str, start: int, end: int) -> bool:
    """Whether what stands around the words says that it is not so, or not now."""
    clause = _tail(whole, start, _CLAUSE, 24)
    if row.negated and _NEGATED.search(clause):
        return True
    sentence = _tail(whole, start, _SENTENCE, 40)
    rest = whole[end : end + 40]
    if row.hypothetical and (_HYPOTHETICAL.search(sentence[-24:]) or _AFTER.match(rest)):
        return True
    around = sentence + _SENTENCE.split(rest, maxsplit=1)[0]
    return row.past and bool(_PAST.search(sentence)) and not _NOW.search(around)


def _tail(whole: str, start: int, stop: re.Pattern[str], most: int) -> str:
    """What stands before ``start``, back to the last ``stop``, at most ``most`` characters."""
    return stop.split(whole[max(0, start - most) : start])[-1]


def _plain(text: str) -> tuple[str, list[int]]:
    """The text as it is searched, and where each of its characters stood: lower case, no white space between Han characters, the middle of a
    very long text left out."""
    kept = range(len(text))
    places_kept = [*kept[:HEAD], *kept[-TAIL:]] if len(text) > HEAD + TAIL else kept
    out: list[str] = []
    places: list[int] = []
    for place in places_kept:
        char = text[place]
        if char in " \t\u3000\r" and not (out and out[-1].isascii() and out[-1] not in " \n"):
            continue
        lower = char.lower()
        out.append(lower if len(lower) == 1 else char)
        places.append(place)
    return "".join(out), places
