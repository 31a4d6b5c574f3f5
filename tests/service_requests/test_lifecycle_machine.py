"""Random people do random things, allowed and not, on the real database; after each step everything that must hold is checked.

``HYPOTHESIS_PROFILE=deep`` looks much longer, at other examples each time, and shortens a failure to the fewest steps.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any, ClassVar

import pytest
from django.db import transaction
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from tests.cast import COUNTY, Cast, stranger
from tests.service_requests.filled_in import SERVICES, filled_in
from tests.service_requests.invariants import check_ended, check_figures, check_request, photograph
from tests.service_requests.story import MONDAY, send
from wobangni.kernel.actors import Actor, ActorKind
from wobangni.kernel.errors import Conflict, Forbidden, InvalidInput, NotFound
from wobangni.service_requests.access import is_visible, owns
from wobangni.service_requests.commands.act import act
from wobangni.service_requests.commands.fold_tallies import fold_tallies
from wobangni.service_requests.commands.sweep import sweep
from wobangni.service_requests.commands.transition import Acted
from wobangni.service_requests.models import Assignment, Deadline, Event, ServiceRequest
from wobangni.service_requests.queries.detail import request_detail
from wobangni.service_requests.queries.merged import merged_above
from wobangni.service_requests.queries.public import resident_view
from wobangni.service_requests.rules.lifecycle import TABLE, Action
from wobangni.service_requests.rules.permissions import offers
from wobangni.service_requests.rules.states import Channel, State
from wobangni.service_requests.snapshots import snapshot_of

REQUESTS = 4  # at most, in one example
#: All figures and chains are counted anew after so many deeds and at the end of each example: what is wrong with them stays wrong.
FIGURES_EVERY = 5
SENDERS = st.sampled_from(["qiqige", "wang_fang", "clerk", "partner", "system"])
#: A few seconds up to a month: across office hours, nights, weekends and time limits.
SPANS = st.one_of(
    st.integers(1, 3600).map(lambda n: dt.timedelta(seconds=n)),
    st.integers(1, 48).map(lambda n: dt.timedelta(hours=n)),
    st.integers(1, 30).map(lambda n: dt.timedelta(days=n)),
)
#: What people do, and how often of 20 times.
DEEDS = ["offered"] * 11 + ["anything"] * 2 + ["nonsense", "stale", "stale", "twice", "twice", "fold", "sweep"]
#: The ways on which requests go; a walk begins somewhere on one of them. The second has all that can hang on an order.
BEGINNING: list[tuple[str, Action, dict[str, Any]]] = [
    ("clerk", Action.ACCEPT, {}),
    ("dispatcher", Action.DISPATCH, {"unit": "housing"}),
    ("housing_handler", Action.SIGN, {}),
]
WAYS = [
    [
        *BEGINNING,
        ("housing_handler", Action.ANSWER, {"answer": "已修好"}),
        ("reviewer", Action.APPROVE, {}),
        ("qiqige", Action.CONFIRM, {"solved": True, "satisfied": 5}),
    ],
    [
        *BEGINNING,
        ("dispatcher", Action.ADD_HELPER, {"unit": "water"}),
        ("housing_handler", Action.REQUEST_EXTENSION, {"days": 3, "reason": "等配件"}),
        ("supervisor", Action.SUPERVISE, {"reason": "关注"}),
        ("housing_handler", Action.RETURN, {"reason": "不属本单位", "basis": "职责清单"}),
    ],
]
ACTIONS = [row.action for row in TABLE if row.action is not Action.SUBMIT]
#: How much sooner one action is chosen than another. Steps after which little more happens come seldom, or no walk would get far; what few may
#: do and only in few states comes sooner, or it would hardly be seen.
WEIGHTS: dict[Action, int] = dict.fromkeys(ACTIONS, 5) | {
    **dict.fromkeys((Action.WITHDRAW, Action.WITHDRAW_FOR, Action.NOTE, Action.RELAY, Action.RECOUNT), 1),
    **dict.fromkeys((Action.REMIND, Action.AMEND, Action.ESCALATE, Action.ECHO, Action.TRANSFER, Action.ASK_INFO), 2),
    **dict.fromkeys((Action.HELPER_SIGN, Action.HELPER_ANSWER, Action.HELPER_RETURN, Action.UNMERGE, Action.RATE), 15),
    **dict.fromkeys(
        (
            Action.CONFIRM,
            Action.CLOSE,
            Action.REWORK,
            Action.APPROVE,
            Action.GRANT_EXTENSION,
            Action.REFUSE_EXTENSION,
            Action.CLAIM,
            Action.SUSPEND,
        ),
        10,
    ),
}


class Lifecycle(RuleBasedStateMachine):
    """``cast`` is set by the test. ``seen``: (action, state it led to) of all examples; ``swept``: what time alone has brought about."""

    cast: ClassVar[Cast]
    seen: ClassVar[Counter[tuple[str, str]]] = Counter()
    swept: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.now = MONDAY
        self.codes: list[str] = []
        self.deeds = 0
        self.people: dict[str, Actor] = dict(self.cast.everybody)
        self.example = transaction.atomic()
        self.example.__enter__()

    def teardown(self) -> None:
        try:
            for code in self.codes:
                check_request(self._row(code))
            check_figures()
        finally:
            transaction.set_rollback(True)
            self.example.__exit__(None, None, None)

    @initialize(service=SERVICES, way=st.sampled_from(WAYS), steps=st.integers(0, 7))
    def the_first_is_on_its_way(self, service: str | None, way: list[Any], steps: int) -> None:
        self._send("qiqige", service, anonymous=False)
        for who, action, words in way[:steps]:
            words = {name: getattr(self.cast, str(value), value) for name, value in words.items()}
            self._act(who, self.codes[0], action, words)

    @precondition(lambda self: len(self.codes) < REQUESTS)
    @rule(sender=SENDERS, service=SERVICES, anonymous=st.booleans())
    def somebody_sends_another(self, sender: str, service: str | None, anonymous: bool) -> None:
        self._send(sender, service, anonymous=anonymous)

    @rule(span=SPANS)
    def time_passes(self, span: dt.timedelta) -> None:
        self.now += span

    @rule(span=st.integers(1, 20).map(lambda n: dt.timedelta(days=n)))
    def nobody_does_anything_for_long(self, span: dt.timedelta) -> None:
        self.now += span
        self._sweep()

    # Several rules of one meaning: Hypothesis picks rules evenly and sometimes leaves one out, and most of what happens is this.
    @rule(data=st.data(), deed=st.sampled_from(DEEDS))
    def somebody_acts(self, data: st.DataObject, deed: str) -> None:
        # Where all is over only those go who try anything.
        codes = self.codes if deed == "anything" else [c for c in self.codes if self._row(c).state != State.ARCHIVED]
        if not codes:
            return
        code = data.draw(st.sampled_from(codes), label="code")
        getattr(self, f"_{deed}")(data, code)
        check_request(self._row(code))
        self.deeds += 1
        if self.deeds % FIGURES_EVERY == 0:
            check_figures()

    somebody_else_acts = rule(data=st.data(), deed=st.sampled_from(DEEDS))(
        lambda self, data, deed: self.somebody_acts(data, deed)
    )

    # -- deeds -----------------------------------------------------------------------------------------------------

    def _offered(self, data: st.DataObject, code: str) -> None:
        chosen = self._choose(data, code)
        if chosen:
            who, action = chosen
            assert action in self._page(self.people[who], code), "the page offers what the rules allow"
            self._does(data, who, code, action, allowed=True)

    def _anything(self, data: st.DataObject, code: str) -> None:
        who = data.draw(st.sampled_from(sorted(self.people)), label="who")
        action = data.draw(st.sampled_from(ACTIONS), label="action")
        if action is not Action.MERGE or self._merge_leads(code):
            self._does(data, who, code, action, allowed=action in self._page(self.people[who], code))

    def _nonsense(self, data: st.DataObject, code: str) -> None:
        chosen = self._choose(data, code)
        if not chosen:
            return
        who, action = chosen
        names = st.sampled_from(["unit", "text", "reason", "review_date", "days", "lead_code", "satisfied"])
        values = st.sampled_from(
            ["", "x" * 6000, "99999999", -1, "2099-01-01", f"{COUNTY}0000000000", None, [], 10**30]
        )
        nonsense = data.draw(st.dictionaries(names, values, min_size=1), label="nonsense") | {"no_such_field": 1}
        self._is_refused(InvalidInput, who, code, action, nonsense)

    def _stale(self, data: st.DataObject, code: str) -> None:
        version = self._row(code).version
        chosen = self._choose(data, code)
        if version < 2 or not chosen:
            return
        who, action = chosen
        words = self._words(data, code, action)
        self._is_refused(Conflict, who, code, action, words, expected_version=version - 1, strict=True)
        self._act(who, code, action, words, expected_version=version - 1)

    def _twice(self, data: st.DataObject, code: str) -> None:
        chosen = self._choose(data, code)
        if not chosen:
            return
        who, action = chosen
        words = self._words(data, code, action)
        key = f"{who}-{action}-{self._row(code).version}"
        first = self._act(who, code, action, words, key=key)
        before = photograph()
        if self._rules(code, {who: self.people[who]})[who] is not None:
            second = act(actor=self.people[who], now=self.now, code=code, action=action, data=words, key=key)
            assert (second.changed, second.version) == (False, first.version)
        assert photograph() == before

    def _fold(self, data: st.DataObject, code: str) -> None:
        fold_tallies()
        assert photograph()["tally_delta"][0] == 0

    def _sweep(self, *_chosen: object) -> None:
        """Time alone moves things: each once, and what is left is not due."""
        before = {c: self._clocks(c) for c in self.codes}
        versions = {c: self._row(c).version for c in self.codes}
        for _again in range(20):  # what a sweep starts may be due already: a long time may have passed
            swept = sweep(now=self.now)
            assert not swept.failed
            self.swept.update(swept.done)
            if not swept.total:
                break
        assert sweep(now=self.now).total == 0
        assert not Deadline.objects.filter(county=COUNTY, next_at__lte=self.now).exists()
        for one in self.codes:
            check_request(self._row(one))
            if self._row(one).version == versions[one] + 1:
                check_ended(before[one], self._clocks(one), self._last_event(one), self.now)

    # -- how it is done --------------------------------------------------------------------------------------------

    def _send(self, sender: str, service: str | None, *, anonymous: bool) -> None:
        more = {"channel": Channel.HOTLINE} if sender == "clerk" else {}
        made = send(self.people[sender], now=self.now, service=service, anonymous=anonymous, **more)
        assert made.created
        self.codes.append(made.code)
        if anonymous:  # who sent it keeps the code and its query password
            self.people[f"stranger_{len(self.codes)}"] = stranger(made.code)
        check_request(self._row(made.code))

    def _choose(self, data: st.DataObject, code: str) -> tuple[str, Action] | None:
        """Somebody and something that is offered to them; first what, then who, so that what few may do is done too."""
        able: dict[Action, list[str]] = defaultdict(list)
        for who, actions in self._rules(code, self.people).items():
            for action in actions or ():
                able[action].append(who)
        if not self._merge_leads(code):
            able.pop(Action.MERGE, None)
        if not able:
            return None
        weighted = [a for a in able for _ in range(WEIGHTS[a])]
        action = data.draw(st.sampled_from(weighted), label="action")
        return data.draw(st.sampled_from(able[action]), label="who"), action

    def _act(self, who: str, code: str, action: Action, words: dict[str, Any], **more: Any) -> Acted:
        version, clocks = self._row(code).version, self._clocks(code)
        if self.people[who].kind is ActorKind.PARTNER:  # without a key it is taken to repeat itself
            more.setdefault("key", f"{action}-{version}")
        done = act(actor=self.people[who], now=self.now, code=code, action=action, data=words, **more)
        assert (done.changed, done.version) == (True, version + 1)
        check_ended(clocks, self._clocks(code), self._last_event(code), self.now)
        self.seen[str(action), str(done.state)] += 1
        return done

    def _does(self, data: st.DataObject, who: str, code: str, action: Action, *, allowed: bool) -> None:
        words = self._words(data, code, action)
        if allowed:
            self._act(who, code, action, words)
        else:
            self._is_refused((Forbidden, Conflict, NotFound, InvalidInput), who, code, action, words)

    def _is_refused(self, errors: Any, who: str, code: str, action: Action, words: dict[str, Any], **more: Any) -> None:
        before = photograph()
        with pytest.raises(errors):
            act(actor=self.people[who], now=self.now, code=code, action=action, data=words, **more)
        assert photograph() == before, f"{action} was refused and changed something"

    def _page(self, actor: Actor, code: str) -> list[Action]:
        """What this person's page offers; nothing when they have none."""
        look = resident_view if actor.kind is ActorKind.RESIDENT else request_detail
        try:
            return [offer.action for offer in look(actor, code, now=self.now).actions]
        except NotFound:
            return []

    def _rules(self, code: str, people: Mapping[str, Actor]) -> dict[str, list[Action] | None]:
        """The same from the rules, for each of ``people`` in order of name; None for who may not know of the request."""
        row = self._row(code)
        parts = list(Assignment.objects.filter(county=row.county, service_request_id=row.id))
        deadlines = Deadline.objects.filter(county=row.county, service_request_id=row.id)
        snapshot = snapshot_of(row, parts, deadlines, merged_above(row))
        units = {a.unit_id for a in parts}
        return {
            who: [r.action for r in offers(snapshot, actor, self.now, owns=owns(actor, row))]
            if is_visible(actor, row, units)
            else None
            for who, actor in sorted(people.items())
        }

    def _words(self, data: st.DataObject, code: str, action: Action) -> dict[str, Any]:
        leads = self._merge_leads(code)
        return filled_in(data, self.cast, self._row(code), action, self.now, leads)

    def _merge_leads(self, code: str) -> list[str]:
        """Codes of other requests that can take this one in."""
        ended = (State.MERGED, State.ANSWERED, State.CLOSED, State.WITHDRAWN, State.DECLINED, State.ARCHIVED)
        return [c for c in self.codes if c != code and self._row(c).state not in ended]

    def _clocks(self, code: str) -> dict[str, Deadline]:
        return {d.kind: d for d in Deadline.objects.filter(county=code[:6], service_request_id=self._row(code).id)}

    def _last_event(self, code: str) -> Event:
        row = self._row(code)
        return Event.objects.get(county=row.county, service_request_id=row.id, seq=row.version)

    def _row(self, code: str) -> ServiceRequest:
        return ServiceRequest.objects.get(county=code[:6], code=code)


def test_whatever_people_do_every_invariant_holds(cast: Cast) -> None:
    Lifecycle.cast = cast
    Lifecycle.seen.clear()
    Lifecycle.swept.clear()
    chosen = settings()
    if (
        chosen.derandomize
    ):  # the steady profile: half a minute on two cores, and no minutes spent on shortening what failed
        chosen = settings(max_examples=70, stateful_step_count=50, phases=[Phase.generate])
    run_state_machine_as_test(Lifecycle, settings=chosen)
    # A walk that never gets anywhere would prove nothing.
    assert {state for _action, state in Lifecycle.seen} == set(State)
    elsewhere = {Action.LAPSE, Action.WHISTLE}  # nobody of the cast works in a grid: test_all_together.py walks there
    missed = set(ACTIONS) - {action for action, _state in Lifecycle.seen} - set(Lifecycle.swept) - elsewhere
    assert len(missed) <= 4, missed
    assert "escalate" in Lifecycle.swept, Lifecycle.swept
    assert len(Lifecycle.swept) >= 2, Lifecycle.swept  # and something that the platform does by itself
