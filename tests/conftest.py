"""Fixtures of the whole suite. A real database always; a real server and browser for journeys.

db, transactional_db     as in pytest-django; the test acts as the application's role
region                   divisions, units and catalogue are loaded
run_jobs                 runs what is queued, returns the names
live                     address of the real web server on the test database
phone, desk              browser pages, 390 and 1440 px wide, on the live server
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import django
import pytest

from tests.support import cluster

cluster.prepare_environment()
django.setup()

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from pytest_django import DjangoDbBlocker


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Migrated by the owner; from then on this process is the application."""
    from django.test import TransactionTestCase

    from tests.support import database

    with django_db_blocker.unblock():
        database.become_application()
    TransactionTestCase._fixture_teardown = database.clean_after_commit  # type: ignore[method-assign]
    yield
    database.become_owner()


@pytest.fixture(scope="session")
def region_data(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    from tests.support import database

    with django_db_blocker.unblock():
        database.load_reference_data()


@pytest.fixture
def region(region_data: None, db: None) -> None:
    """Divisions, units, services and limits as shipped."""
    from tests.support import database
    from wobangni.organisations import reference

    database.load_reference_data()  # again, when a test that committed had changed them
    reference.forget()  # nor must what a test changed and rolled back stay in this process


@pytest.fixture(autouse=True)
def reference_rechecked() -> None:
    """What an earlier test changed and rolled back is not taken for true."""
    from wobangni.organisations import reference

    reference.recheck()


@pytest.fixture
def run_jobs(db: None):
    from tests.support.jobs import run_jobs

    return run_jobs


@pytest.fixture(scope="session")
def live_server_process(django_db_setup: None) -> Iterator[str]:
    from tests.support.server import running_server

    with running_server() as base:
        yield base


@pytest.fixture
def live(region_data: None, transactional_db: None, region: None, live_server_process: str) -> str:
    """Address of the running platform; what the test commits is seen there."""
    return live_server_process


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    from tests.support.browser import launch

    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture
def phone(live: str, chromium: Browser) -> Iterator[Page]:
    """A resident's phone, 390 px wide."""
    from tests.support.browser import PHONE, page_in

    with page_in(chromium, live, **PHONE) as page:
        yield page


@pytest.fixture
def desk(live: str, chromium: Browser) -> Iterator[Page]:
    """A desk, 1440 px wide."""
    from tests.support.browser import DESK, page_in

    with page_in(chromium, live, **DESK) as page:
        yield page
