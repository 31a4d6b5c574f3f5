"""Limits hold exactly, whatever happens at the same moment."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from wobangni.accounts.housekeeping import forget_old
from wobangni.accounts.models import RateCount
from wobangni.accounts.rate_limits import check_rate, take
from wobangni.kernel.errors import TooMany

NOW = dt.datetime(2026, 11, 23, 2, 0, 10, tzinfo=dt.UTC)


@pytest.mark.django_db
class TestWindow:
    def test_permits_are_granted_until_none_is_left(self) -> None:
        taken = [take("calls", "a", limit=10, seconds=60, now=NOW, n=4) for _n in range(4)]
        assert [t.granted for t in taken] == [4, 4, 2, 0]
        assert [t.remaining for t in taken] == [6, 2, 0, 0]
        assert {t.reset_in for t in taken} == {50}

    def test_the_next_window_begins_anew(self) -> None:
        take("calls", "a", limit=1, seconds=60, now=NOW)
        assert take("calls", "a", limit=1, seconds=60, now=NOW).granted == 0
        assert take("calls", "a", limit=1, seconds=60, now=NOW + dt.timedelta(seconds=50)).granted == 1

    def test_kinds_and_subjects_do_not_share(self) -> None:
        for kind, subject in [("calls", "a"), ("calls", "b"), ("tries", "a"), ("call", "sa")]:
            assert take(kind, subject, limit=1, seconds=60, now=NOW).granted == 1

    def test_one_too_many_says_how_long_to_wait(self) -> None:
        check_rate("tries", "a", limit=1, seconds=3600, now=NOW)
        with pytest.raises(TooMany) as caught:
            check_rate("tries", "a", limit=1, seconds=3600, now=NOW)
        assert caught.value.retry_after == 3590
        assert "60" in str(caught.value.message)

    def test_who_it_was_is_not_kept(self) -> None:
        take("pin address", "203.0.113.7", limit=1, seconds=60, now=NOW)
        assert b"203.0.113.7" not in bytes(RateCount.objects.get().key)

    def test_old_windows_are_forgotten(self) -> None:
        take("calls", "a", limit=1, seconds=60, now=NOW)
        forget_old(now=NOW + dt.timedelta(hours=23))
        assert RateCount.objects.exists()
        forget_old(now=NOW + dt.timedelta(hours=25))
        assert not RateCount.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_a_crowd_at_one_moment_exactly_the_limit_gets_through() -> None:
    def one(_n: int) -> int:
        try:
            return sum(take("calls", "a", limit=25, seconds=60, now=NOW).granted for _m in range(10))
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(one, range(6))) == 25
