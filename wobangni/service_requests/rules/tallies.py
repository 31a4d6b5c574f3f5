"""Which figures an event moves. Everything that is counted follows from the events alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Dimensions:
    """Where a request is counted. 0 stands for none."""

    state: str
    unit_id: int
    service_id: int


#: Actions with which a resident answers both questions.
RATINGS = frozenset({"answer_at_once", "confirm", "rate"})
#: Actions that take an order from one unit and give it to another: done to the unit that had it.
TAKEN_AWAY = frozenset({"redispatch", "transfer"})
#: Prefix of the stock measures of the events, and of a correction of the stock table alone (six characters both).
STATE, STOCK = "state:", "stock:"
#: Clocks of the unit that has the order; the others are the county's promise to the resident.
UNIT_CLOCKS = frozenset({"sign", "echo"})
#: The dispatcher's: never a unit's.
COUNTY_CLOCKS = frozenset({"arbitrate"})


@dataclass(frozen=True, slots=True)
class Delta:
    """``n`` is added to ``measure`` for one unit and service on the day of the event.

    ``met:…:late`` counts what was done late and what ended overdue without being done (``settle`` says which).
    Measures: ``state:<state>`` (stock; its sum over all days is how many are in it), ``action:<action>``, ``met:<clock>:<on_time|late>``,
    ``solved:<yes|no>``, ``satisfied:<1–5>`` (flows). A rating that no longer stands (rework, unmerge) is taken back where and on the ``day`` on which
    it was counted, so that n is requests, not answers; ``extension:late``: granted when the time was over; ``day`` None: the day of the event.
    """

    measure: str
    unit_id: int
    service_id: int
    n: int
    day: dt.date | None = None


def deltas(before: Dimensions | None, after: Dimensions, action: str, data: Mapping[str, Any]) -> Iterator[Delta]:
    """The changes that one event makes. ``before``: None for the first event."""
    if before != after:
        if before is not None:
            yield Delta(f"state:{before.state}", before.unit_id, before.service_id, -1)
        yield Delta(f"state:{after.state}", after.unit_id, after.service_id, 1)
    # What a unit did is counted for the unit that had the request when it acted.
    unit = after.unit_id or (before.unit_id if before else 0)
    acted = before.unit_id if before and before.unit_id and action in TAKEN_AWAY else unit
    yield Delta(f"action:{action}", acted, after.service_id, 1)
    for kind, on_time in sorted(data.get("met", {}).items()):
        # An order that is taken from a unit leaves with that unit what it had promised.
        whose = (before.unit_id if before and kind in UNIT_CLOCKS else 0) or unit
        whose = 0 if kind in COUNTY_CLOCKS else whose
        yield Delta(f"met:{kind}:{'on_time' if on_time else 'late'}", whose, after.service_id, 1)
    if action in RATINGS:
        unit = data.get("unit_rated") or unit  # of a merged request: whose answer it was
        yield Delta(f"solved:{'yes' if data.get('solved') else 'no'}", unit, after.service_id, 1)
        yield Delta(f"satisfied:{data.get('satisfied')}", unit, after.service_id, 1)
    if data.get("was_late"):
        yield Delta("extension:late", unit, after.service_id, 1)
    if earlier := data.get("rating_taken_back"):
        at, day = (earlier["unit_id"], earlier["service_id"]), dt.date.fromisoformat(earlier["day"])
        yield Delta(f"solved:{'yes' if earlier['solved'] else 'no'}", *at, -1, day)
        yield Delta(f"satisfied:{earlier['satisfied']}", *at, -1, day)
