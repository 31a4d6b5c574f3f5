"""What the demo shows: every state, many places and stories, all of it marked, told the same way each time."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from wobangni.accounts.models import Contact, Resident, User
from wobangni.catalogue.queries import directory, reply_templates
from wobangni.kernel import clock
from wobangni.kernel.actors import Actor, ActorKind, Role
from wobangni.kernel.rules.working_calendar import SHANGHAI
from wobangni.organisations.memberships import demo_people
from wobangni.organisations.models import CalendarDay
from wobangni.organisations.queries import league, review_required
from wobangni.service_requests.commands.sweep import sweep
from wobangni.service_requests.commands.verify_events import verify_events
from wobangni.service_requests.models import Attachment, Event, ServiceRequest
from wobangni.service_requests.queries.detail import request_detail
from wobangni.service_requests.queries.public import resident_view
from wobangni.service_requests.rules.lifecycle import Action
from wobangni.service_requests.rules.lights import Light, light
from wobangni.service_requests.rules.settle import PAUSED_IN
from wobangni.service_requests.rules.states import OPEN_STATES, State
from wobangni.surfaces.cli.demo import requests as demo_requests
from wobangni.surfaces.cli.demo.county_data import add_county_data
from wobangni.surfaces.cli.demo.people import COUNTY, PEOPLE, RESIDENT_PHONE
from wobangni.surfaces.cli.demo.plan import COUNTIES, NO_BANNER, plan
from wobangni.surfaces.cli.demo.requests import make_requests
from wobangni.surfaces.cli.demo.staff import add_people
from wobangni.surfaces.cli.demo.stories import stories

#: A Wednesday forenoon; the demo's story ends here.
NOW = dt.datetime(2026, 11, 18, 10, 20, tzinfo=SHANGHAI)


@pytest.fixture(scope="module")
def demo(region_data: None, django_db_blocker: DjangoDbBlocker) -> Iterator[list[ServiceRequest]]:
    """The demo's requests, made once for all tests of this file and undone after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        add_people(NOW)
        add_county_data(NOW)
        assert make_requests(NOW) == len(plan())
        yield list(ServiceRequest.objects.order_by("external_id"))
        transaction.set_rollback(True)


def test_all_thirteen_states_are_there_as_often_as_planned(demo: list[ServiceRequest]) -> None:
    found = Counter(request.state for request in demo)
    assert found == Counter(str(one.state) for one in plan())
    assert set(found) == {str(state) for state in State}
    assert all(Counter(r.state for r in demo if r.county == COUNTY)[state] >= 2 for state in found)


def test_everything_is_marked_as_a_demo(demo: list[ServiceRequest]) -> None:
    assert all(request.demo for request in demo)
    assert all(User.objects.values_list("demo", flat=True))
    assert all(Resident.objects.values_list("demo", flat=True))


def test_it_is_spread_over_counties_units_services_and_days(demo: list[ServiceRequest]) -> None:
    assert {r.county for r in demo} == set(COUNTIES)
    assert len({league(r.county) for r in demo}) == 12
    assert len({r.lead_unit_id for r in demo if r.lead_unit_id}) >= 60
    assert len({r.service_id for r in demo}) >= 60
    days = {clock.local_date(r.submitted_at) for r in demo}
    assert len(days) >= 30
    assert NOW - min(r.submitted_at for r in demo) <= dt.timedelta(days=52)


def test_nothing_happens_in_the_future_or_out_of_order(demo: list[ServiceRequest]) -> None:
    moments: dict[object, list[dt.datetime]] = {}
    for event in Event.objects.order_by("service_request_id", "seq"):
        moments.setdefault(event.service_request_id, []).append(event.at)
    assert all(times == sorted(times) and times[-1] < NOW for times in moments.values())
    assert list(verify_events(None)) == []


def test_every_light_can_be_seen(demo: list[ServiceRequest]) -> None:
    seen = Counter(light(NOW, r.due_at, r.yellow_at, paused=State(r.state) in PAUSED_IN) for r in demo)
    assert set(seen) == set(Light)
    assert min(seen[Light.GREEN], seen[Light.YELLOW], seen[Light.RED], seen[Light.PAUSED]) >= 10
    assert seen[Light.GREEN] > seen[Light.RED]


def test_all_kinds_of_stories_are_told(demo: list[ServiceRequest]) -> None:
    done = Counter(Event.objects.values_list("action", flat=True))
    told = {action for action in Action if done[action]}
    untold = set(Action) - told
    assert untold <= {
        Action.WITHDRAW_FOR,
        Action.RATE,
        Action.RELAY,
        Action.DROP_QUESTION,
        Action.CLAIM,
        Action.REDISPATCH,
        Action.TRANSFER,
        Action.HELPER_RETURN,
        Action.RESUME,
        Action.UNMERGE,
        Action.WHISTLE,
        Action.ANSWER_AT_ONCE,  # comes with the demo's calls
        # What time alone brings about comes with the worker's first sweep.
        Action.ESCALATE,
        Action.LAPSE,
        Action.RECOUNT,
    }
    assert any(r.urgent for r in demo)
    assert any(r.supervised for r in demo)
    assert any(r.anonymous for r in demo)
    assert {r.satisfied for r in demo} >= {1, 2, 3, 4, 5} or {r.satisfied for r in demo} >= {None, 3, 4, 5}
    assert Counter(r.solved for r in demo)[False] >= 2
    assert len({r.channel for r in demo}) >= 5
    assert max(len(r.description) for r in demo) > 650
    assert any(re.search("[\u1800-\u18aa]", r.description) for r in demo)
    assert max(len(r.place_text) for r in demo) > 45
    assert sum(r.lat is not None for r in demo) >= 50


def test_at_least_120_different_texts_all_with_their_names_filled_in(demo: list[ServiceRequest]) -> None:
    used = {one.story.title for one in plan()}
    assert used == {story.title for story in stories()}
    assert len({story.text for story in stories()}) >= 120
    texts = [r.title + r.description + r.place_text for r in demo]
    texts += [str(data) for data in Event.objects.exclude(action="submit").values_list("data", flat=True)]
    assert not [text for text in texts if re.search(r"\{(village|township|a|b)\}", text)]


def test_districts_are_not_called_banners(demo: list[ServiceRequest]) -> None:
    wrong = [one.story.title for one in plan() if one.county in NO_BANNER and one.story.of_a_banner]
    assert wrong == []


def test_photos_hang_on_some_requests(demo: list[ServiceRequest]) -> None:
    assert Attachment.objects.count() >= 20
    assert Attachment.objects.filter(service_request_id=None).count() == 0


def test_there_is_one_person_to_sign_in_as_for_each_role_and_some_in_other_leagues(demo: list[ServiceRequest]) -> None:
    people = demo_people(NOW)
    assert [person.username for person in people] == [person.username for person in PEOPLE]
    assert {person.role for person in PEOPLE if person.county == COUNTY} == set(Role) - {Role.REGION_OBSERVER}
    assert len({(person.county or "")[:4] for person in PEOPLE if person.county}) >= 4
    in_background = User.objects.exclude(username__in=[person.username for person in PEOPLE])
    assert in_background.exists()
    assert not any(user.has_usable_password() for user in in_background)


def test_the_people_one_can_be_have_work_before_them(demo: list[ServiceRequest]) -> None:
    for person in PEOPLE:
        if person.role is Role.HANDLER:
            waiting = [r for r in demo if r.county == person.county and r.state in ("dispatched", "in_progress")]
            assert waiting, person.username


def test_one_resident_can_see_several_requests_of_theirs(demo: list[ServiceRequest]) -> None:
    hers = Resident.objects.get(phone_masked=f"{RESIDENT_PHONE[:3]}****{RESIDENT_PHONE[-4:]}")
    requests = [r for r in demo if r.resident_id == hers.id]
    assert len({r.state for r in requests}) >= 4
    actor = Actor(ActorKind.RESIDENT, str(hers.id), "")
    for request in requests:
        assert resident_view(actor, request.code, now=NOW).code == request.code


def test_nobody_s_real_telephone_is_in_it(demo: list[ServiceRequest]) -> None:
    masked = set(Contact.objects.exclude(phone_masked="").values_list("phone_masked", flat=True))
    assert masked
    assert all(phone.startswith("169****") for phone in masked)


def test_each_state_can_be_opened_by_staff_and_by_the_resident(demo: list[ServiceRequest]) -> None:
    observer = next(person for person in PEOPLE if person.role is Role.REGION_OBSERVER)
    from wobangni.kernel.actors import Grant

    actor = Actor(ActorKind.STAFF, "1", observer.name, (Grant(Role.REGION_OBSERVER),))
    for state in State:
        request = next(r for r in demo if r.state == state)
        detail = request_detail(actor, request.code, now=NOW)
        assert detail.state is state
        assert detail.demo
        assert detail.actions == ()  # an observer changes nothing
        resident = Actor(
            ActorKind.RESIDENT, str(request.resident_id or "anonymous"), "", owned=frozenset([request.code])
        )
        view = resident_view(resident, request.code, now=NOW)
        assert bool(view.answer) == (
            state in (State.ANSWERED, State.CLOSED) or (state is State.ARCHIVED and bool(request.answered_at))
        )
        assert bool(view.question) == (state is State.NEEDS_INFO)


def test_some_counties_have_set_things_for_themselves(demo: list[ServiceRequest]) -> None:
    own = [text for county in (COUNTY, "152502", "150622") for text in reply_templates(county) if text.county]
    assert len(own) >= 8
    assert not review_required("150622")
    assert not any(e.action == "approve" for e in Event.objects.filter(county="150622"))
    closed = CalendarDay.objects.filter(county=COUNTY).values_list("date", flat=True)
    assert [day > clock.local_date(NOW) for day in closed] == [True]
    rules = [len(directory(county, days_after(1))) for county in (COUNTY, "152502", "150622")]
    assert rules == [3, 2, 1]
    add_county_data(NOW)  # again: nothing twice
    assert rules == [len(directory(county, days_after(1))) for county in (COUNTY, "152502", "150622")]
    assert len(own) == sum(
        text.county is not None for county in (COUNTY, "152502", "150622") for text in reply_templates(county)
    )


def days_after(days: int) -> dt.date:
    return clock.local_date(NOW) + dt.timedelta(days=days)


def test_making_it_again_makes_nothing(demo: list[ServiceRequest]) -> None:
    events = Event.objects.count()
    add_people(NOW + dt.timedelta(hours=1))
    assert make_requests(NOW + dt.timedelta(hours=1)) == 0
    assert Event.objects.count() == events
    assert User.objects.filter(must_change_password=False).count() == len(PEOPLE)


def test_what_an_interrupted_start_left_out_is_made_the_next_time(
    region: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = [replace(one, light=None) for one in plan()[:9]]
    monkeypatch.setattr(demo_requests, "plan", lambda: few[:4])
    assert make_requests(NOW) == 4
    monkeypatch.setattr(demo_requests, "plan", lambda: few)
    assert make_requests(NOW) == 5
    assert ServiceRequest.objects.count() == 9


def test_it_says_the_same_each_time() -> None:
    assert [(p.number, p.story.title, p.state, p.county, p.light, p.into) for p in plan()] == [
        (p.number, p.story.title, p.state, p.county, p.light, p.into) for p in plan()
    ]
    ids = [one.external_id for one in plan()]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize(
    "now",
    [
        dt.datetime(2026, 2, 18, 2, 5, tzinfo=SHANGHAI),  # at night in the Spring Festival
        dt.datetime(2026, 7, 11, 13, 5, tzinfo=SHANGHAI),  # on a Saturday at noon
        dt.datetime(2027, 10, 6, 23, 5, tzinfo=SHANGHAI),  # in a year whose holidays nobody knows yet
    ],
)
def test_it_can_be_made_at_any_hour_of_any_day(region: None, now: dt.datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    some = [one for one in plan() if one.number % 12 == 1 or one.into or one.story.group]
    monkeypatch.setattr(demo_requests, "plan", lambda: some)
    assert make_requests(now) == len(some)
    assert max(Event.objects.values_list("at", flat=True)) < now


def test_the_first_sweep_leaves_everybody_their_work(demo: list[ServiceRequest]) -> None:
    """The worker looks at once what time has brought about: what waits for a resident must still be waiting."""

    def states() -> Counter[str]:
        return Counter(ServiceRequest.objects.filter(state__in=OPEN_STATES).values_list("state", flat=True))

    before = states()
    assert not sweep(now=NOW).failed
    after = states()
    assert {state: after[state] for state in before if after[state] < before[state] * 0.8} == {}
