"""Two people, or one person twice, at the same moment: real connections, all at the lock before it opens."""

from __future__ import annotations

import pytest

from tests.cast import COUNTY, Cast
from tests.service_requests.at_once import at_once
from tests.service_requests.invariants import check_figures, check_request
from tests.service_requests.story import MONDAY, TEXT, Story, send
from wobangni.assessment.commands.rebuild_figures import rebuild_figures
from wobangni.kernel.actors import SYSTEM, Actor
from wobangni.kernel.errors import Conflict, InvalidInput
from wobangni.service_requests.commands.act import act
from wobangni.service_requests.commands.fold_tallies import fold_tallies
from wobangni.service_requests.commands.submit import Submitted
from wobangni.service_requests.commands.transition import Acted
from wobangni.service_requests.models import Event, ServiceRequest, TallyDelta
from wobangni.service_requests.rules.states import State

THIS_ROW = "SELECT 1 FROM service_request WHERE county = %s AND code = %s FOR UPDATE"
ALL_NEW = "LOCK TABLE service_request IN SHARE MODE"


def together(story: Story, *doings: tuple[Actor, str, dict[str, object], str | None]) -> list[Acted | Exception]:
    """Does all of it to one request at the same moment."""

    def call(actor: Actor, action: str, data: dict[str, object], key: str | None) -> Acted:
        return act(actor=actor, now=story.now, code=story.code, action=action, data=data, key=key)

    calls = [lambda doing=doing: call(*doing) for doing in doings]
    return at_once(THIS_ROW, (COUNTY, story.code), *calls)


def split(results: list[object]) -> tuple[list[object], list[Exception]]:
    """(successes, errors)."""
    errors = [r for r in results if isinstance(r, Exception)]
    return [r for r in results if not isinstance(r, Exception)], errors


def test_of_two_handlers_who_claim_one_order_exactly_one_wins_and_the_other_learns_who(committed_cast: Cast) -> None:
    cast = committed_cast
    story = Story(cast).accepted()
    won, lost = split(
        together(story, (cast.housing_handler, "claim", {}, None), (cast.water_handler, "claim", {}, None))
    )
    assert (len(won), len(lost)) == (1, 1)
    (lead,) = story.assignments
    winner = next(a for a in (cast.housing_handler, cast.water_handler) if lead.unit_id in a.unit_ids)
    assert isinstance(lost[0], Conflict)
    assert lost[0].details["by"] == winner.name
    assert winner.name in str(lost[0].message)
    assert [e.action for e in story.events].count("claim") == 1
    check_request(story.row)
    check_figures()


def test_of_two_colleagues_of_one_unit_one_wins_too(committed_cast: Cast) -> None:
    cast = committed_cast
    story = Story(cast).accepted()
    pair = (cast.housing_handler, cast.second_housing_handler)
    won, lost = split(together(story, *((who, "claim", {}, None) for who in pair)))
    assert (len(won), len(lost)) == (1, 1)
    assert isinstance(lost[0], Conflict)
    assert lost[0].details["by"] == story.assignments[0].handler_name


def test_of_two_dispatchers_one_dispatches_and_the_other_is_told(committed_cast: Cast) -> None:
    cast = committed_cast
    story = Story(cast).accepted()
    won, lost = split(
        together(
            story,
            (cast.dispatcher, "dispatch", {"unit": cast.housing}, None),
            (cast.second_dispatcher, "dispatch", {"unit": cast.water}, None),
        )
    )
    assert (len(won), len(lost)) == (1, 1)
    assert isinstance(lost[0], Conflict)
    assert lost[0].details["by"] == story.events[-1].actor_name
    assert [a.unit_id for a in story.assignments] == [story.row.lead_unit_id]
    check_request(story.row)


def test_the_same_click_twice_at_once_is_one_act(committed_cast: Cast) -> None:
    cast = committed_cast
    story = Story(cast).in_progress()
    click = (cast.housing_handler, "echo", {"text": "明天上门"}, "one-click")
    won, lost = split(together(story, click, click, click))
    assert lost == []
    assert sorted(r.changed for r in won if isinstance(r, Acted)) == [False, False, True]
    assert [e.action for e in story.events].count("echo") == 1


@pytest.mark.parametrize(
    "words", [{"key": "form-1"}, {"source": "12345", "external_id": "HT-1", "resident_id": None}], ids=["key", "file"]
)
def test_the_same_submission_twice_at_once_is_one_request(committed_cast: Cast, words: dict[str, object]) -> None:
    cast = committed_cast
    call = lambda: send(cast.qiqige, **words)  # noqa: E731
    made, lost = split(at_once(ALL_NEW, (), call, call, call))
    assert lost == []
    assert len({(r.code, r.id) for r in made if isinstance(r, Submitted)}) == 1
    assert sorted(r.created for r in made if isinstance(r, Submitted)) == [False, False, True]
    row = ServiceRequest.objects.get()
    assert Event.objects.count() == 1
    check_request(row)
    check_figures()


def test_one_key_with_two_texts_at_once_is_one_request_and_one_refusal(committed_cast: Cast) -> None:
    cast = committed_cast
    made, lost = split(
        at_once(
            ALL_NEW,
            (),
            lambda: send(cast.qiqige, key="form-1", description=TEXT),
            lambda: send(cast.qiqige, key="form-1", description="另一件事"),
        )
    )
    assert (len(made), len(lost)) == (1, 1)
    assert isinstance(lost[0], Conflict)
    assert ServiceRequest.objects.count() == 1


def test_two_requests_are_never_merged_into_each_other(committed_cast: Cast) -> None:
    cast = committed_cast
    one, two = Story(cast).accepted(), Story(cast).accepted()
    won, lost = split(
        at_once(
            "SELECT 1 FROM service_request WHERE county = %s FOR UPDATE",
            (COUNTY,),
            lambda: act(actor=cast.clerk, now=MONDAY, code=one.code, action="merge", data={"lead_code": two.code}),
            lambda: act(actor=cast.clerk, now=MONDAY, code=two.code, action="merge", data={"lead_code": one.code}),
        )
    )
    assert (len(won), len(lost)) == (1, 1)
    assert isinstance(lost[0], InvalidInput)
    assert sorted([one.state, two.state]) == [State.ACCEPTED, State.MERGED]


def test_nothing_is_merged_into_a_request_while_it_is_withdrawn(committed_cast: Cast) -> None:
    cast = committed_cast
    stays, goes = Story(cast).accepted(), Story(cast).accepted()
    results = at_once(
        "SELECT 1 FROM service_request WHERE county = %s FOR UPDATE",
        (COUNTY,),
        lambda: act(actor=cast.qiqige, now=MONDAY, code=stays.code, action="withdraw"),
        lambda: act(actor=cast.clerk, now=MONDAY, code=goes.code, action="merge", data={"lead_code": stays.code}),
    )
    assert isinstance(results[0], Acted)
    if isinstance(results[1], Exception):  # the withdrawal came first
        assert isinstance(results[1], InvalidInput)
        assert goes.state is State.ACCEPTED
    else:  # the merge came first, and the withdrawal's event will release it
        assert (goes.row.merged_into, stays.state) == (stays.row.id, State.WITHDRAWN)


def test_two_folders_at_once_count_each_delta_once(committed_cast: Cast) -> None:
    cast = committed_cast
    for _n in range(5):
        Story(cast).closed()
    waiting = TallyDelta.objects.count()
    folded, lost = split(at_once("LOCK TABLE tally_delta IN SHARE MODE", (), fold_tallies, fold_tallies))
    assert lost == []
    assert sum(folded) == waiting  # type: ignore[arg-type]
    assert not TallyDelta.objects.exists()
    check_figures()


def test_figures_are_put_right_while_work_goes_on(committed_cast: Cast) -> None:
    cast = committed_cast
    story = Story(cast).in_progress()
    fold_tallies()
    TallyDelta.objects.create(county=COUNTY, day="2026-09-14", measure="action:claim", n=7)
    results = at_once(
        "LOCK TABLE tally_delta IN SHARE MODE",
        (),
        lambda: rebuild_figures(actor=SYSTEM, now=MONDAY),
        lambda: rebuild_figures(actor=SYSTEM, now=MONDAY),
        lambda: act(actor=cast.housing_handler, now=MONDAY, code=story.code, action="answer", data={"answer": "好"}),
    )
    assert split(results)[1] == []
    assert sorted(len(r) for r in results if isinstance(r, list)) == [0, 1]
    check_figures()
