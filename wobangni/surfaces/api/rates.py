"""How often somebody may call. Permits are counted in PostgreSQL and leased to each process a few at a time.

What is guaranteed: over all processes and machines together, no more calls than the limit in any window of a minute (minutes of the wall
clock; across the border of two of them up to twice as many). A caller may be refused early by what other processes have leased and not
used: at most a twentieth of the limit for each. A call costs a statement only once in a lease.
"""

from __future__ import annotations

import datetime as dt
import threading
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from wobangni.accounts.rate_limits import take
from wobangni.kernel import clock
from wobangni.kernel.errors import TooMany
from wobangni.surfaces.shared.client import client_address

SECONDS = 60
LEASES = 20  # into so many parts a limit is cut
MOST_LEASED = 1000
MOST_KEPT = 20_000


@dataclass(slots=True)
class _Lease:
    """``left``: permits in this process. ``elsewhere``: permits that nobody has leased yet, as last heard."""

    left: int
    elsewhere: int
    ends: float


@dataclass(frozen=True, slots=True)
class Rate:
    """How the caller stands after this call."""

    limit: int
    remaining: int
    reset_in: int


_lock = threading.Lock()
_leases: dict[str, _Lease] = {}


def count_call(request: HttpRequest, subject: str, limit: int) -> None:
    """Counts this call of ``subject`` and notes on the request how it stands, for the headers. Raises TooMany."""
    now = clock.now()
    rate = _taken(subject, limit, now)
    request.rate = rate  # type: ignore[attr-defined]
    if rate.remaining < 0:
        raise TooMany(
            _("That was too many calls: at most %(limit)s a minute. Please wait %(seconds)s seconds.")
            % {"limit": limit, "seconds": rate.reset_in},
            retry_after=rate.reset_in,
        )


def count_open_call(request: HttpRequest) -> None:
    """The same for calls without a token, by address."""
    count_call(request, f"open:{client_address(request)}", settings.API_OPEN_RATE)


def add_headers(request: HttpRequest, response: HttpResponseBase) -> None:
    """RateLimit-* as in draft-ietf-httpapi-ratelimit-headers."""
    rate: Rate | None = getattr(request, "rate", None)
    if rate is not None:
        response["RateLimit-Limit"] = str(rate.limit)
        response["RateLimit-Remaining"] = str(max(rate.remaining, 0))
        response["RateLimit-Reset"] = str(rate.reset_in)
        response["RateLimit-Policy"] = f"{rate.limit};w={SECONDS}"


def forget_leases() -> None:
    """For tests: leases outlive a transaction that is rolled back."""
    _leases.clear()


def _taken(subject: str, limit: int, now: dt.datetime) -> Rate:
    """``remaining`` is -1 for a call that is one too many."""
    epoch = now.timestamp()
    with _lock:
        lease = _leases.get(subject)
        if lease is not None and epoch < lease.ends:
            if lease.left > 0:
                lease.left -= 1
                return Rate(limit, lease.left + lease.elsewhere, _seconds(lease.ends - epoch))
            if lease.elsewhere <= 0:
                return Rate(limit, -1, _seconds(lease.ends - epoch))
    wanted = max(1, min(limit // LEASES, MOST_LEASED))
    got = take("api", subject, limit=limit, seconds=SECONDS, now=now, n=wanted)
    with _lock:
        if len(_leases) >= MOST_KEPT:
            _leases.clear()
        ends = (epoch // SECONDS + 1) * SECONDS
        kept = _leases.get(subject)
        left = (kept.left if kept is not None and kept.ends == ends else 0) + got.granted
        if left == 0:
            _leases[subject] = _Lease(0, 0, ends)
            return Rate(limit, -1, got.reset_in)
        _leases[subject] = _Lease(left - 1, got.remaining, ends)
        return Rate(limit, left - 1 + got.remaining, got.reset_in)


def _seconds(span: float) -> int:
    return max(1, int(span + 0.999))
