"""What several texts have in common, word for word: names and words of complaint that stand in most of them and in few others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from wobangni.triage.rules.concerns import concern_words
from wobangni.triage.rules.names import names_in

#: A phrase is shared if this share of the texts has it; at least two.
SHARED = 0.4
#: … and if this share of all texts that have it is among them, or only so few of a thousand texts have it at all.
OWN, FEW = 0.15, 5
_READ = 300  # characters of each text
_MOST_READ = 200  # texts of a group


@dataclass(frozen=True, slots=True)
class Phrase:
    """``share``: of the group's texts; ``own``: share of all texts with it that are in the group. Both 0 to 1."""

    text: str
    share: float
    own: float


def shared_names(
    titles: Sequence[str], group: Sequence[str], everything: Collection[str], *, most: int = 6
) -> tuple[Phrase, ...]:
    """Names from ``titles`` that set ``group`` (normal texts) apart from ``everything`` (which includes it), the most telling first.

    Of 牧歌之城 and 文化东路牧歌之城小区 only the shorter: others will write less, or more.
    """
    counts: Counter[str] = Counter()
    for title in titles[:_MOST_READ]:
        counts.update(names_in(title))
    least = SHARED * min(len(titles), _MOST_READ) / 3  # titles need not name what the texts do
    candidates = [name for name, n in counts.most_common(20 * most) if n >= least]
    found = [p for name in candidates if (p := _weighed(name, group, everything)) is not None]
    long_enough = [p for p in found if len(p.text) >= 3]
    found = sorted(long_enough or found, key=lambda p: (len(p.text), -p.share * p.own, p.text))
    kept: list[Phrase] = []
    for phrase in found:
        if not any(k.text in phrase.text for k in kept):
            kept.append(phrase)
    return tuple(sorted(kept, key=lambda p: (-p.share * p.own, p.text))[:most])


def full_name(name: str, titles: Sequence[str]) -> str:
    """The longest form of ``name`` that at least half of the titles with it give: 牧歌苑晨曦湾 for 牧歌苑."""
    with_it = [title for title in titles[:_MOST_READ] if name in title]
    counts = Counter(longer for title in with_it for longer in names_in(title) if name in longer)
    usual = [longer for longer, n in counts.items() if 2 * n >= len(with_it)]
    return max(usual, key=lambda longer: (len(longer), longer), default=name)


def shared_words(group: Sequence[str], everything: Collection[str], *, most: int = 8) -> tuple[Phrase, ...]:
    """Words of complaint that stand in at least half of the group and in few other texts."""
    counts: Counter[str] = Counter()
    for text in group[:_MOST_READ]:
        counts.update(concern_words(text[:_READ]))
    least = max(2 if len(group) > 1 else 1, 0.5 * min(len(group), _MOST_READ))
    frequent = [word for word, n in counts.most_common(3 * most) if n >= least]
    found = [p for word in frequent if (p := _weighed(word, group, everything)) is not None]
    return tuple(sorted(found, key=lambda p: (-p.share * p.own, p.text))[:most])


def _weighed(phrase: str, group: Sequence[str], everything: Collection[str]) -> Phrase | None:
    inside = sum(phrase in text for text in group)
    if inside < max(2 if len(group) > 1 else 1, SHARED * len(group)):
        return None
    everywhere = max(inside, sum(phrase in text for text in everything))
    own = inside / everywhere
    return (
        Phrase(phrase, inside / len(group), own) if own >= OWN or 1000 * everywhere <= FEW * len(everything) else None
    )
