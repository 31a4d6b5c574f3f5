"""On what a rule of the directory depends besides service and place. A small closed set, kept as data: all parts that are given must hold."""

from __future__ import annotations

import datetime as dt
import enum
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from wobangni.kernel.rules.i18n import gettext_noop as N_
from wobangni.kernel.rules.text import clean_line

MOST_WORDS = 20
LONGEST_WORD = 20
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
#: A leap year, so that 29 February is a day of the year like any other.
_LEAP_YEAR = 2000

MonthDay = tuple[int, int]


class Hours(enum.StrEnum):
    OFFICE = "office"  # sent while the county's offices are open
    OUTSIDE = "outside"


class BadCondition(ValueError):
    """``part``: the name of what can't be used; ``problem``: an English msgid."""

    def __init__(self, part: str, problem: str) -> None:
        super().__init__(f"{part}: {problem}")
        self.part = part
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Condition:
    """``any_words``, ``all_words``: in the title or the text, in small letters. ``season``: first and last day of the year, both within; may pass
    the turn of the year. ``answers``: (code of a question, options of which one was chosen)."""

    any_words: tuple[str, ...] = ()
    all_words: tuple[str, ...] = ()
    urgent: bool | None = None
    channels: tuple[str, ...] = ()
    season: tuple[MonthDay, MonthDay] | None = None
    hours: Hours | None = None
    answers: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def parts(self) -> int:
        """How much it asks for: the more, the more special."""
        given = (self.any_words, self.all_words, self.channels, self.season, self.hours)
        return sum(map(bool, given)) + (self.urgent is not None) + len(self.answers)


ANY = Condition()


def parse_condition(raw: Mapping[str, Any]) -> Condition:
    """From stored or submitted data. Raises BadCondition naming the first part that can't be used."""
    unknown = set(raw) - {"any_words", "all_words", "urgent", "channels", "season", "hours", "answers"}
    if unknown:
        raise BadCondition(min(unknown), N_("There is no such condition"))
    urgent, hours = raw.get("urgent"), raw.get("hours") or None
    if urgent is not None and not isinstance(urgent, bool):
        raise BadCondition("urgent", N_("Urgent is yes, no, or not asked"))
    if hours is not None and hours not in set(Hours):
        raise BadCondition("hours", N_("Choose within or outside office hours"))
    return Condition(
        any_words=_words("any_words", raw.get("any_words")),
        all_words=_words("all_words", raw.get("all_words")),
        urgent=urgent,
        channels=_names("channels", raw.get("channels") or ()),
        season=_season(raw.get("season")),
        hours=Hours(hours) if hours else None,
        answers=_answers(raw.get("answers") or {}),
    )


def condition_data(condition: Condition) -> dict[str, Any]:
    """The stored form, without what is not asked for."""
    data: dict[str, Any] = {
        "any_words": list(condition.any_words),
        "all_words": list(condition.all_words),
        "urgent": condition.urgent,
        "channels": list(condition.channels),
        "season": [f"{month:02}-{day:02}" for month, day in condition.season or ()],
        "hours": condition.hours and condition.hours.value,
        "answers": {code: list(options) for code, options in condition.answers},
    }
    return {name: value for name, value in data.items() if value is not None and value not in ([], {})}


def in_season(season: tuple[MonthDay, MonthDay], day: dt.date) -> bool:
    """Whether ``day`` falls between the two days of the year, both included: 15 October to 15 April passes the turn of the year."""
    first, last = season
    today = (day.month, day.day)
    return first <= today <= last if first <= last else today >= first or today <= last


def _words(part: str, raw: Iterable[Any] | None) -> tuple[str, ...]:
    words = tuple(dict.fromkeys(clean_line(str(word)).lower() for word in raw or ()))
    words = tuple(word for word in words if word)
    if len(words) > MOST_WORDS:
        raise BadCondition(part, N_("At most twenty words"))
    if any(len(word) > LONGEST_WORD for word in words):
        raise BadCondition(part, N_("A word has at most twenty characters"))
    return words


def _names(part: str, raw: Iterable[Any]) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(str(name) for name in raw))
    if not all(map(_NAME.fullmatch, names)):
        raise BadCondition(part, N_("There is no such choice"))
    return names


def _season(raw: Any) -> tuple[MonthDay, MonthDay] | None:
    if not raw:
        return None
    try:
        first, last = raw
        return _month_day(first), _month_day(last)
    except (TypeError, ValueError):
        raise BadCondition("season", N_("Give two days of the year, such as 10-15 and 04-15")) from None


def _month_day(raw: Any) -> MonthDay:
    typed = re.fullmatch(r"\s*([0-9]{1,2})[-./月]([0-9]{1,2})日?\s*", str(raw))
    if typed is None:
        raise ValueError(raw)
    found = dt.date(_LEAP_YEAR, int(typed[1]), int(typed[2]))
    return found.month, found.day


def _answers(raw: Any) -> tuple[tuple[str, tuple[str, ...]], ...]:
    if not isinstance(raw, Mapping):
        raise BadCondition("answers", N_("There is no such choice"))
    wanted = {str(code): _names("answers", options) for code, options in raw.items()}
    _names("answers", wanted)
    return tuple(sorted((code, options) for code, options in wanted.items() if options))
