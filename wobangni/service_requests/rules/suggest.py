"""Which unit is suggested for a request, from what the directory says and what experience shows. Pure."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

#: From so many requests of a kind in its township on, only those count; before, those of the whole county.
ENOUGH_HERE = 8
#: Experience outweighs the usual unit from so many requests and this share of them on.
ENOUGH, MOST_OF_THEM = 5, 0.8
#: Given back so often within the span looked at, a unit that no rule names is no longer the first choice.
TOO_OFTEN = 2
SHOWN = 4


class By(enum.StrEnum):
    """Why a unit stands in the list."""

    RULE = "rule"  # a rule of the directory names it
    HISTORY = "history"  # it did most of those like this
    USUAL = "usual"  # units of its kind usually do this service


@dataclass(frozen=True, slots=True)
class Done:
    """How many requests of a kind each unit (by id) has answered. ``here``: in the same township; otherwise in the whole county."""

    by_unit: Mapping[int, int]
    here: bool

    @property
    def total(self) -> int:
        return sum(self.by_unit.values())


@dataclass(frozen=True, slots=True)
class Returned:
    """How often a unit gave such orders back lately, and the latest reason. ``this_one``: the very request among them."""

    times: int
    reason: str
    this_one: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """One unit. done: of ``of`` requests like this one it answered so many."""

    unit_id: int
    by: By
    done: int = 0
    of: int = 0
    here: bool = False
    returned: Returned | None = None

    @property
    def doubtful(self) -> bool:
        """Gave such orders back: a person should look."""
        return self.returned is not None and (self.returned.this_one or self.returned.times >= TOO_OFTEN)


def done_like(rows: Iterable[tuple[str, int, int]], township: str) -> Done:
    """From (township, unit, count) of one service: those of the same township if they are enough, else all."""
    here: dict[int, int] = {}
    everywhere: dict[int, int] = {}
    for place, unit_id, n in rows:
        everywhere[unit_id] = everywhere.get(unit_id, 0) + n
        if township and place == township:
            here[unit_id] = here.get(unit_id, 0) + n
    return Done(here, True) if sum(here.values()) >= ENOUGH_HERE else Done(everywhere, False)


def candidates(
    *,
    by_rule: int | None,
    usual: int | None,
    done: Done,
    returned: Mapping[int, Returned],
    usable: Callable[[int], bool],
) -> tuple[Candidate, ...]:
    """Units, the best first, each once.

    The unit of a rule comes first, unless it has given this very request back: the county has decided so, and is told where its rule fails. Then the unit
    that did nearly all of those like it, then the usual unit, then others with experience. Who often gives such orders back goes behind those who don't.
    """
    experienced = sorted(done.by_unit, key=lambda unit_id: (-done.by_unit[unit_id], unit_id))
    strong = [unit_id for unit_id in experienced if _nearly_all(done, unit_id)]
    wanted: Sequence[tuple[int | None, By]] = [
        (by_rule, By.RULE),
        *((unit_id, By.HISTORY) for unit_id in strong),
        (usual, By.USUAL),
        *((unit_id, By.HISTORY) for unit_id in experienced),
    ]
    found: dict[int, Candidate] = {}
    for unit_id, by in wanted:
        if unit_id is not None and unit_id not in found and usable(unit_id):
            found[unit_id] = Candidate(
                unit_id, by, done.by_unit.get(unit_id, 0), done.total, done.here, returned.get(unit_id)
            )
    return tuple(sorted(found.values(), key=_behind)[:SHOWN])


def _behind(one: Candidate) -> bool:
    if one.by is By.RULE:
        return one.returned is not None and one.returned.this_one
    return one.doubtful


def _nearly_all(done: Done, unit_id: int) -> bool:
    return done.total >= ENOUGH and done.by_unit[unit_id] >= MOST_OF_THEM * done.total
