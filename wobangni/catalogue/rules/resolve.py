"""Which of several time limits is in force: the one for the service before the one for its nature before the one for everything; among
these the county's before the region's; among those the latest that has begun.

So a county that gives itself seven days for everything doesn't slow down what is urgent everywhere.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from wobangni.catalogue.rules.limits import DEFAULT_LIMITS, SETTABLE, Limit, LimitKind, Limits
from wobangni.catalogue.rules.natures import Nature


@dataclass(frozen=True, slots=True)
class LimitVersion:
    """One entry. county None: the region; service_id and nature None: everything."""

    county: str | None
    service_id: int | None
    nature: Nature | None
    kind: LimitKind
    limit: Limit
    effective_from: dt.date


def limits_on(
    day: dt.date, county: str, service_id: int | None, nature: Nature | None, versions: Iterable[LimitVersion]
) -> Limits:
    """The limits for what is submitted on ``day`` (Asia/Shanghai); DEFAULT_LIMITS where nothing says otherwise."""
    chosen: dict[LimitKind, LimitVersion] = {}
    for version in versions:
        if version.effective_from > day or version.county not in (None, county):
            continue
        if version.service_id not in (None, service_id) or version.nature not in (None, nature):
            continue
        if version.kind not in chosen or _weight(version) > _weight(chosen[version.kind]):
            chosen[version.kind] = version
    return Limits(**{k.value: chosen[k].limit if k in chosen else getattr(DEFAULT_LIMITS, k.value) for k in SETTABLE})


def _weight(version: LimitVersion) -> tuple[bool, bool, bool, dt.date]:
    return (
        version.service_id is not None,
        version.nature is not None,
        version.county is not None,
        version.effective_from,
    )
