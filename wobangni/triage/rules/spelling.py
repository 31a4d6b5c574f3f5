"""One name written in several ways: traditional characters, Mongolian syllables with several spellings, typos that sound alike.

Every step keeps the length, so that what is found in the folded text stands at the same place in the typed one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

#: Words that no place name is mistyped into: 新的村 is not 新德村.
FUNCTION_WORDS = frozenset("的了是在有我你他她它们这那个不没就都也要很去把被给从对向与及或哪啥么各每某该本")
#: Characters that tell two neighbouring villages apart; a name with another one of them is another place.
TELLING = frozenset("东西南北上下前后左右大小新老旧中内外一二三四五六七八九十百千头两双")
#: Pairs that hands and eyes confuse, beside those that sound alike.
_PAIRS = (
    "末未 己已 旱罕 淖悼 淖绰 洼哇 沁泌 嘎戛 格恪 鲁曾 科料 泊伯 治冶 兔免 免兔 浩洁 渔鱼 庄压 敖熬 贡员 准淮 楼搂 勤勒 勤勋 "
    "札扎 扎礼 冶治 拉垃 胡湖 磴蹬 磴瞪 喀咯 沙纱 察蔡 察查 呼乎 伦论 伦轮 库裤 乌鸟 鸟乌 鄂鳄 尔而 锡踢 锡赐 旗旌 旗棋 旗期 达这 "
    "霍雷 奈柰 曼慢 敖傲 汉汗 凉谅 商啇 集隻 临监 磴登 陕狭 坝坎 坎坝 呜乌 捞涝 圪屹 圪坨 塄楞 峁卯 嵯磋 攸悠 佘余 余佘 佘舍"
)
LOOKALIKES = frozenset(map(frozenset, _PAIRS.split()))
_SPACE = re.compile(r"(?<=[\u3400-\u9fff])[ \t\u3000]+(?=[\u3400-\u9fff])")
_NEAR = (("zh", "z"), ("ch", "c"), ("sh", "s"))
_NASAL = re.compile(r"(an|en|in)g$")


@dataclass(frozen=True)
class Spelling:
    """``simplified``, ``sounds``: character → character. ``variants``: a pattern of spellings, and the usual one of each."""

    simplified: Mapping[int, str]
    sounds: Mapping[int, str]
    variants: re.Pattern[str]
    usual: Mapping[str, str]

    @classmethod
    def of(cls, traditional: str, syllables: Iterable[str], spellings: Mapping[str, Iterable[str]]) -> Spelling:
        """``traditional``: pairs with space between. ``syllables``: lines ``ba 八巴…``. ``spellings``: usual → others of the same length."""
        usual = {other: word for word, others in spellings.items() for other in (word, *others)}
        unequal = [other for other, word in usual.items() if len(other) != len(word)]
        if unequal:
            raise ValueError(f"spellings of another length: {unequal}")
        voices: dict[str, str] = {}
        sounds: dict[int, str] = {}
        for line in syllables:
            reading, _space, chars = line.partition(" ")
            voice = voices.setdefault(_near(reading), chars[0])
            sounds.update({ord(char): voice for char in chars})
        return cls(
            simplified={ord(pair[0]): pair[1] for pair in traditional.split()},
            sounds=sounds,
            variants=re.compile("|".join(sorted(usual, key=lambda word: (-len(word), word)))),
            usual=usual,
        )

    def plain(self, text: str) -> str:
        """As compared: compatibility forms made common, traditional characters simplified, no spaces within Chinese."""
        return _SPACE.sub("", unicodedata.normalize("NFKC", text)).translate(self.simplified)

    def folded(self, plain: str) -> str:
        """All spellings of a Mongolian syllable as the usual one. The same length."""
        return self.variants.sub(lambda found: self.usual[found[0]], plain)

    def sounded(self, folded: str) -> str:
        """Each character as the first of those that sound (nearly) like it. The same length."""
        return folded.translate(self.sounds)

    def alike(self, a: str, b: str) -> bool:
        """Whether the characters sound or look alike."""
        return self.sounds.get(ord(a), a) == self.sounds.get(ord(b), b) or frozenset((a, b)) in LOOKALIKES


def _near(reading: str) -> str:
    """zhang → zan: what southern ears and hasty fingers don't tell apart."""
    for begin, instead in _NEAR:
        if reading.startswith(begin):
            reading = instead + reading[len(begin) :]
            break
    return _NASAL.sub(r"\1", reading)


def is_slip(typed: str, name: str, spelling: Spelling) -> bool:
    """Whether ``typed`` is ``name`` with one slip (two that sound alike in names of five and more) and can't be another name.

    One character replaced, left out, doubled or added, or two neighbours swapped; never one that tells villages apart, never a function word.
    """
    if len(typed) == len(name):
        wrong = [i for i in range(len(name)) if typed[i] != name[i]]
        if not wrong or any(typed[i] in FUNCTION_WORDS or _tells(typed[i], name[i], spelling) for i in wrong):
            return False
        if len(wrong) == 1:
            return len(name) >= 5 or spelling.alike(typed[wrong[0]], name[wrong[0]])
        if len(wrong) == 2 and wrong[1] == wrong[0] + 1 and sorted(typed) == sorted(name):
            return len(name) >= 4
        return len(wrong) == 2 and len(name) >= 5 and all(spelling.alike(typed[i], name[i]) for i in wrong)
    longer, shorter = (typed, name) if len(typed) > len(name) else (name, typed)
    if len(longer) != len(shorter) + 1 or len(name) < 5:
        return False
    at = next((i for i in range(len(shorter)) if longer[i] != shorter[i]), len(shorter))
    if longer[:at] + longer[at + 1 :] != shorter:
        return False
    return longer[at] not in TELLING and (longer is name or longer[at] not in FUNCTION_WORDS)


def _tells(typed: str, name: str, spelling: Spelling) -> bool:
    """Whether the two mean two places: 前 and 后; but 钱 for 前 is a slip."""
    told = (typed in TELLING) + (name in TELLING)
    return told == 2 or (told == 1 and not spelling.alike(typed, name))
