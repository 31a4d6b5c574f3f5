"""Linkage of a county: the test request takes the way of any request, nothing of it stays, and what it showed is kept."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection

from tests.cast import COUNTY, OTHER_COUNTY, Cast
from tests.service_requests.invariants import photograph
from tests.service_requests.linked import centre, handler_of, leaves, people_the_county, people_the_desk
from tests.service_requests.story import MONDAY, Story
from tests.support.jobs import waiting_jobs
from tests.support.queries import at_most
from wobangni.accounts.models import SmsMessage
from wobangni.assessment.queries.verify import verify_figures
from wobangni.catalogue.commands.check_rule import RuleInput
from wobangni.catalogue.commands.save_rule import save_rule
from wobangni.catalogue.queries import routes
from wobangni.kernel.actors import SYSTEM
from wobangni.kernel.errors import Forbidden, NotFound
from wobangni.organisations import reference
from wobangni.organisations.commands.record_linkage import Measurement, record_linkage
from wobangni.organisations.commands.save_county_settings import save_county_settings
from wobangni.organisations.models import LinkageChange, LinkageRun, Unit
from wobangni.organisations.queries.linkage import county_linkage, last_run, linkage_history, linkage_matrix
from wobangni.organisations.queries.linkage_people import county_people
from wobangni.organisations.rules.kinds import UnitKind
from wobangni.organisations.rules.linkage import FOUR, Lack, Level
from wobangni.service_requests.commands import linkage_walk
from wobangni.service_requests.commands.linkage_test import linkage_test
from wobangni.service_requests.commands.verify_events import verify_events
from wobangni.service_requests.jobs import test_all_linkage as nightly
from wobangni.service_requests.models import ServiceRequest
from wobangni.service_requests.queries.linkage_facts import linkage_facts

DAY = dt.timedelta(days=1)


def stands(part: UnitKind | None = None, county: str = COUNTY):
    row = county_linkage(county)
    return row.whole if part is None else next(one for one in row.centres if one.kind is part)


def test_a_county_whose_centres_have_everything_is_linked(cast: Cast) -> None:
    people_the_county(cast)
    done = linkage_test(actor=SYSTEM, now=MONDAY, county=COUNTY)
    assert done.linked, last_run(COUNTY)
    row = county_linkage(COUNTY)
    assert (row.whole.level, row.whole.lacks, row.whole.since_on) == (Level.LINKED, (), MONDAY.date())
    for one in row.centres:
        assert (one.level, one.lacks, one.people, one.passed_at) == (Level.LINKED, (), 1, MONDAY), one
        assert one.services > 0
        assert one.routes > 0


def test_the_test_request_goes_through_all_four_and_back_with_the_rights_of_who_works_there(cast: Cast) -> None:
    people_the_county(cast)
    linkage_test(actor=SYSTEM, now=MONDAY, county=COUNTY)
    way = last_run(COUNTY).trace
    assert all(step.why == "" for step in way)
    signed = [step for step in way if step.action == "sign"]
    home, media, civilisation, party = UnitKind.CENTRE_CONVENIENCE, *FOUR[:3]
    assert [step.centre for step in signed] == [home, media, civilisation, party, home]
    assert [step.by for step in signed] == ["周静", "诺敏", "塔娜", "王强", "周静"]
    assert [step.action for step in way if step.action not in ("sign", "echo", "transfer")] == [
        "submit", "accept", "dispatch", "answer", "approve", "close",
    ]  # fmt: skip
    assert way[-1].state == "closed"


def test_nothing_of_the_test_request_stays(cast: Cast) -> None:
    people_the_county(cast)
    Story(cast).closed()
    Story(cast).in_progress()
    before, jobs = photograph(), waiting_jobs()
    assert linkage_test(actor=SYSTEM, now=MONDAY, county=COUNTY).linked
    assert photograph() == before
    assert waiting_jobs() == jobs
    assert not SmsMessage.objects.exists()
    assert verify_figures() == []
    assert list(verify_events()) == []


def test_the_request_is_a_real_one_while_it_lasts(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Looked at in the middle: what `nothing stays` takes away was there."""
    people_the_county(cast)
    seen = []
    whole = linkage_walk._Walker._is_whole

    def look(walker: linkage_walk._Walker) -> bool:
        row = ServiceRequest.objects.get(county=COUNTY, code=walker.code)
        seen.append((row.state, row.version, photograph()["tally_delta"][0] > 0, verify_figures(), [*verify_events()]))
        return whole(walker)

    monkeypatch.setattr(linkage_walk._Walker, "_is_whole", look)
    assert linkage_test(actor=SYSTEM, now=MONDAY, county=COUNTY).linked
    assert seen == [("closed", 19, True, [], [])]
    assert not ServiceRequest.objects.exists()


def test_a_run_that_breaks_leaves_nothing_and_the_next_begins_anew(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    people_the_county(cast)
    before = photograph()

    def killed(_walker: object) -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(linkage_walk._Walker, "_is_whole", killed)
        with pytest.raises(KeyboardInterrupt):
            linkage_test(actor=SYSTEM, now=MONDAY, county=COUNTY, key="tonight")
    assert photograph() == before
    assert not LinkageRun.objects.exists()
    assert linkage_test(actor=SYSTEM, now=MONDAY, county=COUNTY, key="tonight").linked


def test_sent_twice_it_measures_once(cast: Cast) -> None:
    people_the_county(cast)
    first = linkage_test(actor=SYSTEM, now=MONDAY, county=COUNTY, key="tonight")
    again = linkage_test(actor=SYSTEM, now=MONDAY + DAY, county=COUNTY, key="tonight")
    assert (again.run, again.linked, again.recorded) == (first.run, True, False)
    assert LinkageRun.objects.count() == 1
    linkage_test(actor=SYSTEM, now=MONDAY + DAY, county=COUNTY, key="tomorrow")
    assert LinkageRun.objects.count() == 2
    assert LinkageChange.objects.count() == 5  # nothing was new the second night


@pytest.mark.parametrize("kind", FOUR)
def test_one_centre_without_people_keeps_the_county_back_but_not_the_others(cast: Cast, kind: UnitKind) -> None:
    people_the_county(cast)
    leaves(handler_of(kind))
    assert not linkage_test(actor=SYSTEM, now=MONDAY, county=COUNTY).linked
    assert stands(kind).lacks == (Lack.PEOPLE,)
    assert stands().lacks == (Lack.PEOPLE,)
    assert all(stands(other).level is Level.LINKED for other in FOUR if other is not kind)
    assert "answer" not in [step.action for step in last_run(COUNTY).trace]  # it waits for all four
    assert not LinkageRun.objects.get().came_back


def test_a_date_reached_is_kept_when_the_county_falls_back(cast: Cast) -> None:
    people_the_county(cast)
    linkage_test(actor=SYSTEM, now=MONDAY, county=COUNTY)
    leaves(handler_of(UnitKind.CENTRE_MEDIA))
    linkage_test(actor=SYSTEM, now=MONDAY + 10 * DAY, county=COUNTY)
    for part in (stands(), stands(UnitKind.CENTRE_MEDIA)):
        assert (part.level, part.since_on, part.fell_on) == (
            Level.BEGUN, MONDAY.date(), (MONDAY + 10 * DAY).date(),
        )  # fmt: skip
    assert stands(UnitKind.CENTRE_PARTY).fell_on is None
    lines = linkage_history(COUNTY)
    assert [(line.kind, line.level) for line in lines[:2]] == [
        (UnitKind.CENTRE_MEDIA, Level.BEGUN), (None, Level.BEGUN),
    ]  # fmt: skip
    assert len(lines) == 7


def test_what_was_measured_earlier_moves_nothing_that_stands_later(cast: Cast) -> None:
    linkage_test(actor=SYSTEM, now=MONDAY, county=COUNTY)
    people_the_county(cast)
    linkage_test(actor=SYSTEM, now=MONDAY - DAY, county=COUNTY)
    assert stands().level is Level.BEGUN
    assert LinkageRun.objects.count() == 2


@pytest.mark.parametrize(
    ("gone", "lack"), [("dispatcher", Lack.DISPATCHER), ("caller", Lack.CALLER), ("reviewer", Lack.REVIEWER)]
)
def test_a_desk_that_nobody_sits_at_is_named(cast: Cast, gone: str, lack: Lack) -> None:
    people_the_county(cast)
    leaves(getattr(cast, gone))
    assert not linkage_test(actor=SYSTEM, now=MONDAY, county=COUNTY).linked
    assert lack in stands().lacks
    assert stands().level is not Level.LINKED


def test_a_county_that_reviews_nothing_needs_no_reviewer_and_none_needs_a_clerk(cast: Cast) -> None:
    people_the_county(cast)
    save_county_settings(
        actor=SYSTEM, now=MONDAY, county=COUNTY, review_required=False, hotline="12345", office_hours=None
    )
    leaves(cast.reviewer)
    leaves(cast.clerk)
    assert linkage_test(actor=SYSTEM, now=MONDAY, county=COUNTY).linked, last_run(COUNTY).trace


def test_a_centre_out_of_use_is_none(cast: Cast) -> None:
    people_the_county(cast)
    Unit.objects.filter(id=centre(UnitKind.CENTRE_PARTY)).update(active=False)
    reference.forget()
    assert not linkage_test(actor=SYSTEM, now=MONDAY, county=COUNTY).linked
    assert stands(UnitKind.CENTRE_PARTY).level is Level.NONE
    assert stands().lacks == (Lack.CENTRE,)


def test_a_county_with_nobody_is_measured_too(cast: Cast) -> None:
    done = linkage_test(actor=SYSTEM, now=MONDAY, county=OTHER_COUNTY)
    assert not done.linked
    assert stands(county=OTHER_COUNTY).level is Level.BEGUN
    assert last_run(OTHER_COUNTY).trace == ()


def test_every_night_every_county_is_measured_once(cast: Cast, run_jobs) -> None:
    people_the_county(cast)
    people_the_desk(cast)
    nightly.func(timestamp=0)
    nightly.func(timestamp=0)  # begun again after the first was killed
    done = [name for name in run_jobs() if name == "service_requests.test_linkage_of"]
    assert len(done) == 206
    assert LinkageRun.objects.count() == 103
    assert [row.county.code for row in linkage_matrix() if row.whole.linked] == [COUNTY]
    assert not ServiceRequest.objects.exists()


def test_only_administrators_measure(cast: Cast) -> None:
    for actor in (cast.clerk, cast.observer, cast.afar_dispatcher, cast.qiqige):
        with pytest.raises(Forbidden):
            linkage_test(actor=actor, now=MONDAY, county=COUNTY)
    with pytest.raises(Forbidden):
        linkage_test(actor=cast.admin, now=MONDAY, county=OTHER_COUNTY)
    with pytest.raises(NotFound):
        linkage_test(actor=SYSTEM, now=MONDAY, county="150199")
    assert linkage_test(actor=cast.admin, now=MONDAY, county=COUNTY).recorded


def test_measurements_and_their_history_can_not_be_rewritten(cast: Cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relname IN ('linkage_run', 'linkage_change') "
            "AND (has_table_privilege(oid, 'UPDATE') OR has_table_privilege(oid, 'DELETE'))"
        )
        assert cursor.fetchall() == []


def test_a_service_of_the_centre_that_the_county_sends_elsewhere_is_no_route(cast: Cast) -> None:
    people_the_county(cast)
    media = centre(UnitKind.CENTRE_MEDIA)
    today = MONDAY.date()
    for row in routes(COUNTY, today):
        if row.unit is not None and row.unit.id == media:
            rule = RuleInput(service=row.service.code, unit_id=cast.water)
            save_rule(actor=SYSTEM, now=MONDAY, county=COUNTY, number=None, rule=rule, effective_from=today)
    facts = linkage_facts(COUNTY, county_people(COUNTY, MONDAY), MONDAY)[UnitKind.CENTRE_MEDIA]
    assert facts.services > 0
    assert facts.routes == 0
    assert not linkage_test(actor=SYSTEM, now=MONDAY, county=COUNTY).linked
    assert stands(UnitKind.CENTRE_MEDIA).lacks == (Lack.ROUTES,)


def test_the_matrix_asks_three_times_however_many_counties_there_are(cast: Cast) -> None:
    linkage_matrix()
    linkage_test(actor=SYSTEM, now=MONDAY, county=COUNTY)
    with at_most(3):
        assert len(linkage_matrix()) == 103


def test_recording_asks_for_rights_of_its_own(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        record_linkage(actor=cast.clerk, now=MONDAY, county=COUNTY, found=Measurement({}, frozenset(), False, ()))
