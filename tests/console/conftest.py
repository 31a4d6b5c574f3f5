"""The cast at their desks, each in a browser without scripts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.cast import Cast, make_cast
from tests.support.people import signed_in
from wobangni.kernel.actors import Actor


@pytest.fixture
def cast(region: None) -> Cast:
    return make_cast()


@pytest.fixture
def at_desk() -> Callable[[Actor], Client]:
    """``at_desk(cast.clerk)``: a browser in which this person is signed in."""
    return signed_in
