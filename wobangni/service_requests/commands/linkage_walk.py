"""The test request's way through the four centres and back, by the commands that any request takes, with the rights of the people who work there.

It is walked inside a transaction that is always undone. So it is as real as any request while it lasts (constraints, rights, lifecycle, clocks, chain of
hashes), and afterwards there is no row, event, figure, job or notice of it that anything could count, list, publish or send; nobody's name stands
in the history under what they did not do; and a run that is killed is undone by the database. What is kept is the list of steps.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from wobangni.kernel.actors import SYSTEM, Actor, ActorKind, Role
from wobangni.kernel.errors import WobangniError
from wobangni.kernel.scope import acting
from wobangni.organisations.commands.record_linkage import TraceStep
from wobangni.organisations.queries import UnitRef
from wobangni.organisations.queries.linkage_people import CountyPeople
from wobangni.organisations.rules.kinds import UnitKind
from wobangni.organisations.rules.linkage import FOUR
from wobangni.service_requests.commands.act import act
from wobangni.service_requests.commands.submit import Submission, submit
from wobangni.service_requests.commands.verify_events import content_of
from wobangni.service_requests.models import Event
from wobangni.service_requests.queries.public import resident_view
from wobangni.service_requests.rules.hash_chain import first_break
from wobangni.service_requests.rules.lifecycle import Action
from wobangni.service_requests.rules.states import Channel, State

#: Of the test request: staff who watch the database see these words, nobody else does. Content, so in Chinese.
WORDS = "贯通测试：由一个中心提出，经四个中心办理后返回。"
ECHO = "贯通测试：本中心已收到。"
ANSWER = "贯通测试：四个中心均已收到并回音，本件办理完毕。"


@dataclass(frozen=True, slots=True)
class Way:
    """What was walked. passed: centres where it was handed over, signed and echoed. came_back: answered, closed, read by its resident, history whole."""

    passed: frozenset[UnitKind]
    came_back: bool
    trace: tuple[TraceStep, ...]


#: Before anything is submitted.
NO_REQUEST = UUID(int=0)


class _Undone(Exception):
    pass


def walk(*, county: str, people: CountyPeople, centres: Mapping[UnitKind, UnitRef], now: dt.datetime) -> Way:
    """Walks it and undoes it. ``people``, ``centres``: those of the county, active. What stops it at one centre does not keep it from the others."""
    walker = _Walker(county, people, centres, now)
    came_back = False
    with suppress(_Undone), transaction.atomic(), acting(SYSTEM, counties={county}):
        came_back = walker.walk()
        raise _Undone
    return Way(frozenset(walker.passed), came_back, tuple(walker.trace))


@dataclass(slots=True)
class _Walker:
    county: str
    people: CountyPeople
    centres: Mapping[UnitKind, UnitRef]
    now: dt.datetime
    id: UUID = NO_REQUEST
    code: str = ""
    state: State = State.SUBMITTED
    at: UnitKind | None = None  # the centre that has it
    passed: set[UnitKind] = field(default_factory=set)
    trace: list[TraceStep] = field(default_factory=list)

    def walk(self) -> bool:
        """Whether it came back."""
        able = [kind for kind in self._order() if self._handler(kind)]
        if not able or self.people.somebody(Role.DISPATCHER) is None:
            return False
        self._submit(able[0])
        for kind in able:
            if self._hand_over(kind) and self._receive(kind):
                self.passed.add(kind)
        return len(self.passed) == len(FOUR) and self._home(able[0]) and self._is_whole()

    def _order(self) -> Sequence[UnitKind]:
        """The counter, where residents come in person, sends it and gets it back."""
        return sorted(FOUR, key=lambda kind: kind is not UnitKind.CENTRE_CONVENIENCE)

    def _handler(self, kind: UnitKind) -> Actor | None:
        unit = self.centres.get(kind)
        return next(iter(self.people.handlers.get(unit.id, ())), None) if unit else None

    def _submit(self, kind: UnitKind) -> None:
        """At the counter; where a county has no clerk, as if by a resident's own phone."""
        actor = self.people.somebody(Role.CLERK) or SYSTEM
        made = submit(
            actor=actor,
            now=self.now,
            submission=Submission(
                county=self.county, description=WORDS, title=WORDS[:4], channel=Channel.WINDOW, anonymous=True
            ),
        )
        self.id, self.code, self.state = made.id, made.code, made.state
        self.trace.append(TraceStep(kind.value, Action.SUBMIT.value, actor.name, made.state.value))
        self._do(None, Action.ACCEPT, self.people.somebody(Role.CLERK) or self.people.somebody(Role.DISPATCHER))

    def _hand_over(self, kind: UnitKind) -> bool:
        unit = self.centres[kind]
        first = self.at is None
        data: dict[str, Any] = {"unit": unit.id} if first else {"unit": unit.id, "reason": WORDS}
        done = self._do(
            kind, Action.DISPATCH if first else Action.TRANSFER, self.people.somebody(Role.DISPATCHER), data
        )
        self.at = kind if done else self.at
        return done

    def _receive(self, kind: UnitKind) -> bool:
        handler = self._handler(kind)
        return self._do(kind, Action.SIGN, handler) and self._do(kind, Action.ECHO, handler, {"text": ECHO})

    def _home(self, kind: UnitKind) -> bool:
        """Back to the centre that sent it: answered there, reviewed where the county reviews, closed by whoever asks residents afterwards."""
        handler = self._handler(kind)
        back = self._hand_over(kind) and self._do(kind, Action.SIGN, handler)
        answered = back and self._do(kind, Action.ANSWER, handler, {"answer": ANSWER})
        if answered and self.state is State.IN_REVIEW:
            answered = self._do(None, Action.APPROVE, self.people.somebody(Role.REVIEWER))
        caller = self.people.somebody(Role.CALLER)
        return answered and self._do(None, Action.CLOSE, caller, {"reason_code": "anonymous"})

    def _is_whole(self) -> bool:
        """Its resident reads the answer, and its history holds."""
        resident = Actor(ActorKind.RESIDENT, "linkage-test", "", owned=frozenset({self.code}))
        seen = resident_view(resident, self.code, now=self.now)
        events = Event.objects.filter(county=self.county, service_request_id=self.id).order_by("seq")
        chain = [(content_of(e), bytes(e.prev_hash), bytes(e.hash)) for e in events]
        return seen.state is State.CLOSED and seen.answer == ANSWER and bool(chain) and first_break(chain) is None

    def _do(
        self, kind: UnitKind | None, action: Action, actor: Actor | None, data: Mapping[str, Any] | None = None
    ) -> bool:
        centre = kind.value if kind else ""
        if actor is None:
            self.trace.append(
                TraceStep(centre, action.value, "", self.state.value, _("Nobody here has the role that does this."))
            )
            return False
        try:
            acted = act(actor=actor, now=self.now, code=self.code, action=action, data=data)
        except WobangniError as error:
            self.trace.append(TraceStep(centre, action.value, actor.name, self.state.value, str(error.message)))
            return False
        self.state = acted.state
        self.trace.append(TraceStep(centre, action.value, actor.name, acted.state.value))
        return True
