"""What experience says about a county's units, kept in each process like reference data: the job that counts, and each returned order, say when it is old."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from wobangni.organisations import reference
from wobangni.service_requests.models import UnitHistory, UnitReturn

#: The name under which it is kept; see ``organisations/reference.py``.
EXPERIENCE = "experience"
MOST_RETURNS = 1000


@dataclass(frozen=True, slots=True)
class OrderReturned:
    """One order that a unit gave back."""

    request_id: UUID
    unit_id: int
    at: dt.datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Experience:
    """By id of the service (0: of nothing known): (township, unit, how many it did); and what came back, the latest first."""

    done: dict[int, list[tuple[str, int, int]]]
    returned: dict[int, list[OrderReturned]]


def experience(county: str) -> Experience:
    """No query when warm, else two."""
    return _kept.get(county)


def _load(county: str) -> Experience:
    done: dict[int, list[tuple[str, int, int]]] = defaultdict(list)
    rows = UnitHistory.objects.filter(county=county).values_list("service_id", "township", "unit_id", "n")
    for service_id, township, unit_id, n in rows:
        done[service_id].append((township, unit_id, n))
    returned: dict[int, list[OrderReturned]] = defaultdict(list)
    returns = UnitReturn.objects.filter(county=county).order_by("-at", "-service_request_id", "-seq")
    for row in returns[:MOST_RETURNS]:
        returned[row.service_id].append(OrderReturned(row.service_request_id, row.unit_id, row.at, row.reason))
    return Experience(dict(done), dict(returned))


_kept: reference.Kept[str, Experience] = reference.Kept(EXPERIENCE, _load)
