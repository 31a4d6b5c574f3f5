"""The demo's texts, read from ``texts/*.toml``. All of them are invented.

Fields of a story; only service, title and text must be there:

    service, title, text   what the resident sends; {village} {township} {a} {b} are filled in. ``answers``: to the service's own questions
    at                     "town" or "rural": where it can happen
    echo, answer           the unit's interim word and its answer
    ask, supply            a question before work can begin, and the resident's reply
    wrong                  unit that gets it by mistake, with reason and basis of the return
    helper                 unit that helps, the instruction to it and its report
    extension              days, reason, granted, words
    suspend                months until the review, words
    reject_first           why the reviewer sends the first draft of the answer back
    rework                 why the resident is not content, and the second answer
    decline, withdraw      words (and legal reason) with which it ends early
    remind, supervise      words of the resident, of the supervisor
    group                  several residents report one thing: the first of a group stays, the others are merged into it
    rate                   solved?, one to five, a word
    urgent
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

FILES = (
    "utilities",
    "roads",
    "housing",
    "environment",
    "farming",
    "security",
    "education-health",
    "affairs",
    "special",
)


@dataclass(frozen=True, slots=True)
class Story:
    """See above. ``words``: everything in it that is said, for finding out where it can happen."""

    service: str
    title: str
    text: str
    words: str
    at: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)
    echo: str = ""
    answer: str = ""
    ask: str = ""
    supply: str = ""
    wrong: Mapping[str, str] = field(default_factory=dict)
    helper: Mapping[str, str] = field(default_factory=dict)
    extension: Mapping[str, Any] = field(default_factory=dict)
    suspend: Mapping[str, Any] = field(default_factory=dict)
    reject_first: str = ""
    rework: Mapping[str, str] = field(default_factory=dict)
    decline: Mapping[str, str] = field(default_factory=dict)
    withdraw: str = ""
    remind: str = ""
    supervise: str = ""
    group: str = ""
    rate: tuple[bool, int, str] | None = None
    urgent: bool = False
    photo: str = ""

    @property
    def pastoral(self) -> bool:
        """Speaks of herders' places."""
        return any(word in self.words for word in ("嘎查", "浩特", "苏木", "牧", "草场"))

    @property
    def of_a_banner(self) -> bool:
        """Speaks of the county as a banner, so that a district or a city won't do."""
        return "旗" in self.words


@functools.cache
def stories() -> tuple[Story, ...]:
    """All of them, in the order of the files."""
    return tuple(_story(raw) for name in FILES for raw in read_texts(name)["story"])


@functools.cache
def pools() -> Mapping[str, Any]:
    """Names, places, and words used again and again."""
    return read_texts("pools")


def read_texts(name: str) -> dict[str, Any]:
    """One of the files in ``texts``."""
    return tomllib.loads((files(__package__) / "texts" / f"{name}.toml").read_text(encoding="utf-8"))


def _story(raw: dict[str, Any]) -> Story:
    rate = raw.pop("rate", None)
    return Story(**raw, words=_said(raw), rate=(bool(rate[0]), int(rate[1]), str(rate[2])) if rate else None)


def _said(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(_said(one) for name, one in value.items() if name not in ("service", "unit"))
    return value if isinstance(value, str) else ""
