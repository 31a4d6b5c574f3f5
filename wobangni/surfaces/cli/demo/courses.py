"""What happens to one demo request until it stands where the plan wants it: who does what, with which words, after how long.

Pure: takes a story and a die, gives steps. Nothing here knows the database.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from wobangni.catalogue.rules.limits import Limit, TimeUnit
from wobangni.service_requests.rules.lifecycle import Action as A
from wobangni.service_requests.rules.settle import REWORK_SPAN
from wobangni.service_requests.rules.states import State as S
from wobangni.surfaces.cli.demo.stories import Story, pools
from wobangni.surfaces.cli.demo.timing import Count, Wait

#: Working days.
LONG_ENOUGH = 5
FINISHED = frozenset({S.ANSWERED, S.CLOSED, S.ARCHIVED})


@dataclass(frozen=True, slots=True)
class Move:
    """One step. ``who``: position in the story. ``unit``: kind of unit that it is handed to; "" for the usual one."""

    who: str
    action: A
    wait: Wait
    data: Mapping[str, Any] = field(default_factory=dict)
    unit: str | None = None


@dataclass(slots=True)
class Course:
    """Grows move by move."""

    story: Story
    die: random.Random
    review: bool  # the county reviews answers
    anonymous: bool
    limit: Limit  # to the answer
    moves: list[Move] = field(default_factory=list)

    def add(self, who: str, action: A, least: float, most: float, unit: str | None = None, **data: Any) -> None:
        hours = self.die.uniform(least, most)
        if who == "resident":
            wait = Wait(hours * (self.pace if self.is_emergency else 1), Count.DAY)
        else:
            wait = Wait(hours * self.pace, Count.CLOCK if self.is_emergency else Count.OFFICE)
        self.moves.append(Move(who, action, wait, {k: v for k, v in data.items() if v != ""}, unit))

    @property
    def pace(self) -> float:
        """A burst pipe is seen to day and night; a question is answered sooner than a road is mended."""
        if self.is_emergency:
            return 0.05 * self.limit.amount / 2
        return 1.0 if self.is_long else 0.3

    @property
    def is_emergency(self) -> bool:
        return self.limit.unit is TimeUnit.HOURS

    @property
    def is_long(self) -> bool:
        """An extension is asked for well before the limit is over."""
        return self.limit.unit is TimeUnit.WORKING_DAYS and self.limit.amount >= LONG_ENOUGH

    def any_of(self, pool: str) -> str:
        return str(self.die.choice(pools()[pool]))

    def chance(self, share: float) -> bool:
        return self.die.random() < share


def course_to(state: S, story: Story, die: random.Random, *, review: bool, anonymous: bool, limit: Limit) -> list[Move]:
    """The moves after the submission that lead to ``state``."""
    course = Course(story, die, review, anonymous, limit)
    if state is S.SUBMITTED:
        _restless(course)
    elif state is S.WITHDRAWN or (state is S.ARCHIVED and story.withdraw):
        _withdrawn(course)
    elif state is S.DECLINED or (state is S.ARCHIVED and story.decline):
        _declined(course)
    elif state is S.NEEDS_INFO:
        _asked(course)
    elif state is S.MERGED:
        pass  # the merge itself needs the other's code: see requests.py
    elif state is S.ACCEPTED:
        _accepted(course, only=True)
    else:
        _accepted(course, only=False)
        _with_unit(course, state)
    if state is S.ARCHIVED:
        least = REWORK_SPAN.days * 24 + 1 if course.moves[-1].action in (A.CONFIRM, A.CLOSE) else 16
        course.moves.append(Move("admin", A.ARCHIVE, Wait(die.uniform(least, least + 24), Count.DAY)))
    return course.moves


def _restless(course: Course) -> None:
    if course.chance(0.15):
        course.add("resident", A.ADD_INFO, 1, 6, text=course.any_of("add_info"))


def _withdrawn(course: Course) -> None:
    if course.chance(0.5):
        course.add("clerk", A.ACCEPT, 0.3, 2)
    course.add("resident", A.WITHDRAW, 1, 5, remark=course.story.withdraw)


def _declined(course: Course) -> None:
    decline = course.story.decline
    if course.story.ask:
        course.add("clerk", A.ASK_INFO, 0.5, 2, question=course.story.ask)
        wait = 24
    else:
        wait = 0
    course.add("clerk", A.DECLINE, wait + 0.3, wait + 2, reason_code=decline["reason"], explanation=decline["words"])


def _asked(course: Course) -> None:
    if course.chance(0.4):
        course.add("clerk", A.ACCEPT, 0.3, 1)
    course.add("clerk", A.ASK_INFO, 0.3, 2, question=course.story.ask)


def _accepted(course: Course, *, only: bool) -> None:
    story = course.story
    if story.ask and course.chance(0.6):
        course.add("clerk", A.ASK_INFO, 0.4, 2, question=story.ask)
        course.add("resident", A.SUPPLY_INFO, 1, 14, text=story.supply or course.any_of("add_info"))
    if story.urgent:
        course.add("clerk", A.AMEND, 0.1, 0.3, urgent=True)
    if only or course.chance(0.7):
        course.add("clerk", A.ACCEPT, 0.4, 2.5)
    if story.wrong and (not only or course.chance(0.7)):
        _returned(course)


def _returned(course: Course) -> None:
    wrong = course.story.wrong
    course.add("dispatcher", A.DISPATCH, 0.3, 1.5, unit=wrong["unit"])
    if course.chance(0.5):
        course.add("lead", A.SIGN, 0.3, 1.5)
    course.add("lead", A.RETURN, 0.5, 4, reason=wrong["reason"], basis=wrong["basis"])


def _with_unit(course: Course, state: S) -> None:
    story = course.story
    course.add("dispatcher", A.DISPATCH, 0.3, 2, unit="", instruction=course.any_of("declare"))
    if state is S.DISPATCHED:
        if course.chance(0.2):
            course.add("resident", A.REMIND, 2, 9, remark=course.any_of("remind"))
        return
    course.add("lead", A.SIGN, 0.2, 1.8)
    _work(course, state)
    if state in (S.IN_PROGRESS, S.SUSPENDED):
        return
    _answered(course, story.answer, state)
    if state in FINISHED and story.rework and course.chance(0.8):
        course.add("resident", A.REWORK, 8, 40, explanation=story.rework["words"])
        course.add("lead", A.ECHO, 1, 4, text=course.any_of("echo"))
        _answered(course, story.rework["answer"], state)
    if state in (S.CLOSED, S.ARCHIVED):
        _closed(course)


def _work(course: Course, state: S) -> None:
    """What happens while the unit has it."""
    story = course.story
    if story.extension and course.is_long:
        _extension(course, state)
    if story.helper and course.chance(0.9):
        course.add("lead", A.ADD_HELPER, 0.3, 2, unit=story.helper["unit"], instruction=story.helper["instruction"])
        course.add("helper", A.HELPER_SIGN, 0.3, 1.8)
        if state is not S.IN_PROGRESS or course.chance(0.5):
            course.add("helper", A.HELPER_ANSWER, 3, 8, text=story.helper["text"])
    if story.echo:
        course.add("lead", A.ECHO, 1, 5, text=story.echo)
    elif course.chance(0.3):
        course.add("lead", A.ECHO, 1, 5, text=course.any_of("echo"))
    if course.chance(0.12):
        course.add("clerk", A.NOTE, 0.5, 2, text=course.any_of("note"))
    if (story.remind or course.chance(0.1)) and not course.is_emergency:
        course.add("resident", A.REMIND, 10, 30, remark=story.remind or course.any_of("remind"))
    if story.supervise and course.chance(0.8):
        course.add("supervisor", A.SUPERVISE, 0.5, 3, reason=story.supervise)
    if state is S.SUSPENDED:
        review = dt.timedelta(days=30 * int(story.suspend["months"]))
        course.add("reviewer", A.SUSPEND, 2, 8, explanation=story.suspend["words"], review_date=review)


def _extension(course: Course, state: S) -> None:
    asked = course.story.extension
    course.add("lead", A.REQUEST_EXTENSION, 2, 6, days=asked["days"], reason=asked["reason"])
    if state is S.IN_PROGRESS and course.chance(0.5):
        return  # waits for a decision
    if asked["granted"]:
        course.add("reviewer", A.GRANT_EXTENSION, 1, 4, remark=asked["words"])
    else:
        course.add("reviewer", A.REFUSE_EXTENSION, 1, 4, reason=asked["words"])


def _answered(course: Course, answer: str, state: S) -> None:
    """Drafted, perhaps sent back, approved where the county reviews."""
    draft = course.story.reject_first or (course.any_of("review_return") if course.chance(0.1) else "")
    if draft and course.review:
        course.add("lead", A.ANSWER, 2, 12, answer=answer.split("。")[0] + "。")
        course.add("reviewer", A.REJECT_ANSWER, 0.5, 3, reason=draft)
    course.add("lead", A.ANSWER, 2, 14, answer=answer)
    if state is not S.IN_REVIEW and course.review:
        course.add("reviewer", A.APPROVE, 0.4, 3, remark=course.any_of("remark_approve"))


def _closed(course: Course) -> None:
    if course.anonymous:
        course.add("caller", A.CLOSE, 10, 24, reason_code="anonymous")
        return
    if course.chance(0.08):
        course.add("caller", A.CLOSE, 24, 40, reason_code="unreachable", remark="三次回访无人接听。")
        return
    solved, satisfied, comment = _rating(course)
    who, least, most = ("caller", 4, 14) if course.chance(0.35) else ("resident", 1, 40)
    course.add(who, A.CONFIRM, least, most, solved=solved, satisfied=satisfied, comment=comment)


def _rating(course: Course) -> tuple[bool, int, str]:
    if course.story.rate and course.chance(0.85):
        return course.story.rate
    die = course.die.random()
    if die < 0.12:
        return False, course.die.choice((1, 2)), course.any_of("comment_bad")
    if die < 0.3:
        return True, 3, course.any_of("comment_ok")
    return True, course.die.choice((4, 5, 5)), course.any_of("comment_good")
