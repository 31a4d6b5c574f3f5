"""Every figure can be followed back to the events (invariant 4), and the three rates say what they mean."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from click.testing import CliRunner

from tests.cast import COUNTY, OTHER_COUNTY, Cast
from tests.service_requests.story import MONDAY, Story, send
from wobangni.assessment.commands.rebuild_figures import rebuild_figures
from wobangni.assessment.queries.three_rates import ThreeRates, three_rates
from wobangni.assessment.queries.verify import Difference, verify_figures
from wobangni.kernel.actors import SYSTEM
from wobangni.kernel.errors import Forbidden
from wobangni.kernel.rules.working_calendar import SHANGHAI
from wobangni.service_requests.commands.fold_tallies import fold_tallies
from wobangni.service_requests.models import Stock, Tally, TallyDelta
from wobangni.service_requests.queries.counts import counts
from wobangni.service_requests.queries.figures import totals
from wobangni.service_requests.rules.states import State
from wobangni.service_requests.rules.tallies import Delta, Dimensions, deltas
from wobangni.surfaces.cli.main import build

DAY = MONDAY.date()


def some_history(cast: Cast) -> Story:
    """A few requests in several states, one of them in another county."""
    story = Story(cast).closed()
    Story(cast).submitted(service="road-damage").do(cast.clerk, "amend", service="heating-cold")
    Story(cast).dispatched().do(cast.housing_handler, "return", reason="不属本单位", basis="职责清单")
    Story(cast).in_progress().after(days=3).do(cast.qiqige, "withdraw")
    send(SYSTEM, county=OTHER_COUNTY)
    return story


def test_figures_kept_are_what_the_events_say_folded_or_not(cast: Cast) -> None:
    some_history(cast)
    assert verify_figures() == []
    assert TallyDelta.objects.exists()
    while fold_tallies():
        pass
    assert not TallyDelta.objects.exists()
    assert verify_figures() == []
    some_history(cast)
    assert verify_figures(COUNTY) == verify_figures(OTHER_COUNTY) == []


def test_states_are_counted_without_counting_requests(cast: Cast) -> None:
    some_history(cast)
    fold_tallies()
    some_history(cast)
    found = {state: n for state, n in counts(cast.clerk, COUNTY).items() if n}
    assert found == {State.CLOSED: 2, State.SUBMITTED: 2, State.ACCEPTED: 2, State.WITHDRAWN: 2}
    assert sum(counts(cast.observer, None).values()) == 10
    assert sum(counts(cast.housing_handler, None).values()) == 2  # what lies with the unit


@pytest.mark.parametrize("folded", [True, False], ids=["folded", "fresh"])
@pytest.mark.parametrize("harm", ["one too many", "one too few", "one made up", "a county made up"])
def test_a_wrong_figure_is_found_named_and_put_right(cast: Cast, harm: str, folded: bool) -> None:
    some_history(cast)
    if folded:
        fold_tallies()
    table = Tally if folded else TallyDelta
    cell = {"measure": "state:closed", "day": DAY, "unit_id": cast.housing, "service_id": 0}
    match harm:
        case "one too many":
            expected = (COUNTY, 2, 1)
            assert table.objects.filter(county=COUNTY, n=1, **cell).update(n=2) == 1
        case "one too few":
            expected = (COUNTY, 0, 1)
            assert table.objects.filter(county=COUNTY, n=1, **cell).delete()[0] == 1
        case "one made up":
            expected = (COUNTY, 3, 0)
            cell |= {"measure": "satisfied:1"}
            table.objects.create(county=COUNTY, n=3, **cell)
        case _:
            expected = ("150402", 1, 0)
            table.objects.create(county="150402", n=1, **cell)
    found = verify_figures()
    assert verify_figures(OTHER_COUNTY) == []
    (wrong,) = (d for d in found if d.measure == cell["measure"])
    assert (wrong.county, wrong.kept, wrong.counted) == expected
    assert (wrong.day, wrong.unit_id) == (DAY, cast.housing)
    # What is not folded yet stands for the stock of requests too.
    assert {d.measure for d in found} - {wrong.measure} == (
        set() if folded or harm == "one made up" else {"stock:closed"}
    )
    is_put_right(found)


@pytest.mark.parametrize("n", [0, 2, 99])
def test_a_wrong_stock_of_requests_is_found_and_put_right(cast: Cast, n: int) -> None:
    some_history(cast)
    fold_tallies()
    assert Stock.objects.filter(county=COUNTY, unit_id=cast.housing, state="closed").update(n=n) == 1
    (wrong,) = found = verify_figures()
    assert (wrong.measure, wrong.unit_id, wrong.kept, wrong.counted) == ("stock:closed", cast.housing, n, 1)
    is_put_right(found)
    Stock.objects.create(county="150402", unit_id=0, state="closed", n=1)
    is_put_right(verify_figures())


def is_put_right(found: list[Difference]) -> None:
    assert found
    assert rebuild_figures(actor=SYSTEM, now=MONDAY) == found
    assert verify_figures() == []
    fold_tallies()
    assert verify_figures() == []
    assert rebuild_figures(actor=SYSTEM, now=MONDAY) == []


def test_figures_can_be_lost_altogether_and_rebuilt(cast: Cast) -> None:
    some_history(cast)
    before = counts(cast.clerk, COUNTY)
    for folded in (True, False):
        for table in (Tally, TallyDelta, Stock):
            table.objects.all().delete()
        is_put_right(verify_figures())
        if folded:
            some_history(cast)
            before = {state: n * 2 for state, n in before.items()}
    assert counts(cast.clerk, COUNTY) == before


def test_nobody_but_the_platform_rebuilds(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        rebuild_figures(actor=cast.admin, now=MONDAY)


def test_an_event_is_counted_on_the_day_of_the_region(cast: Cast) -> None:
    late = dt.datetime(2026, 9, 14, 23, 30, tzinfo=SHANGHAI)
    send(cast.qiqige, now=late)
    send(cast.qiqige, now=late.astimezone(dt.UTC) + dt.timedelta(hours=1))
    days = TallyDelta.objects.filter(measure="action:submit").order_by("day").values_list("day", flat=True)
    assert list(days) == [DAY, DAY + dt.timedelta(days=1)]
    assert verify_figures() == []


def test_what_a_unit_did_is_counted_for_it_even_when_it_gave_the_order_away() -> None:
    moved = list(deltas(Dimensions("dispatched", 7, 3), Dimensions("accepted", 0, 3), "return", {}))
    assert moved == [
        Delta("state:dispatched", 7, 3, -1),
        Delta("state:accepted", 0, 3, 1),
        Delta("action:return", 7, 3, 1),
    ]
    confirmed = {
        d.measure for d in deltas(None, Dimensions("closed", 7, 3), "confirm", {"solved": False, "satisfied": 2})
    }
    assert {"solved:no", "satisfied:2"} < confirmed


def test_requests_that_staff_withdrew_are_counted_apart(cast: Cast) -> None:
    Story(cast).submitted().do(cast.qiqige, "withdraw")
    Story(cast).submitted().do(cast.clerk, "withdraw_for", explanation="来电撤回")
    Story(cast).submitted().do(cast.clerk, "withdraw_for", explanation="来电撤回")
    found = totals(["action:withdraw", "action:withdraw_for"], counties=[COUNTY], since=DAY, until=DAY)
    assert found[COUNTY] == {"action:withdraw": 1, "action:withdraw_for": 2}
    assert verify_figures() == []


# -- the three rates ---------------------------------------------------------------------------------------------------


def rates(since: dt.date = DAY, until: dt.date = DAY, now: dt.datetime = MONDAY) -> ThreeRates:
    here, there = three_rates([COUNTY, OTHER_COUNTY], since=since, until=until, now=now)
    assert (here.county, there.county) == (COUNTY, OTHER_COUNTY)
    return here


def test_without_cases_there_are_no_rates(cast: Cast) -> None:
    found = rates()
    assert (found.response.value, found.solved.value, found.satisfied.value) == (None, None, None)
    assert found.response.n == found.solved.n == found.satisfied.n == 0


def test_solved_and_satisfied_are_two_questions(cast: Cast) -> None:
    for solved, satisfied in ((True, 5), (True, 4), (True, 3), (False, 4), (False, 1)):
        Story(cast).answered().do(cast.qiqige, "confirm", solved=solved, satisfied=satisfied)
    found = rates()
    assert (found.solved.hits, found.solved.n) == (3, 5)
    assert (found.satisfied.hits, found.satisfied.n) == (3, 5)
    assert found.solved.value == pytest.approx(0.6)
    fold_tallies()
    assert rates() == found


def test_a_request_that_is_rated_again_after_a_rework_is_one_request(cast: Cast) -> None:
    story = Story(cast).answered().do(cast.qiqige, "confirm", solved=False, satisfied=1)
    fold_tallies()
    for _time in range(2):
        story.after(days=1).do(cast.qiqige, "rework", explanation="没好")
        both = rates(until=story.now.date())
        assert (both.solved.n, both.satisfied.n) == (0, 0)  # nothing stands
        assert rates(since=story.now.date(), until=story.now.date()).solved.n == 0  # and never less than nothing
        story.do(cast.housing_handler, "answer", answer="好").do(cast.reviewer, "approve")
        story.do(cast.qiqige, "confirm", solved=True, satisfied=5)
    found = rates(until=story.now.date())
    assert (found.solved.hits, found.solved.n, found.satisfied.hits, found.satisfied.n) == (1, 1, 1, 1)
    assert verify_figures() == []
    fold_tallies()
    assert verify_figures() == []


@pytest.mark.parametrize("action", ["redispatch", "transfer"])
def test_an_order_that_is_taken_away_is_counted_for_the_unit_that_had_it(cast: Cast, action: str) -> None:
    Story(cast).dispatched().do(cast.dispatcher, action, unit=cast.water, reason="管网归水务")
    [counted] = TallyDelta.objects.filter(measure=f"action:{action}")
    assert counted.unit_id == cast.housing
    assert verify_figures() == []


def test_a_response_that_never_came_counts_against_the_county_once_it_is_due(cast: Cast) -> None:
    Story(cast).accepted()  # on time
    late = Story(cast).submitted()
    Story(cast).submitted()  # never
    Story(cast).submitted().do(cast.qiqige, "withdraw")  # nobody has to answer any more
    whole = {"since": DAY, "until": DAY + dt.timedelta(days=30)}
    assert (rates(**whole).response.hits, rates(**whole).response.n) == (1, 1)
    after = MONDAY + dt.timedelta(days=3)
    late.now = after
    late.do(cast.clerk, "accept")
    found = rates(**whole, now=after).response
    assert (found.hits, found.n) == (1, 3)


def test_only_the_days_asked_for_are_counted(cast: Cast) -> None:
    Story(cast).closed()
    tomorrow = DAY + dt.timedelta(days=1)
    assert rates(tomorrow, tomorrow).solved.n == 0
    assert rates(DAY - dt.timedelta(days=1), tomorrow).solved.n == 1


# -- from the command line ---------------------------------------------------------------------------------------------


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, cast: Cast) -> object:
    """Runs ``wobangni …`` in this process and on this test's transaction; (exit code, output)."""
    for name in ("figures", "events"):
        monkeypatch.setattr(f"wobangni.surfaces.cli.commands.{name}.boot", lambda: None)

    def call(*arguments: str) -> tuple[int, str]:
        done = CliRunner().invoke(build(), list(arguments))
        return done.exit_code, done.output

    return call


def test_the_command_line_proves_figures_and_chains(cast: Cast, run) -> None:  # type: ignore[no-untyped-def]
    some_history(cast)
    for what, key in (("figures", "differences"), ("events", "faults")):
        code, said = run(what, "verify", "--json")
        assert (code, json.loads(said)) == (0, {"ok": True, key: []})
        code, said = run(what, "verify", "--county", COUNTY)
        assert code == 0
        assert said.strip()


def test_the_command_line_names_what_is_wrong_and_puts_figures_right(cast: Cast, run) -> None:  # type: ignore[no-untyped-def]
    some_history(cast)
    TallyDelta.objects.create(county=COUNTY, day=DAY, measure="solved:yes", n=9)
    code, said = run("figures", "verify", "--json")
    assert code == 1
    assert json.loads(said) == {
        "ok": False,
        "differences": [
            {
                "county": COUNTY,
                "measure": "solved:yes",
                "day": DAY.isoformat(),
                "unit_id": 0,
                "service_id": 0,
                "kept": 9,
                "counted": 0,
            }
        ],
    }
    assert run("figures", "verify", "--county", OTHER_COUNTY)[0] == 0
    assert run("figures", "rebuild", "--county", COUNTY)[0] == 0
    assert run("figures", "verify")[0] == 0
