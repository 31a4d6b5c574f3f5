"""Time limits in force."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from wobangni.catalogue.models import TimeLimit
from wobangni.catalogue.queries.services import service_by_id
from wobangni.catalogue.rules.limits import Limit, LimitKind, Limits, TimeUnit
from wobangni.catalogue.rules.natures import Nature
from wobangni.catalogue.rules.resolve import LimitVersion, limits_on
from wobangni.kernel.clock import local_date
from wobangni.organisations import reference


@dataclass(frozen=True, slots=True)
class LimitRow:
    """One entry as administrators see it. county None: region; service and nature None: everything."""

    id: int
    county: str | None
    service_id: int | None
    service_label: str | None
    nature: Nature | None
    kind: LimitKind
    limit: Limit
    effective_from: dt.date


def limits_for(county: str, service_id: int | None, at: dt.datetime) -> Limits:
    """The limits of a request that was submitted in ``county`` at ``at`` (aware). ``service_id`` None: not known yet. No query when warm.

    They hold for the whole life of that request: whichever clock starts later (sign, echo, the answer after a rework or under another service),
    ``at`` stays the moment of submission. A change of limits holds for what is submitted from its date on; what was promised before stays promised.
    """
    day = local_date(at)
    chosen = _chosen.get((county, service_id))
    if day not in chosen:
        if len(chosen) > 4000:
            chosen.clear()
        relevant = _versions.get(None)
        found = service_by_id(service_id, county) if service_id is not None else None
        versions = (*relevant[None], *relevant.get(service_id or 0, ()))
        chosen[day] = limits_on(day, county, service_id, found.nature if found else None, versions)
    return chosen[day]


def limits_by_nature(county: str | None, at: dt.datetime) -> tuple[tuple[Nature, Limits], ...]:
    """What holds for each nature where a service has nothing of its own. county None: in the region. No query when warm."""
    day, versions = local_date(at), _versions.get(None)[None]
    return tuple((nature, limits_on(day, county or "", None, nature, versions)) for nature in Nature)


def limit_rows(county: str | None, service_id: int | None = None) -> tuple[LimitRow, ...]:
    """All entries of a county, or of the region (None), newest first within kind and service; of one service only if given. One query."""
    rows = TimeLimit.objects.filter(county=county)
    if service_id is not None:
        rows = rows.filter(service=service_id)
    return tuple(
        LimitRow(
            row.id,
            row.county_id,
            row.service_id,
            _label(row.service_id, county),
            Nature(row.nature) if row.nature else None,
            LimitKind(row.kind),
            Limit(row.amount, TimeUnit(row.unit)),
            row.effective_from,
        )
        for row in rows.order_by("service__order", "service_id", "nature", "kind", "-effective_from")
    )


def _label(service_id: int | None, county: str | None) -> str | None:
    found = service_by_id(service_id, county) if service_id is not None else None
    return found.label if found else None


def _load(_key: None) -> dict[int | None, tuple[LimitVersion, ...]]:
    """By service; None: those for a nature or for everything."""
    found: dict[int | None, list[LimitVersion]] = defaultdict(list, {None: []})
    for row in TimeLimit.objects.all():
        limit = Limit(row.amount, TimeUnit(row.unit))
        found[row.service_id].append(
            LimitVersion(
                row.county_id,
                row.service_id,
                Nature(row.nature) if row.nature else None,
                LimitKind(row.kind),
                limit,
                row.effective_from,
            )
        )
    return {service_id: tuple(versions) for service_id, versions in found.items()}


_versions: reference.Kept[None, dict[int | None, tuple[LimitVersion, ...]]] = reference.Kept(reference.CATALOGUE, _load)
_chosen: reference.Kept[tuple[str, int | None], dict[dt.date, Limits]] = reference.Kept(
    reference.CATALOGUE, lambda _key: {}
)
