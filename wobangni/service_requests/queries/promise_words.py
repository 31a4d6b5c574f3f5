"""The three promises in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise as Lazy
from django.utils.translation import pgettext_lazy

from wobangni.catalogue.rules.limits import LimitKind
from wobangni.service_requests.models import Deadline
from wobangni.service_requests.rules.deadlines import Clock
from wobangni.service_requests.rules.lights import Light
from wobangni.service_requests.rules.promises import Kept, promises
from wobangni.service_requests.snapshots import clocks_of

_NAMES: Mapping[LimitKind, Lazy] = {
    LimitKind.RESPONSE: pgettext_lazy("promise", "Response"),
    LimitKind.ECHO: pgettext_lazy("promise", "Echo"),
    LimitKind.ANSWER: pgettext_lazy("promise", "Answer"),
}
_WORDS: Mapping[Kept, Lazy] = {
    Kept.KEPT: pgettext_lazy("promise", "Given"),
    Kept.LATE: pgettext_lazy("promise", "Given late"),
    Kept.DUE: pgettext_lazy("promise", "By"),
    Kept.OVERDUE: pgettext_lazy("promise", "Overdue since"),
    Kept.PAUSED: pgettext_lazy("promise", "Clock paused"),
    Kept.LATER: pgettext_lazy("promise", "Once a unit works on it"),
    Kept.OVER: pgettext_lazy("promise", "No longer due"),
}


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """One of the three. ``word`` goes before ``at``; ``is_deadline``: ``at`` lies ahead or has passed, else it says when it was kept."""

    kind: str
    name: str
    word: str
    light: Light
    at: dt.datetime | None
    is_deadline: bool


def promise_rows(clocks: Mapping[LimitKind, Clock], now: dt.datetime) -> tuple[PromiseRow, ...]:
    """The three, worded."""
    return tuple(
        PromiseRow(
            one.kind.value,
            str(_NAMES[one.kind]),
            str(_WORDS[one.kept]),
            one.light,
            one.at,
            one.kept in (Kept.DUE, Kept.OVERDUE),
        )
        for one in promises(clocks, now)
    )


def promises_of(county: str, ids: Iterable[UUID], now: dt.datetime) -> dict[UUID, tuple[PromiseRow, ...]]:
    """Those of several requests of a county, by id. One query."""
    wanted = list(ids)
    clocks: dict[UUID, list[Deadline]] = {id: [] for id in wanted}
    for row in Deadline.objects.filter(county=county, service_request_id__in=wanted):
        clocks[row.service_request_id].append(row)
    return {id: promise_rows(clocks_of(rows), now) for id, rows in clocks.items()}
