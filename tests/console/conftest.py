"""The cast at their desks: each with a user, a role and a browser without scripts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.cast import Cast, make_cast
from tests.support.staff import sign_in, with_users
from wobangni.kernel.actors import Actor


@pytest.fixture
def cast(region: None) -> Cast:
    return with_users(make_cast())


@pytest.fixture
def at_desk() -> Callable[[Actor], Client]:
    """``at_desk(cast.clerk)``: a browser in which this person is signed in."""
    return sign_in
