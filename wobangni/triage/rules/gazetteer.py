"""All names under which the region's places are spoken of, made once from the divisions and ready for scanning."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from wobangni.triage.rules.spelling import Spelling

TOWNSHIP_SUFFIXES = ("街道办事处", "街道办", "办事处", "民族乡", "街道", "街办", "苏木", "镇", "乡")
VILLAGE_SUFFIXES = (
    "村民委员会",
    "居民委员会",
    "村委会",
    "居委会",
    "嘎查",
    "社区",
    "大队",
    "生活区",
    "生产队",
    "分场",
    "村",
    "屯",
)
COUNTY_SUFFIXES = ("自治旗", "联合旗", "矿区", "新区", "市", "盟", "旗", "县", "区")
_TAIL = re.compile(r"(街道办事处|街道筹备处|街道|苏木|镇|乡|嘎查人民委员会|嘎查村|嘎查|社区|村生活区|生活区|村委|村)$")
_NATION = r"(满族|回族|蒙古族|蒙古|鄂温克|达斡尔|鄂伦春|朝鲜|俄罗斯)"
_MINORITY = re.compile(rf"(?:{_NATION}族?)*民族乡$|{_NATION}族?乡$")
_COMPANY = re.compile(r"(农牧业发展|农业发展)?(有限责任|有限)?公司$")
_STATE = re.compile(r"^(内蒙古自治区|内蒙古)?(国有|国营)?")
#: Short names of sounds are everywhere; only these lengths are searched by sound.
SHORTEST_SOUND = {1: 99, 4: 3, 6: 3, 9: 3, 12: 4}


#: Instead of a code: the form is another word, and no name within it is read.
NOT_A_PLACE = "-"


class Form(IntEnum):
    """How a name was said, surest first."""

    FULL = 0
    SHORT = 1
    BARE = 2  # without its last word: 棋盘井 for 棋盘井镇


@dataclass(frozen=True, slots=True)
class Named:
    """A place as the gazetteer takes it in. ``names``: official one first, then other full ones."""

    code: str
    names: tuple[str, ...]
    shorts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sense:
    """What a name can mean. ``name``: as it is properly written, so that another spelling is noticed."""

    code: str
    form: Form
    name: str


#: A name as it is written, and folded as the key of its senses.
Written = tuple[str, str]


@dataclass
class Gazetteer:
    """``senses``: folded name → what it can mean. ``lengths``: its first two characters → lengths of names, longest first.

    ``by_sound`` and ``sound_lengths``: names of three and more characters by their sound. ``by_gap``: names by the hash of what is left when one
    character is taken out; hashes, because the strings would take most of the memory, and what is found is compared anyway.
    ``everyday``: names that are words as well; ``not_slips``: words that sound like names.
    """

    spelling: Spelling
    everyday: frozenset[str]
    not_slips: frozenset[str] = frozenset()
    senses: dict[str, tuple[Sense, ...]] = field(default_factory=dict)
    lengths: dict[str, tuple[int, ...]] = field(default_factory=dict)
    by_sound: dict[str, tuple[Written, ...]] = field(default_factory=dict)
    sound_lengths: dict[str, tuple[int, ...]] = field(default_factory=dict)
    by_gap: dict[int, tuple[Written, ...]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)  # code → how people call it

    @classmethod
    def of(
        cls,
        places: Iterable[Named],
        spelling: Spelling,
        short_forms: Mapping[str, tuple[str, ...]],
        everyday: frozenset[str],
        not_slips: frozenset[str] = frozenset(),
    ) -> Gazetteer:
        """``short_forms`` go before the short names that places bring: what several share must not be taken for one of them."""
        made = cls(spelling, everyday, not_slips)

        def add(name: str, code: str, form: Form) -> None:
            if len(name) > 1:
                folded = spelling.folded(name)
                known = made.senses.get(folded, ())
                if not any(sense.code == code and sense.form <= form for sense in known):
                    others = tuple(sense for sense in known if sense.code != code)
                    made.senses[folded] = (*others, Sense(code, form, folded if name == folded else name))

        for short, codes in short_forms.items():
            for code in codes:
                add(short, code, Form.SHORT)
        for place in places:
            made.names[place.code] = place.names[-1]
            for name in place.names:
                if name not in short_forms:
                    add(name.removesuffix("办事处") if name.endswith("街道办事处") else name, place.code, Form.FULL)
            for short in place.shorts:
                if short not in short_forms:
                    add(short, place.code, Form.SHORT)
            for name, form in _spoken(place):
                if name not in short_forms:
                    add(name, place.code, form)
        made._index()
        return made

    def _index(self) -> None:
        lengths: dict[str, set[int]] = {}
        sound_lengths: dict[str, set[int]] = {}
        for name, senses in self.senses.items():
            lengths.setdefault(name[:2], set()).add(len(name))
            by_sound = _is_sought_by_sound(name, senses)
            by_gap = len(name) >= 4 and any(s.form is Form.FULL for s in senses)
            for written in {name, *(sense.name for sense in senses)} if by_sound or by_gap else ():
                entry = ((written, name),)
                if by_sound:
                    sound = self.spelling.sounded(written)
                    self.by_sound[sound] = self.by_sound.get(sound, ()) + entry
                    sound_lengths.setdefault(sound[:2], set()).add(len(sound))
                if by_gap:
                    for gap in {hash(written[:i] + written[i + 1 :]) for i in range(len(written))}:
                        others = self.by_gap.get(gap)
                        self.by_gap[gap] = others + entry if others else entry
        self.lengths = _longest_first(lengths)
        self.sound_lengths = _longest_first(sound_lengths)


def _longest_first(lengths: dict[str, set[int]]) -> dict[str, tuple[int, ...]]:
    shared: dict[tuple[int, ...], tuple[int, ...]] = {}
    ordered = ((begin, tuple(sorted(found, reverse=True))) for begin, found in lengths.items())
    return {begin: shared.setdefault(found, found) for begin, found in ordered}


def _is_sought_by_sound(name: str, senses: tuple[Sense, ...]) -> bool:
    if any(s.form is not Form.BARE and len(name) >= SHORTEST_SOUND[len(s.code)] for s in senses):
        return True
    return len(name) >= 3 and any(1 < len(s.code) < 12 for s in senses)


def _spoken(place: Named) -> Iterable[tuple[str, Form]]:
    """Forms by rule: without the suffix; minority townships and state farms by the words that people keep."""
    official = place.names[0]
    if len(place.code) <= 6:
        stem = official
        for suffix in COUNTY_SUFFIXES:
            if official.endswith(suffix):
                stem = official.removesuffix(suffix)
                break
        if len(stem) >= 3:
            yield stem, Form.SHORT
        return
    for name in place.names:
        stem = _TAIL.sub("", name)
        if minority := _MINORITY.search(name):
            stem = name[: minority.start()]
            yield f"{stem}乡", Form.FULL
            yield f"{stem}民族乡", Form.FULL
        elif name.endswith("公司") or name.startswith(("内蒙古", "国有", "国营")):
            stem = _COMPANY.sub("", _STATE.sub("", name))
            if "农垦" in stem:
                stem = stem.split("农垦", 1)[1]
            yield stem, Form.FULL
        if stem != name and len(stem) > 1:
            yield stem, Form.BARE
