"""Which of several time limits is in force. The one for the service goes before the one for all; then the county's before the region's.

So a county that gives itself seven days for everything doesn't slow down what is urgent everywhere.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from wobangni.catalogue.rules.limits import DEFAULT_LIMITS, Limit, LimitKind, Limits


@dataclass(frozen=True, slots=True)
class LimitVersion:
    """One entry. county None: the region; service_id None: all services."""

    county: str | None
    service_id: int | None
    kind: LimitKind
    limit: Limit
    effective_from: dt.date


def limits_on(day: dt.date, county: str, service_id: int | None, versions: Iterable[LimitVersion]) -> Limits:
    """The four limits for what is submitted on ``day`` (Asia/Shanghai); DEFAULT_LIMITS where nothing says otherwise."""
    chosen: dict[LimitKind, LimitVersion] = {}
    for version in versions:
        if version.effective_from > day or version.county not in (None, county):
            continue
        if version.service_id is not None and version.service_id != service_id:
            continue
        if version.kind not in chosen or _weight(version) > _weight(chosen[version.kind]):
            chosen[version.kind] = version
    return Limits(**{k.value: chosen[k].limit if k in chosen else getattr(DEFAULT_LIMITS, k.value) for k in LimitKind})


def _weight(version: LimitVersion) -> tuple[bool, bool, dt.date]:
    return version.service_id is not None, version.county is not None, version.effective_from
