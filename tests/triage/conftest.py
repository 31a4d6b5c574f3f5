"""The cast in a loaded region; property tests that look at the same examples every time; one model for all."""

from __future__ import annotations

import pytest
from hypothesis import settings

from tests.cast import Cast, make_cast
from tests.triage import made_up
from wobangni.triage.rules.model import Model
from wobangni.triage.rules.train import train

settings.register_profile("steady", derandomize=True, deadline=None, database=None)
settings.load_profile("steady")


@pytest.fixture
def cast(region: None) -> Cast:
    return make_cast()


@pytest.fixture(scope="session")
def model() -> Model:
    """Trained on forty made-up texts of each of four services."""
    return train(made_up.as_examples(made_up.examples())).model
