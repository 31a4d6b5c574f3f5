"""The demo's linkage: waves, counties linked on their days, one that fell back, visits that can be counted; made once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from wobangni.accounts.models import User
from wobangni.kernel.rules.working_calendar import SHANGHAI
from wobangni.organisations import reference
from wobangni.organisations.models import LinkageRun, Outreach
from wobangni.organisations.queries.linkage import county_linkage, league_helpers, linkage_matrix, pilot_waves
from wobangni.organisations.queries.outreach import outreach_figures
from wobangni.organisations.rules.linkage import Lack
from wobangni.service_requests.models import ServiceRequest
from wobangni.surfaces.cli.demo.linkage import add_linkage

#: The database is there before the demo is made in it.
pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 18, 10, 20, tzinfo=SHANGHAI)


@pytest.fixture(scope="module")
def demo(region_data: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        reference.forget()
        add_linkage(NOW)
        yield
        transaction.set_rollback(True)


def test_waves_are_planned_and_partly_reached(demo: None) -> None:
    assert [(w.number, w.planned, w.reached, w.in_time) for w in pilot_waves()] == [
        (1, 6, 5, 5),
        (2, 6, 2, 2),
        (3, 5, 0, 0),
    ]


def test_one_county_fell_back_on_its_day(demo: None) -> None:
    row = county_linkage("152502")
    assert row is not None
    assert (row.whole.since_on, row.whole.fell_on) == (dt.date(2026, 10, 13), dt.date(2026, 11, 9))
    assert row.centres[0].lacks == (Lack.PEOPLE,)


def test_every_county_is_measured_and_every_league_has_somebody(demo: None) -> None:
    assert all(row.whole.measured_at for row in linkage_matrix())
    assert len(league_helpers()) == 12


def test_visits_can_be_counted(demo: None) -> None:
    found = outreach_figures()
    assert (found.visits, found.trainings_offline, found.trainings_online) == (3, 1, 2)
    assert found.questions > found.answered > 0


def test_it_leaves_no_request_and_nobody_who_could_sign_in(demo: None) -> None:
    assert not ServiceRequest.objects.exists()
    assert all(user.demo and not user.has_usable_password() for user in User.objects.all())


def test_it_is_made_once(demo: None) -> None:
    before = (LinkageRun.objects.count(), Outreach.objects.count(), User.objects.count())
    add_linkage(NOW + dt.timedelta(days=1))
    assert (LinkageRun.objects.count(), Outreach.objects.count(), User.objects.count()) == before
