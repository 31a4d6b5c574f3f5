"""Words of a text by a given lexicon: the longest at each place. Far quicker than a segmenter with probabilities, and the same for raw text and for text
that came in words already, so that both share one representation."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from wobangni.triage.rules.stop_words import STOP_WORDS

#: Latin words and numbers, runs of Chinese, runs of any other script. Everything else parts words.
_RUN = re.compile(r"[a-z0-9]+(?:\.[0-9]+)?|[\u3400-\u4dbf\u4e00-\u9fff]+|[^\W_]+")
_FIRST_CHINESE, _LAST_CHINESE = "\u3400", "\u9fff"
LONGEST_WORD = 8
#: Longer runs of other scripts are no words (addresses, code, hashes); characters.
LONGEST_RUN = 40

Word = tuple[str, int]  # as it stands in the text, and where
Progress = Callable[[int, int], None]


class Segmenter:
    """``lexicon``: words in small letters."""

    def __init__(self, lexicon: Iterable[str]) -> None:
        self.words = frozenset(lexicon)
        lengths: dict[str, set[int]] = {}
        for word in self.words:
            if 2 <= len(word) <= LONGEST_WORD:
                lengths.setdefault(word[:2], set()).add(len(word))
        self._lengths = {begin: tuple(sorted(found, reverse=True)) for begin, found in lengths.items()}

    def cut(self, text: str) -> list[Word]:
        """Words of a normalised text in order, without stop words."""
        lengths, words, stop = self._lengths.get, self.words, STOP_WORDS
        found: list[Word] = []
        for match in _RUN.finditer(text):
            run, start = match.group(), match.start()
            size = len(run)
            if not _FIRST_CHINESE <= run[0] <= _LAST_CHINESE:
                found.append((run[:LONGEST_RUN], start))
                continue
            at = 0
            while at < size:
                for length in lengths(run[at : at + 2], ()):
                    word = run[at : at + length]
                    if word in words:
                        break
                else:
                    word = run[at]
                if word not in stop:
                    found.append((word, start + at))
                at += len(word)
        return found


def learn_lexicon(
    texts: Sequence[str], segmented: Sequence[bool], at_least: int = 2, progress: Progress | None = None
) -> tuple[str, ...]:
    """Words of normalised texts that occur ``at_least`` so often, sorted: those of a text that came segmented as they stand, others by jieba."""
    import jieba

    jieba.setLogLevel(logging.WARNING)
    seen: Counter[str] = Counter()
    for number, (text, ready) in enumerate(zip(texts, segmented, strict=True), 1):
        seen.update(text.split(" ") if ready else jieba.cut(text))
        if progress and number % 200 == 0:
            progress(number, len(texts))
    return tuple(
        sorted(
            word
            for word, count in seen.items()
            if count >= at_least and 0 < len(word) <= LONGEST_WORD and _RUN.fullmatch(word)
        )
    )
