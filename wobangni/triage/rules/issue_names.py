"""What to call an issue: a title and a place in the words that its members share."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Protocol

from wobangni.kernel.rules.text import clean_line
from wobangni.triage.rules.phrases import Phrase, full_name
from wobangni.triage.rules.shingles import normal

LONGEST_TITLE = 40  # characters
_GOOD_LENGTH = 14
_READ, _MOST_READ = 200, 200  # characters of a text, members
_PAUSE = re.compile(r"[，。！？、；,!?;]")
#: Openings that every request has, and endings of a question.
_OPENING = re.compile(
    r"^(?:再次|强烈|坚决|尽快|关于|投诉|举报|反映|反应|请问|咨询|请求|恳请|希望|建议|问问|请|我要|对|有关|[一二三四五六七八九十]、|[\s:：,，！!])+"
)
_ENDING = re.compile(r"(?:的(?:投诉|问题|建议|请求|反映|咨询|质疑|疑问)|[\s!！?？。，,~、])+$")
_DISTRICT = re.compile(
    r"[A-Za-z]\d{1,2}[区县旗市](?!\w?[栋楼])|(?<![\u3400-\u9fff\d])[\u3400-\u9fff]{2,4}[区县旗](?!政府|委|级|域)"
)
_NO_DISTRICT = (
    "小区",
    "社区",
    "地区",
    "城区",
    "片区",
    "校区",
    "园区",
    "景区",
    "市区",
    "辖区",
    "全区",
    "开发区",
    "学区",
    "经开区",
    "根据区",
)


class Named(Protocol):
    """What naming asks of a message."""

    @property
    def title(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def place(self) -> str: ...


def title_of(members: Sequence[Named]) -> str:
    """The title among the members' that is made most of words they all use, not too short and not too long.

    Beginnings of texts take the place of titles where there are none.
    """
    plain = [normal(f"{m.title} {m.text[:_READ]}") for m in members[:_MOST_READ]]
    own: dict[str, int] = {}
    for member in members[:_MOST_READ]:
        said = clean_line(member.title) or clean_line(member.text)[:LONGEST_TITLE]
        said = _ENDING.sub("", _OPENING.sub("", said))[:LONGEST_TITLE]
        if said:
            own[said] = own.get(said, 0) + 1
    shares: dict[str, float] = {}
    best, best_worth = "", -1.0
    for said, n in own.items():
        pairs = [p for p in (normal(said)[k : k + 2] for k in range(len(said) - 1)) if p.isalnum()]
        for pair in pairs:
            if pair not in shares:
                shares[pair] = sum(pair in text for text in plain) / len(plain)
        worth = sum(shares[p] for p in pairs) / max(len(pairs), _GOOD_LENGTH) + 0.01 * min(n, 5)
        worth -= 0.02 * len(_PAUSE.findall(said))
        if worth > best_worth or (worth == best_worth and said < best):
            best, best_worth = said, worth
    return best


def place_of(members: Sequence[Named], names: Sequence[Phrase]) -> str:
    """District (or where the members are filed) and the name that most of them give; empty if they give none."""
    filed = Counter(member.place for member in members if member.place)
    told: Counter[str] = Counter()
    for member in members:
        told.update(
            {m for m in _DISTRICT.findall(f"{member.title} {member.text[:_READ]}") if not m.endswith(_NO_DISTRICT)}
        )
    parts = []
    if filed:
        parts.append(filed.most_common(1)[0][0])
    elif told and told.most_common(1)[0][1] >= max(1, len(members) / 4):
        parts.append(told.most_common(1)[0][0])
    if names:
        best = max(names, key=lambda p: (p.share * p.own, p.text)).text
        parts.append(full_name(best, [normal(member.title) for member in members]))
    return " ".join(parts)
