"""Which place a text is about, from its mentions: joined where one lies in the other, narrowed by what else is known, never guessed.

1. Neighbouring mentions of which one lies in the other are read together: 通辽市科左中旗保康镇.
2. What still has several meanings is narrowed by the other places of the text, then by the county of the form, then by the point.
3. Places that a text only compares with, or that somebody comes from, step back.
4. What is left has a common part: the deepest division that is sure. The rest is shown as candidates.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from wobangni.triage.rules.gazetteer import Gazetteer
from wobangni.triage.rules.mentions import Mention, Option, Way, mentions

#: Beyond this a text repeats itself or quotes others; characters.
READ_AT_MOST = 2000
LENGTHS = (12, 9, 6, 4)  # of codes, the deepest first
#: A village name of fewer characters (without its suffix) may always be one that no list knows, in the county of the form.
LONG_NAME = 4
#: 新城区 of Hohhot: every town has a new quarter.
EVERYWHERE = "150102"
_BETWEEN = re.compile(r"[\s,，、·\-—的之]?(?:所辖|下辖|辖区|境内|管辖的|所属的?|下面的)?")
_BRACKET = re.compile(r"\s*[（(]\s*(?:属|属于|原属|归)?\s*")
_ORIGIN_AFTER = re.compile(r"(?:的)?(?:人(?![民社口行大力事均才家流员])|户口|户籍|籍|老家|本地人)")
_ORIGIN_BEFORE = re.compile(r"(?:老家|户籍|户口|籍贯|原籍|祖籍|娘家|婆家|出生)(?:所在地)?(?:就?[在是为于：:])?$")
_ASIDE_BEFORE = re.compile(r"(?:去过|到过|发往|运往|销往|寄往|寄到)$")
_ROUTE = re.compile(r"(?:市区|市里|城区|县城|旗里|镇上)?\s*(?:到|至|去|往|回|开往|通往|—+|-+|→|~|～)\s*")
_PAST_BEFORE = re.compile(r"(?:以前|曾经?|原来|当年|过去|早年|早先|之前|小时候)(?:就|一直)?(?:在|住|住在)$")
_PAST_AFTER = re.compile(
    r".{0,2}(?:上学|读书|念书|打工|工作|当兵|上班|生活|住)(?:过|的时候|那会|那几年|时(?!间|候?常))"
)
_COMPARE_BEFORE = re.compile(
    r"(?:像|好像|不像|比如|例如|不如|比|比起|相比|学学|学习|学一学|人家|参照|参考|借鉴|羡慕|看看|瞧瞧|跟|和)(?:人家|隔壁|邻近的?)?$"
)
_COMPARE_AFTER = re.compile(r".{0,6}(?:一样|那样|的做法|的经验|都(?:早|已|能|有|没|不|是|可以)|就(?:不|能|有|可以|做))")


class Why(StrEnum):
    """What besides the words themselves decided for a candidate."""

    ALONE = "alone"  # nothing else carries this name
    TOGETHER = "together"  # it lies in the place named next to it
    OTHER_PLACE = "other_place"  # another place in the text
    FORM = "form"
    POINT = "point"
    SEVERAL = "several"  # nothing: several carry the name
    SEVERAL_PLACES = "several_places"  # the text names more than one place
    ELSEWHERE = "elsewhere"  # the only one on the list, but not in the form's county


@dataclass(frozen=True, slots=True)
class Reading:
    """One candidate: a code, the words that led to it, how, and why it rather than another. ``rivals``: counties that have the name."""

    code: str
    words: str
    way: Way
    why: Why
    rivals: int


@dataclass(frozen=True, slots=True)
class Reckoned:
    """``best``: the deepest division that is sure, None if there is none. ``ambiguous``: there is more than one candidate, or a doubtful one."""

    best: str | None
    candidates: tuple[Reading, ...]
    ambiguous: bool


NOTHING = Reckoned(None, (), ambiguous=False)


@dataclass
class _Chain:
    """Mentions read together. ``options``: the deepest meanings that agree."""

    start: int
    end: int
    words: list[str]
    options: tuple[Option, ...]
    joined: bool = False
    slip: bool = False
    rivals: int = 1
    why: Why = Why.ALONE
    doubtful: bool = False

    @property
    def codes(self) -> set[str]:
        return {option.code for option in self.options}

    @property
    def scope(self) -> str:
        """The county, or else the league, that all meanings lie in; empty if there is none."""
        return common_part(self.codes)[:6]


def reckon(text: str, gazetteer: Gazetteer, *, county: str | None = None, point_county: str | None = None) -> Reckoned:
    """``county``: of the form. ``point_county``: in which the request's point lies."""
    plain = gazetteer.spelling.plain(text[:READ_AT_MOST])
    chains = _settle_roles(plain, _chains(plain, mentions(plain, gazetteer), county), county)
    if not chains:
        return NOTHING
    for chain in chains:
        chain.rivals = len({code[:6] for code in chain.codes})
        chain.options = _proper(chain.options)
    known = {chain.scope for chain in chains if chain.scope}
    for chain in chains:
        _narrow(chain, known, county, point_county, gazetteer.everyday)
    return _decide(_worth_keeping(chains), plain)


def _chains(plain: str, found: Sequence[Mention], county: str | None) -> list[_Chain]:
    chains: list[_Chain] = []
    for mention in found:
        last = chains[-1] if chains else None
        if last is not None and _join(last, mention, plain[last.end : mention.start]):
            continue
        options = mention.options
        if mention.weak:
            options = tuple(o for o in options if mention.local and county and o.code.startswith(county))
        if options:
            chains.append(_Chain(mention.start, mention.end, [mention.words], options, slip=mention.is_slip))
    return chains


def _join(chain: _Chain, mention: Mention, between: str) -> bool:
    """Whether the mention belongs to the chain, which then has only the meanings that agree."""
    close = _BETWEEN.fullmatch(between) is not None if not mention.weak else not between
    bracket = _BRACKET.fullmatch(between) is not None
    if not (close or bracket):
        return False
    inner = [o for o in mention.options if any(o.code.startswith(c) and o.code != c for c in chain.codes)]
    same = [o for o in chain.options if any(m.code == o.code for m in mention.options)]
    outer = [o for o in chain.options if any(o.code.startswith(m.code) and o.code != m.code for m in mention.options)]
    if not (inner or same or (bracket and outer)):
        return False
    chain.options = _surest(inner) if inner else tuple(same or outer)
    chain.slip = mention.is_slip if inner else chain.slip
    chain.words.append(mention.words)
    chain.end, chain.joined = mention.end, True
    return True


def _settle_roles(plain: str, chains: list[_Chain], county: str | None) -> list[_Chain]:
    """Without the places that are only compared with; those that somebody comes from or goes to step back behind the others."""
    real, aside = [], []
    for chain in chains:
        before, after = plain[max(0, chain.start - 8) : chain.start], plain[chain.end : chain.end + 12]
        if _COMPARE_BEFORE.search(before) and (_COMPARE_AFTER.match(after) or not before.endswith(("跟", "和"))):
            continue
        if _PAST_BEFORE.search(before) or _PAST_AFTER.match(after):
            continue
        if _ORIGIN_AFTER.match(after) or _ORIGIN_BEFORE.search(before) or _ASIDE_BEFORE.search(before):
            aside.append(chain)
        else:
            real.append(chain)
    if real:
        return real
    return [c for c in aside if county is None or any(_related(code, county) for code in c.codes)]


def _proper(options: tuple[Option, ...]) -> tuple[Option, ...]:
    """One meaning of each place: a bare name is rather the township than villages within it, the name of a county's seat rather the town."""
    codes = {o.code for o in options}
    townships = {code for code in codes if len(code) == 9}
    return tuple(
        o
        for o in options
        if not (len(o.code) == 12 and o.code[:9] in townships)
        and not (len(o.code) == 6 and any(code.startswith(o.code) for code in townships))
    )


def _narrow(
    chain: _Chain, known: set[str], county: str | None, point_county: str | None, everyday: frozenset[str]
) -> None:
    """Keeps the meanings that agree with the rest of the text, then with the form, then with the point."""
    others = known - {chain.scope}
    if len(chain.options) == 1 and not chain.slip and not _is_loose(chain):
        chain.why = Why.TOGETHER if chain.joined else Why.ALONE
        chain.doubtful = not chain.joined and _may_be_another(chain, others, county, everyday)
        return
    supported = False
    for scopes, why in (
        (others, Why.OTHER_PLACE),
        ({county} if county else set(), Why.FORM),
        ({point_county} if point_county else set(), Why.POINT),
    ):
        fitting = [o for o in chain.options if any(o.code.startswith(scope) for scope in scopes)]
        if fitting:
            supported = True
            if len(fitting) < len(chain.options):
                chain.options, chain.why = tuple(fitting), why
    chain.options = _surest(chain.options) if supported or chain.joined else _likely(chain.options)
    if len(chain.options) > 1:
        chain.why = Why.SEVERAL
    elif chain.why is Why.ALONE and chain.joined:
        chain.why = Why.TOGETHER
    if (chain.slip or _is_loose(chain)) and not chain.joined and not supported:
        deep = max(len(o.code) for o in chain.options)
        chain.doubtful = len(chain.options) > 1 or deep == 12 or (deep == 9 and county is not None)
    elif not chain.joined and not supported:
        chain.doubtful = _may_be_another(chain, others, county, everyday)


def _may_be_another(chain: _Chain, others: set[str], county: str | None, everyday: frozenset[str]) -> bool:
    """A short or everyday name outside the form's county may be a hamlet of that county which no list has, or no name at all."""
    if county is None or any(_related(code, county) for code in chain.codes):
        return False
    if any(_related(code, scope) for scope in others for code in chain.codes):
        return False
    if chain.codes == {EVERYWHERE}:
        return county[:4] != EVERYWHERE[:4]
    stem = re.sub(r"(社区|嘎查|街道|苏木|[村镇乡])$", "", chain.words[-1])
    if stem in everyday:
        return True
    return all(len(code) == 12 for code in chain.codes) and len(stem) < LONG_NAME


_ORDER = {Way.NAME: 0, Way.SHORT: 0, Way.SPELLING: 1, Way.BARE: 1, Way.OTHER_SUFFIX: 2, Way.TYPO: 3}


def _surest(options: Iterable[Option]) -> tuple[Option, ...]:
    """Within a place that is known, the best fit counts."""
    found = tuple(options)
    best = min((_ORDER[o.way] for o in found), default=0)
    return tuple(o for o in found if _ORDER[o.way] == best)


def _likely(options: tuple[Option, ...]) -> tuple[Option, ...]:
    """Without a hint all meanings stand, but for another suffix or a typo where the name itself exists."""
    best = min(_ORDER[o.way] for o in options)
    return tuple(o for o in options if _ORDER[o.way] <= max(1, best))


def _worth_keeping(chains: list[_Chain]) -> list[_Chain]:
    """Without doubtful ones and several-fold ones beside sure ones: they are hamlets, shops, estates with a common name."""
    sure = [c for c in chains if not c.doubtful and len(c.options) == 1]
    if not sure:
        return chains
    held = {code for c in sure for code in c.codes}
    if any(_is_said_in_full(c) for c in sure):
        chains = [c for c in chains if c.joined or not _is_loose(c)]
    return [
        c
        for c in chains
        if c in sure or (not c.doubtful and any(_related(code, h) for code in c.codes for h in held if len(h) > 4))
    ]


def _is_said_in_full(chain: _Chain) -> bool:
    return any(o.way is Way.NAME and len(o.code) > 6 for o in chain.options)


def _is_loose(chain: _Chain) -> bool:
    """A village's name without its suffix, or mistyped: beside a name in full it may be a river, a hill, a shop."""
    return all(len(o.code) == 12 and (o.way in (Way.BARE, Way.TYPO)) for o in chain.options)


def _decide(chains: list[_Chain], plain: str) -> Reckoned:
    readings: dict[str, Reading] = {}
    for chain in chains:
        for option in chain.options:
            why = Why.ELSEWHERE if chain.doubtful and len(chain.options) == 1 else chain.why
            reading = Reading(option.code, "".join(chain.words), option.way, why, chain.rivals)
            if option.code not in readings:
                readings[option.code] = reading
    ends = {code for a, b in pairwise(chains) if _ROUTE.fullmatch(plain[a.end : b.start]) for code in a.codes | b.codes}
    deepest = {c for c in readings if c in ends or not any(d != c and d.startswith(c) for d in readings)}
    sure = {o.code for c in chains if not c.doubtful for o in c.options}
    several = sum(any(code in deepest for code in c.codes) for c in chains) > 1 and len(deepest) > 1
    shown = tuple(
        Reading(r.code, r.words, r.way, Why.SEVERAL_PLACES, r.rivals) if several and r.why is not Why.SEVERAL else r
        for r in readings.values()
        if r.code in deepest
    )
    decided = sure and sure >= deepest
    best = common_part(deepest) if decided else ""
    return Reckoned(best or None, shown, ambiguous=len(deepest) > 1 or not best)


def common_part(codes: Iterable[str]) -> str:
    """The deepest division that all lie in; empty if there is none."""
    found = set(codes)
    for length in LENGTHS:
        shared = {code[:length] for code in found}
        if len(shared) == 1 and all(len(code) >= length for code in found):
            return next(iter(shared))
    return ""


def _related(code: str, other: str) -> bool:
    return code.startswith(other) or other.startswith(code)
