"""The cast in a loaded region, and how deep the property tests look."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

from tests.cast import Cast, make_cast

# The same examples every time; `HYPOTHESIS_PROFILE=deep` looks at new ones for half an hour.
settings.register_profile("steady", derandomize=True, deadline=None, database=None)
settings.register_profile(
    "deep",
    derandomize=False,
    deadline=None,
    max_examples=1000,
    stateful_step_count=60,
    suppress_health_check=list(HealthCheck),
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


@pytest.fixture
def cast(region: None) -> Cast:
    return make_cast()


@pytest.fixture
def committed_cast(transactional_db: None, region: None) -> Cast:
    """The same where several connections work at once: what the test does is committed, and emptied out afterwards."""
    return make_cast()
