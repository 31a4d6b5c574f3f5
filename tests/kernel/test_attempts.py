"""Limits on tries."""

from __future__ import annotations

import datetime as dt

import pytest

from wobangni.kernel.attempts import Limit, check_attempts, count_attempt, forget_attempts
from wobangni.kernel.errors import TooMany
from wobangni.kernel.models import Attempt

NOW = dt.datetime(2026, 5, 1, 9, 0, tzinfo=dt.UTC)
GUESSES = Limit("guess", most=3, span=dt.timedelta(minutes=10))
pytestmark = pytest.mark.django_db


def test_what_is_within_the_limit_passes_and_one_more_does_not() -> None:
    for _try in range(3):
        count_attempt(GUESSES, "10.0.0.1", now=NOW)
    with pytest.raises(TooMany) as caught:
        count_attempt(GUESSES, "10.0.0.1", now=NOW + dt.timedelta(minutes=4))
    assert caught.value.retry_after == 6 * 60


def test_looking_does_not_count() -> None:
    for _look in range(10):
        check_attempts(GUESSES, "10.0.0.1", now=NOW)
    for _try in range(3):
        count_attempt(GUESSES, "10.0.0.1", now=NOW)
    with pytest.raises(TooMany):
        check_attempts(GUESSES, "10.0.0.1", now=NOW)


def test_each_has_its_own_count() -> None:
    for _try in range(3):
        count_attempt(GUESSES, "10.0.0.1", now=NOW)
    count_attempt(GUESSES, "10.0.0.2", now=NOW)
    count_attempt(Limit("other", 3, GUESSES.span), "10.0.0.1", now=NOW)


def test_after_its_span_counting_begins_anew() -> None:
    for _try in range(3):
        count_attempt(GUESSES, "10.0.0.1", now=NOW)
    later = NOW + dt.timedelta(minutes=10)
    check_attempts(GUESSES, "10.0.0.1", now=later)
    count_attempt(GUESSES, "10.0.0.1", now=later)


def test_nothing_is_kept_that_tells_who_it_was_and_what_is_over_is_deleted() -> None:
    count_attempt(GUESSES, "10.0.0.1", now=NOW)
    assert b"10.0.0.1" not in bytes(Attempt.objects.get().bucket)
    assert forget_attempts(now=NOW) == 0
    assert forget_attempts(now=NOW + GUESSES.span) == 1
