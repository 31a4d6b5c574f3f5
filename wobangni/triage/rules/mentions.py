"""Where a text names places: every mention with all that it can mean, nothing decided yet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from wobangni.triage.rules.gazetteer import NOT_A_PLACE, TOWNSHIP_SUFFIXES, VILLAGE_SUFFIXES, Form, Gazetteer, Sense
from wobangni.triage.rules.name_or_word import (
    AFTER_A_VERB,
    ANCHOR,
    BEFORE_A_SHORT_FORM,
    BEFORE_A_WORD,
    GENERIC_BEFORE,
    NUMBERED,
    PRODUCT,
    RISKY,
    STREET_OR_SHOP,
    TORN,
    VERBS,
    WORDS,
)
from wobangni.triage.rules.spelling import is_slip

GAP_LENGTHS = range(4, 10)
ADMINISTRATIVE = "旗县区市盟镇乡村"


class Way(StrEnum):
    """How the words lead to the place."""

    NAME = "name"
    SHORT = "short"
    BARE = "bare"
    OTHER_SUFFIX = "other_suffix"
    SPELLING = "spelling"
    TYPO = "typo"


@dataclass(frozen=True, slots=True)
class Option:
    """One meaning. ``name``: as it is properly written."""

    code: str
    way: Way
    name: str


@dataclass(frozen=True, slots=True)
class Mention:
    """``start``, ``end``: in the plain text. ``weak``: a place only right behind the one that it lies in. No options: something else."""

    start: int
    end: int
    words: str
    options: tuple[Option, ...]
    weak: bool = False
    local: bool = False  # weak, but a place of the form's county if that has one of this name

    @property
    def is_slip(self) -> bool:
        return all(option.way is Way.TYPO for option in self.options)


def mentions(plain: str, gazetteer: Gazetteer) -> tuple[Mention, ...]:
    """All mentions in order, without overlaps. ``plain``: as ``Spelling.plain`` makes it."""
    folded = gazetteer.spelling.folded(plain)
    exact = list(_exact(plain, folded, gazetteer))
    slips = list(_slips(plain, folded, gazetteer, exact))
    beaten = {m for m in exact for s in slips if m.start < s.end and s.start < m.end}
    kept = [m for m in exact if m not in beaten and m.options]
    return tuple(sorted([*kept, *slips], key=lambda m: m.start))


# -- as they are written -----------------------------------------------------------------------------------------------


def _exact(plain: str, folded: str, gazetteer: Gazetteer) -> Iterator[Mention]:
    """The longest at each place; a stronger one that begins within a weaker one goes before it."""
    position, end = 0, len(folded) - 1
    while position < end:
        found = _at(plain, folded, position, gazetteer)
        if found is None:
            position += 1
            continue
        for later in range(position + 1, found.end):
            other = _at(plain, folded, later, gazetteer)
            if other is not None and other.end > found.end and _strength(other) > _strength(found):
                found = other
                break
        yield found
        position = found.end


def _strength(mention: Mention) -> tuple[bool, bool, int]:
    return (
        not mention.weak,
        not mention.options or any(option.way in (Way.NAME, Way.SHORT) for option in mention.options),
        mention.end - mention.start,
    )


def _at(plain: str, folded: str, start: int, gazetteer: Gazetteer) -> Mention | None:
    for length in gazetteer.lengths.get(folded[start : start + 2], ()):
        senses = gazetteer.senses.get(folded[start : start + length]) if start + length <= len(folded) else None
        if senses and (found := _read(plain, folded, start, start + length, senses, gazetteer)):
            return found
    return None


def _read(
    plain: str, folded: str, start: int, end: int, senses: tuple[Sense, ...], gazetteer: Gazetteer
) -> Mention | None:
    """What these senses mean at this place of the text; None if the words are something else here."""
    name, after = folded[start:end], plain[end : end + 8]
    if senses[0].code == NOT_A_PLACE:
        return _something_else(plain, start, end)
    if after[:1] and after[0] in TORN.get(name[-1], "") and (name[-1] not in "乡镇" or name[:-1] in gazetteer.everyday):
        return None
    sure = [s for s in senses if s.form is not Form.BARE]
    bare = [s for s in senses if s.form is Form.BARE]
    suffix, level = _suffix(after)
    if bare and suffix and not (sure and any(len(s.code) > 6 for s in sure)):
        return _with_suffix(plain, start, end, suffix, [s for s in bare if len(s.code) == level], gazetteer)
    if sure:
        seats = [
            Sense(b.code, Form.SHORT, b.name)
            for b in bare
            if len(b.code) == 9
            and any(b.code.startswith(s.code) and not gazetteer.names[s.code].startswith(s.name) for s in sure)
        ]
        return _sure(plain, folded, start, end, [*sure, *seats], gazetteer)
    if STREET_OR_SHOP.match(after) or PRODUCT.match(after) or name[-1] in "路街巷道":
        return _something_else(plain, start, end)
    weak = end - start < 3 or name in gazetteer.everyday
    return Mention(start, end, plain[start:end], tuple(_option(s, plain[start:end], Way.BARE) for s in bare), weak)


def _sure(plain: str, folded: str, start: int, end: int, senses: list[Sense], gazetteer: Gazetteer) -> Mention | None:
    words, after, before = plain[start:end], plain[end : end + 8], plain[max(0, start - 2) : start]
    if (
        words[-1] not in ADMINISTRATIVE
        and not words.endswith(("嘎查", "社区", "街道", "苏木"))
        and STREET_OR_SHOP.match(after)
    ):
        return _something_else(plain, start, end)
    if all(len(s.code) <= 6 or s.form is Form.SHORT for s in senses) and PRODUCT.match(after):
        return _something_else(plain, start, end)
    if words in RISKY and not BEFORE_A_SHORT_FORM.search(before):
        return _something_else(plain, start, end)
    if words == "新城区" and (GENERIC_BEFORE.search(before) or "老城区" in plain or "旧城区" in plain):
        return _something_else(plain, start, end)
    stem = re.sub(r"(社区|嘎查|街道|苏木|[村镇乡])$", "", words)
    local = NUMBERED.fullmatch(words) is not None or (len(words) == 2 and len(senses[0].code) == 12)
    weak = stem in WORDS and all(len(s.code) > 6 for s in senses) and not _stands_alone(stem, words, before, after)
    ways = {Form.FULL: Way.NAME, Form.SHORT: Way.SHORT, Form.BARE: Way.BARE}
    return Mention(
        start, end, words, tuple(_option(s, words, ways[s.form]) for s in senses), weak or local, local and not weak
    )


def _stands_alone(stem: str, words: str, before: str, after: str) -> bool:
    """Whether a word that is a name as well stands here as one."""
    if not BEFORE_A_WORD.search(before):
        return False
    return stem not in VERBS or not words.endswith(("社区", "乡", "镇")) or AFTER_A_VERB.match(after) is not None


def _something_else(plain: str, start: int, end: int) -> Mention:
    """Takes the words out: no shorter name and no typo is sought in them."""
    return Mention(start, end, plain[start:end], ())


def _suffix(after: str) -> tuple[str, int]:
    """The word of a township or village right behind a name, and the length of the codes that it means."""
    for level, suffixes in ((9, TOWNSHIP_SUFFIXES), (12, VILLAGE_SUFFIXES)):
        for suffix in suffixes:
            if after.startswith(suffix):
                following = after[len(suffix) : len(suffix) + 1]
                if following and following in TORN.get(suffix[-1], ""):
                    continue
                return suffix, level
    return "", 0


def _with_suffix(
    plain: str, start: int, end: int, suffix: str, senses: list[Sense], gazetteer: Gazetteer
) -> Mention | None:
    """A known name with another suffix than the proper one: 巴彦花苏木 for 巴彦花镇. Everyday words are not stretched so far."""
    name = plain[start:end]
    if not senses or name in gazetteer.everyday or name in WORDS:
        return None
    stop = end + len(suffix)
    words = plain[start:stop]
    return Mention(start, stop, words, tuple(_option(s, name, Way.OTHER_SUFFIX) for s in senses))


def _option(sense: Sense, words: str, way: Way) -> Option:
    return Option(
        sense.code, way if sense.name == words else Way.SPELLING if way is not Way.OTHER_SUFFIX else way, sense.name
    )


# -- as they were meant ------------------------------------------------------------------------------------------------


def _slips(plain: str, folded: str, gazetteer: Gazetteer, exact: list[Mention]) -> Iterator[Mention]:
    """Names with one slip, where nothing surer stands; the longest first, without overlaps."""
    taken = [False] * (len(folded) + 1)
    for mention in exact:
        if not mention.weak or any(o.way is Way.NAME for o in mention.options):
            taken[mention.start : mention.end] = [True] * (mention.end - mention.start)
    inner = [
        m
        for m in exact
        if m.options and not m.weak and all(o.way in (Way.SHORT, Way.BARE, Way.SPELLING) for o in m.options)
    ]
    forms = dict.fromkeys((folded, plain))
    hits = {hit for text in forms for hit in (*_by_sound(text, gazetteer), *_by_gap(text, gazetteer))}
    found: dict[tuple[int, int], list[str]] = {}
    for start, end, name in sorted(hits, key=lambda hit: (hit[0] - hit[1], hit)):
        found.setdefault((start, end), []).append(name)
    used = [False] * (len(folded) + 1)
    for (start, end), names in found.items():
        if any(used[start:end]):
            continue
        meant = [s for name in names for s in gazetteer.senses[name] if s.form is not Form.BARE or len(s.code) < 12]
        loose = all(s.form is Form.BARE for s in meant)
        senses = [s for s in meant if loose or s.form is not Form.BARE]
        if not senses or plain[start:end] in gazetteer.not_slips or "新城区" in names:  # 中心城区
            continue
        if any(taken[start:end]) and not (_engulfs(start, end, exact, inner) or _follows(start, end, exact, senses)):
            continue
        options = {s.code: Option(s.code, Way.TYPO, s.name) for s in senses}
        used[start:end] = [True] * (end - start)
        yield Mention(start, end, plain[start:end], tuple(options.values()), weak=loose, local=loose)


def _engulfs(start: int, end: int, exact: list[Mention], inner: list[Mention]) -> bool:
    """Whether all surer mentions that the slip touches are loose ones that lie wholly within it: 苏尼特 in 苏尼特佐旗."""
    touched = [m for m in exact if not m.weak and m.start < end and start < m.end]
    return all(m in inner and start <= m.start and m.end <= end and (m.end - m.start) < end - start for m in touched)


def _follows(start: int, end: int, exact: list[Mention], senses: list[Sense]) -> bool:
    """Whether the slip stands right behind the place that it lies in, and takes in a shorter name: 岗铁路街道 for 钢铁路街道."""
    before = [m for m in exact if m.end == start]
    inside = [m for m in exact if m.start < end and start < m.end]
    return (
        any(s.code.startswith(o.code) and s.code != o.code for m in before for o in m.options for s in senses)
        and all(start < m.start and m.end <= end for m in inside)
        and not any(s.code.startswith(o.code) for m in before for o in m.options for n in inside for s in n.options)
    )


def _by_sound(text: str, gazetteer: Gazetteer) -> Iterator[tuple[int, int, str]]:
    sounded = gazetteer.spelling.sounded(text)
    for start in range(len(sounded) - 2):
        for length in gazetteer.sound_lengths.get(sounded[start : start + 2], ()):
            if start + length > len(sounded):
                continue
            for written, name in gazetteer.by_sound.get(sounded[start : start + length], ()):
                typed = text[start : start + length]
                if typed != written and is_slip(typed, written, gazetteer.spelling):
                    yield start, start + length, name


def _by_gap(text: str, gazetteer: Gazetteer) -> Iterator[tuple[int, int, str]]:
    """One character replaced, left out, added or swapped with its neighbour; only names that end where an administrative word stands."""
    spelling, by_gap, senses = gazetteer.spelling, gazetteer.by_gap, gazetteer.senses
    for anchor in ANCHOR.finditer(text):
        end = anchor.end()
        for length in GAP_LENGTHS:
            start = end - length
            typed = text[start:end] if start >= 0 else ""
            if not typed or typed in senses:
                break
            likely = dict.fromkeys(by_gap.get(hash(typed), ()))
            for i in range(length - len(anchor[0])):
                shorter = typed[:i] + typed[i + 1 :]
                likely |= dict.fromkeys(by_gap.get(hash(shorter), ()))
                if shorter in senses:
                    likely[shorter, shorter] = None
            for written, name in likely:
                if written.endswith(anchor[0]) and is_slip(typed, written, spelling):
                    yield start, end, name
