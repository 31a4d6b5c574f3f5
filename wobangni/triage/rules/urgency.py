"""What may not wait: which dangers a request shows, and by which words.

Danger is read from concepts that stand together (``data/urgency/rules.txt``): a heating and a failure, a wire and its fall, wages unpaid and many
people. Each such sign has a weight; what stands around it (last year, if, a notice, a drill, thanks) takes it back; two points flag the request.
So a sentence that nobody has foreseen is understood when its parts are known, and every decision names its words.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache

from wobangni.triage.rules.urgency_table import TABLE, Danger, Row
from wobangni.triage.rules.urgency_voice import hear
from wobangni.triage.rules.urgency_words import DATA, Span, Tags, read

#: Characters read of a longer text: from its beginning and from its end.
HEAD, TAIL = 3_000, 1_000
#: The heating season of Inner Mongolia, 15 October to 15 April, both included.
HEATING_FROM, HEATING_TO = (10, 15), (4, 15)
#: Where a text still begins; a text shorter than SHORT is all beginning. Further on a sign counts half: a long complaint is full of strong words.
OPENING, SHORT = 120, 200
#: Points that flag a request, and those of a sign that counts wherever it stands.
ENOUGH, SURE = 2, 3
#: Words shown of one danger; combinations tried for one rule.
MOST_WORDS, MOST_TRIES = 3, 400
#: In a text shorter than this what takes a danger back may stand in another sentence.
ONE_BREATH = 60

_ENDS = frozenset("。；;\n")
_NEGATED = ("没有", "没", "未", "无", "不是", "不会", "不", "没有发生", "没发生", "没再", "未发生", "没有出现", "并未")
_SPACE = re.compile(r"[ \t\u3000\r]")
_CONTEXTS = ("past", "if", "talk", "news", "ask", "plan", "thanks", "trade")


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


@dataclass(frozen=True, slots=True)
class Rule:
    """Concepts that show a danger together, at most ``gap`` characters apart within one sentence."""

    weight: int
    concepts: tuple[str, ...]
    gap: int
    needs: frozenset[str]


def is_heating_season(day: dt.date) -> bool:
    """Whether ``day`` lies in the heating season."""
    return (day.month, day.day) >= HEATING_FROM or (day.month, day.day) <= HEATING_TO


def urgency(title: str, text: str, day: dt.date) -> tuple[Alarmed, ...]:
    """Every danger that the request shows, in the table's order; empty where it shows none. ``day``: when it was sent, in local time.

    Where no rule speaks, the voice may (``urgency_voice.py``); not where a rule heard that it is not so.
    """
    whole, places = _plain(f"{title}\n{text}")
    tags = read(whole, day.year)
    found, denied = _by_rule(tags, whole, day)
    if not found and not denied:
        found = _by_voice(tags, whole, day)
    return tuple(
        Alarmed(row, tuple(Sign(whole[a:b], places[a], places[b - 1] + 1) for a, b in sorted(spans)[:MOST_WORDS]))
        for row, spans in found
    )


def by_rule(title: str, text: str, day: dt.date) -> list[Danger]:
    """The dangers that the rules alone see."""
    whole, _ = _plain(f"{title}\n{text}")
    return [row.danger for row, _ in _by_rule(read(whole, day.year), whole, day)[0]]


def _by_rule(tags: Tags, whole: str, day: dt.date) -> tuple[list[tuple[Row, list[Span]]], bool]:
    """Dangers with the spans that decided, and whether one was taken back."""
    title_end = whole.find("\n") + 1
    opening = len(whole) if len(whole) - title_end < SHORT else title_end + OPENING
    known = frozenset(tags)
    found = []
    denied = False
    for row, rules in _rules():
        if row.winter and not is_heating_season(day):
            continue
        signs, back = _signs(row, [rule for rule in rules if rule.needs <= known], tags, whole, opening)
        denied = denied or back
        if signs:
            found.append((row, signs))
    return found, denied


def _by_voice(tags: Tags, whole: str, day: dt.date) -> list[tuple[Row, list[Span]]]:
    spared = [] if is_heating_season(day) else [row.danger for row in TABLE if row.winter]
    heard = hear(whole, tags, spared)
    return [(row, list(heard.spans)) for row in TABLE if heard and row.danger == heard.danger]


@cache
def _rules() -> tuple[tuple[Row, tuple[Rule, ...]], ...]:
    """The rules of each danger, the heaviest first."""
    rules: dict[str, list[Rule]] = {row.danger.value: [] for row in TABLE}
    for line in (DATA / "rules.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            danger, weight, *concepts = line.split()
            gap = int(concepts.pop()) if concepts[-1].isdigit() else 0
            rules[danger].append(Rule(int(weight), tuple(concepts), gap, frozenset(concepts)))
    return tuple((row, tuple(sorted(rules[row.danger.value], key=lambda rule: -rule.weight))) for row in TABLE)


def _signs(row: Row, rules: list[Rule], tags: Tags, whole: str, opening: int) -> tuple[list[Span], bool]:
    """The spans that decided, none where they have not points enough; and whether a sign of weight was taken back."""
    taken: list[Span] = []
    back = False
    points = 0.0
    for rule in rules:
        for start, end in _together(rule, tags, whole):
            if any((a < end and start < b) or whole[a:b] == whole[start:end] for a, b in taken):
                continue
            if row.denied and whole[max(0, start - 4) : start].endswith(_NEGATED):
                back = True
                continue
            weight = rule.weight / 2 if start >= opening and rule.weight < SURE else rule.weight
            if not _taken_back(row, tags, whole, start, end):
                taken.append((start, end))
                points += weight
                if rule.weight < ENOUGH:  # said twice, a weak sign is no stronger
                    break
            elif rule.weight >= ENOUGH:
                back = True
        if points > ENOUGH:
            break
    return (taken if points >= ENOUGH else []), back


def _together(rule: Rule, tags: Tags, whole: str) -> list[Span]:
    """Where all concepts of a rule stand together: the spans from the first to the last of them."""
    spans = tags[rule.concepts[0]]
    for more, concept in enumerate(rule.concepts[1:]):
        joined: list[Span] = []
        tries = 0
        for a, b in spans:
            for c, d in tags[concept]:
                if c > b + rule.gap or (tries := tries + 1) > MOST_TRIES:
                    break
                if more and a <= c and d <= b:  # between the two that were found
                    joined.append((a, b))
                    break
                if d <= a - rule.gap or (c < b and a < d):
                    continue
                between = whole[b:c] if b <= c else whole[d:a]
                if len(between) <= rule.gap and _ENDS.isdisjoint(between):
                    joined.append((min(a, c), max(b, d)))
                    break
        spans = joined
        if not spans:
            break
    return spans


def _taken_back(row: Row, tags: Tags, whole: str, start: int, end: int) -> bool:
    """Whether what stands around the words says that it is not so, not now or not here."""
    spared = [name for name in _CONTEXTS if name in row.spared and f"ctx_{name}" in tags]
    if not spared:
        return False
    first, last = _sentence(whole, start, end) if len(whole) > ONE_BREATH else (0, len(whole))
    around = {name for name in spared if any(first <= a < last for a, _ in tags[f"ctx_{name}"])}
    if around & {"past", "news"} and any(first <= a < last for a, _ in tags.get("ctx_now", ())):
        around -= {"past"}
    return bool(around)


def _sentence(whole: str, start: int, end: int) -> Span:
    first = max(whole.rfind(mark, 0, start) for mark in _ENDS) + 1
    ends = [place for mark in _ENDS if (place := whole.find(mark, end)) >= 0]
    return first, min(ends, default=len(whole))


def _plain(text: str) -> tuple[str, range | list[int]]:
    """The text as it is searched, and where each of its characters stood: lower case, no white space between Han characters, the middle of a
    very long text left out."""
    if len(text) <= HEAD + TAIL and not _SPACE.search(text):
        lower = text.lower()
        if len(lower) == len(text):
            return lower, range(len(text))
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
