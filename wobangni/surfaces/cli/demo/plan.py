"""Which requests the demo has: so many in each state, spread over counties and stories. The same every time."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wobangni.service_requests.rules.lights import Light
from wobangni.service_requests.rules.states import State as S
from wobangni.surfaces.cli.demo.people import COUNTY
from wobangni.surfaces.cli.demo.stories import Story, stories

SEED = 20261001
#: Of every state the showcase county has at least so many.
AT_HOME = 2
#: How many stand in each state when all is made.
IN_STATE = {
    S.SUBMITTED: 26,
    S.NEEDS_INFO: 12,
    S.DECLINED: 12,
    S.ACCEPTED: 22,
    S.DISPATCHED: 24,
    S.IN_PROGRESS: 60,
    S.SUSPENDED: 10,
    S.IN_REVIEW: 18,
    S.ANSWERED: 26,
    S.CLOSED: 80,
    S.WITHDRAWN: 10,
    S.ARCHIVED: 18,
}
#: Of ten that wait, so many stand at green, yellow and red.
LIGHTS = {
    S.SUBMITTED: (7, 1, 2),
    S.ACCEPTED: (6, 2, 2),
    S.DISPATCHED: (5, 2, 3),
    S.IN_PROGRESS: (6, 2, 2),
    S.IN_REVIEW: (7, 2, 1),
}
#: Seventeen counties in all twelve leagues. Banners and cities with pastures; the others are towns and villages.
PASTORAL = (
    "152502", "152522", "152221", "152223", "150524", "150727", "152921", "150929", "150502", "150625",
)  # fmt: skip
OTHERS = ("150622", "150826", "150428", "150221", "150302", "150781")
COUNTIES = (COUNTY, *PASTORAL, *OTHERS)
#: Districts and cities: a story that says "banner" can't happen there.
NO_BANNER = frozenset({COUNTY, "150502", "152502", "150302", "150781"})
#: Where several residents report one thing, twice each.
GROUP_COUNTIES = {
    "heating-main": (COUNTY, "150302"),
    "delayed-homes": (COUNTY, "150502"),
    "wages-site": (COUNTY, "150622"),
}
HERDERS_GROUPS = ("152522", "150727")


@dataclass(frozen=True, slots=True)
class Planned:
    """One request to be made. ``number``: never changes its meaning, for it is in the request's id. ``into``: number of the one it is merged into."""

    number: int
    story: Story
    state: S
    county: str
    light: Light | None = None
    into: int | None = None

    @property
    def external_id(self) -> str:
        return f"demo-{self.number:04d}"

    @property
    def die(self) -> random.Random:
        """A die of its own, so that one request's throws don't change another's."""
        return random.Random(SEED + self.number)  # noqa: S311


def plan() -> list[Planned]:
    """All of them; one that others are merged into stands before those."""
    die = random.Random(SEED)  # noqa: S311
    made = list(_groups())
    numbers = itertools.count(len(made) + 1)
    used: Counter[str] = Counter()
    single = [story for story in stories() if not story.group]
    for state, count in IN_STATE.items():
        possible = [story for story in single if _can_be(story, state)]
        lights, at_home = _lights(state), 0
        for _one in range(count):
            story = _draw(possible, used, die)
            county = _county(story, die, home=at_home < AT_HOME)
            at_home += county == COUNTY
            made.append(Planned(next(numbers), story, state, county, next(lights)))
    return made


def _groups() -> Iterator[Planned]:
    number = 0
    for group, members in itertools.groupby(stories_in_groups(), key=lambda story: story.group):
        first, *others = members
        for county in GROUP_COUNTIES.get(group, HERDERS_GROUPS):
            number += 1
            stays = number
            yield Planned(stays, first, S.IN_PROGRESS, county, Light.GREEN)
            for story in others:
                number += 1
                yield Planned(number, story, S.MERGED, county, into=stays)


def stories_in_groups() -> list[Story]:
    return sorted((story for story in stories() if story.group), key=lambda story: story.group)


def _can_be(story: Story, state: S) -> bool:
    if story.decline or story.withdraw:
        ends = S.DECLINED if story.decline else S.WITHDRAWN
        return state in (ends, S.ARCHIVED)
    if state in (S.DECLINED, S.WITHDRAWN):
        return False
    if state is S.NEEDS_INFO:
        return bool(story.ask)
    if state is S.SUSPENDED:
        return bool(story.suspend)
    # What waits for the spring has no answer yet.
    return not story.suspend or state in (S.SUBMITTED, S.ACCEPTED, S.DISPATCHED, S.IN_PROGRESS)


def _draw(possible: Sequence[Story], used: Counter[str], die: random.Random) -> Story:
    """One of those told least often so far."""
    least = min(used[story.title] for story in possible)
    story = die.choice([story for story in possible if used[story.title] == least])
    used[story.title] += 1
    return story


def _lights(state: S) -> Iterator[Light | None]:
    if state not in LIGHTS:
        return itertools.repeat(None)
    green, yellow, red = LIGHTS[state]
    ten = [Light.GREEN] * green + [Light.YELLOW] * yellow + [Light.RED] * red
    random.Random(SEED).shuffle(ten)  # noqa: S311
    return itertools.cycle(ten)


def _county(story: Story, die: random.Random, *, home: bool) -> str:
    """``home``: the showcase county whenever the story can happen there."""
    possible: tuple[str, ...] = PASTORAL if story.pastoral else COUNTIES
    if story.of_a_banner:
        possible = tuple(county for county in possible if county not in NO_BANNER)
    if COUNTY in possible and (home or die.random() < 0.4):
        return COUNTY
    return die.choice(possible)
