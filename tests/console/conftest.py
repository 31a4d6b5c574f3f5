"""The cast at their desks, each in a browser without scripts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from tests.cast import Cast, make_cast, staff
from tests.support.people import signed_in, user_of
from wobangni.kernel.actors import Actor, Grant, Role


@pytest.fixture
def cast(region: None) -> Cast:
    return make_cast()


@pytest.fixture
def at_desk() -> Callable[[Actor], Client]:
    """``at_desk(cast.clerk)``: a browser in which this person is signed in."""
    return signed_in


@pytest.fixture
def office(cast: Cast, at_desk: Callable[[Actor], Client], quick_passwords: None) -> Client:
    """The county administrator's browser."""
    return at_desk(cast.admin)


@pytest.fixture
def region_office(region: None, at_desk: Callable[[Actor], Client], quick_passwords: None) -> Client:
    """The browser of somebody who administers the whole region."""
    return at_desk(staff(90, "区管理员", Grant(Role.COUNTY_ADMIN), Grant(Role.REGION_OBSERVER)))


@pytest.fixture
def quick_passwords(settings: Any) -> None:
    """Argon2 takes its time on purpose; where nothing is about that, we don't wait for it."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def free_keys(cast: Cast) -> None:
    """The cast's users have keys of their own; new ones must not meet them."""
    for actor in (cast.admin, cast.housing_handler, cast.clerk):
        user_of(actor)
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('accounts_user', 'id')) FROM generate_series(1, 100)")
