"""Hot issues (舆情热点) in a stream of messages: many requests about one problem, in one place, in one span of time.

1. Messages that are nearly the same are one text. Texts that share many rare pieces are neighbours; the one with the most neighbours gathers them: a seed.
   A message that many people have put their thumb up to is a seed by itself.
2. A seed grows: what its texts have in common (phrases, and what they complain of) is its description; every text that names the same place or
   organisation AND has the same complaint joins. Twice over, for the description gets better with what joins. That a name must be shared keeps
   the same trouble in two estates apart; that the complaint must agree keeps two troubles of one estate apart.
3. Each message belongs to the hottest issue that takes it. Heat: ``heat.py``.

Cost: linear in the texts but for the neighbours, which are found through rare pieces only; at most MOST_MESSAGES are read (the newest), MOST_SEEDS grow.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from wobangni.triage.rules.concerns import closeness, unit
from wobangni.triage.rules.corpus import Corpus
from wobangni.triage.rules.heat import Heat, heat_of
from wobangni.triage.rules.issue_names import place_of, title_of
from wobangni.triage.rules.names import stands_in
from wobangni.triage.rules.phrases import Phrase, shared_names, shared_words

MOST_MESSAGES = 20_000
MOST_SEEDS = 120
#: Cosine at which two texts are neighbours.
NEAR = 0.30
#: Thumbs with which a single message may be an issue.
LIKED = 10
#: Days between a message and the nearest other one of its issue.
GAP = dt.timedelta(days=400)
#: A text joins that names the place and is this near to the middle of an issue, the third when it has the same complaint, the second in between.
CERTAIN, LIKELY, POSSIBLE = 0.5, 0.3, 0.15
#: How far the complaints agree for these.
SAME_COMPLAINT, RELATED_COMPLAINT, NOT_ANOTHER_COMPLAINT = 0.5, 0.4, 0.25
_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Message:
    """``person``: who wrote it, any word that tells one from another. ``place``: where it is filed, if known. ``answered_at``: None while it waits."""

    id: str
    person: str
    title: str
    text: str
    at: dt.datetime
    likes: int = 0
    against: int = 0
    place: str = ""
    answered_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Issue:
    """``members``: by time. ``title`` and ``place`` in the members' own words; ``names`` and ``words``: what they share."""

    title: str
    place: str
    members: tuple[Message, ...]
    names: tuple[Phrase, ...]
    words: tuple[Phrase, ...]
    heat: Heat

    @property
    def first(self) -> dt.datetime:
        return self.members[0].at

    @property
    def last(self) -> dt.datetime:
        return self.members[-1].at


def hot_issues(messages: Sequence[Message], *, now: dt.datetime, top: int = 5) -> list[Issue]:
    """The ``top`` hottest issues, the hottest first. ``now``: until when what is unanswered has waited."""
    newest = sorted(messages, key=lambda m: m.at)[-MOST_MESSAGES:]
    if not newest or top < 1:
        return []
    corpus = Corpus([(m.title, m.text) for m in newest])
    by_text: dict[int, list[int]] = defaultdict(list)
    for n, text in enumerate(corpus.of):
        by_text[text].append(n)

    def messages_of(texts: Iterable[int]) -> list[Message]:
        return [newest[n] for text in texts for n in by_text[text]]

    seeds = _seeds(corpus, by_text, newest)
    seeds.sort(key=lambda seed: -heat_of(messages_of(seed), now=now).value)
    plain = [text.plain for text in corpus.texts]
    grown = []
    for seed in seeds[:MOST_SEEDS]:
        texts, names, words = _grow(corpus, seed, plain)
        members = _connected(sorted(messages_of(texts), key=lambda m: (m.at, m.id)), messages_of(seed))
        grown.append((heat_of(members, now=now), members, names, words))
    return _distinct(sorted(grown, key=lambda g: -g[0].value), top, now)


def _seeds(corpus: Corpus, by_text: dict[int, list[int]], messages: Sequence[Message]) -> list[list[int]]:
    neighbours = corpus.neighbours(NEAR)
    taken: set[int] = set()
    seeds: list[list[int]] = []
    for text in sorted(neighbours, key=lambda t: -sum(neighbours[t].values())):
        if text in taken:
            continue
        seed = [text, *(other for other in neighbours[text] if other not in taken)]
        taken.update(seed)
        seeds.append(seed)
    for text, numbers in by_text.items():
        if text not in taken and (len(numbers) > 1 or max(messages[n].likes for n in numbers) >= LIKED):
            seeds.append([text])
    return seeds


def _grow(
    corpus: Corpus, seed: Sequence[int], plain: Sequence[str]
) -> tuple[list[int], tuple[Phrase, ...], tuple[Phrase, ...]]:
    members = list(seed)
    names: tuple[Phrase, ...] = ()
    words: tuple[Phrase, ...] = ()
    for _round in range(_ROUNDS):
        before = set(members)
        group = [plain[t] for t in members]
        names = shared_names([corpus.texts[t].title or plain[t][1:] for t in members], group, plain)
        words = shared_words(group, plain) if len(group) > 2 else ()
        # A name that hardly anybody gives for another reason needs no second sign.
        settled = len(members) >= 8 and any(p.own >= 0.9 and p.share >= 0.9 for p in names)
        complaint = unit(_sum(corpus.texts[t].concerns for t in members))
        near = corpus.matrix @ corpus.centre(members)
        members = []
        for candidate in (near >= POSSIBLE).nonzero()[0]:
            text = corpus.texts[int(candidate)]
            cosine, agrees = float(near[candidate]), closeness(text.concerns, complaint)
            if names and not any(stands_in(name.text, text.plain, text.pieces) for name in names):
                continue
            told = agrees >= SAME_COMPLAINT or any(word.text in text.plain for word in words)
            silent = not text.concerns or not complaint  # nothing to compare
            if (
                (cosine >= CERTAIN and (told or silent or agrees >= NOT_ANOTHER_COMPLAINT))
                or (cosine >= LIKELY and (told or agrees >= RELATED_COMPLAINT))
                or (names and (told or settled))
            ):
                members.append(int(candidate))
        if not members or set(members) == before:
            break
    return members or list(seed), names, words


def _sum(many: Iterable[dict[str, float]]) -> dict[str, float]:
    total: defaultdict[str, float] = defaultdict(float)
    for one in many:
        for name, weight in one.items():
            total[name] += weight
    return total


def _connected(members: list[Message], core: Sequence[Message]) -> list[Message]:
    """The stretch of members, by time, in which no gap is longer than GAP and most of the core lies."""
    stretches: list[list[Message]] = []
    for message in members:
        if not stretches or message.at - stretches[-1][-1].at > GAP:
            stretches.append([])
        stretches[-1].append(message)
    ids = {m.id for m in core}
    return max(stretches, key=lambda s: (sum(m.id in ids for m in s), len(s)))


def _distinct(
    grown: Sequence[tuple[Heat, list[Message], tuple[Phrase, ...], tuple[Phrase, ...]]], top: int, now: dt.datetime
) -> list[Issue]:
    """The hottest; what has lost half of its members to a hotter one is the same again."""
    taken: set[str] = set()
    found: list[Issue] = []
    for _heat, members, names, words in grown:
        left = [m for m in members if m.id not in taken]
        if 2 * len(left) <= len(members):
            continue
        taken.update(m.id for m in left)
        title, place = title_of(left), place_of(left, names)
        found.append(Issue(title, place, tuple(left), names, words, heat_of(left, now=now)))
        if len(found) >= 2 * top + 10:
            break
    return sorted(found, key=lambda issue: -issue.heat.value)[:top]
