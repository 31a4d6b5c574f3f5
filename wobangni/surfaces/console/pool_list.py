"""The rows of the pool, worded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from wobangni.kernel.clock import SHANGHAI
from wobangni.service_requests.queries.pool import Choice, OfferRow


@dataclass(frozen=True, slots=True)
class Line:
    """One order. ``why``: why none of the reader's units may claim it now; empty where one may, or where the reader has none."""

    offer: OfferRow
    possible: tuple[Choice, ...]
    why: str


def lines(offers: Iterable[OfferRow]) -> list[Line]:
    """What can be claimed stands before what can't."""
    found = [Line(one, one.possible, "" if one.possible or one.in_my_grid else _why(one)) for one in offers]
    return sorted(found, key=lambda line: bool(line.why))


def _why(one: OfferRow) -> str:
    for choice in one.choices:
        if choice.verdict.why is not None:
            since = choice.verdict.since
            return _(choice.verdict.why.value) % {"at": f"{since.astimezone(SHANGHAI):%H:%M}" if since else ""}
    return ""
