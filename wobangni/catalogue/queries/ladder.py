"""The ladder in force."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from wobangni.catalogue.models import LadderEntry
from wobangni.catalogue.rules.ladder import Ladder, LadderVersion, Step, ladder_on, parse_steps
from wobangni.catalogue.rules.limits import LimitKind
from wobangni.kernel.clock import local_date
from wobangni.organisations import reference


@dataclass(frozen=True, slots=True)
class LadderRow:
    """One entry as administrators see it. county None: the region."""

    id: int
    county: str | None
    kind: LimitKind
    steps: tuple[Step, ...]
    effective_from: dt.date


def ladder_for(county: str, at: dt.datetime) -> Ladder:
    """The ladder of a request that was submitted in ``county`` at ``at`` (aware). It holds for the whole life of that request. No query when warm."""
    day = local_date(at)
    chosen = _chosen.get(county)
    if day not in chosen:
        if len(chosen) > 4000:
            chosen.clear()
        chosen[day] = ladder_on(day, county, _versions.get(None))
    return chosen[day]


def ladder_today(county: str | None, at: dt.datetime) -> Ladder:
    """What holds for what is submitted now. county None: in the region. No query when warm."""
    return ladder_on(local_date(at), county or "", _versions.get(None))


def ladder_rows(county: str | None) -> tuple[LadderRow, ...]:
    """All entries of a county, or of the region (None), the latest first. One query."""
    rows = LadderEntry.objects.filter(county=county).order_by("-effective_from", "kind")
    return tuple(LadderRow(r.pk, r.county_id, LimitKind(r.kind), parse_steps(r.steps), r.effective_from) for r in rows)


def _load(_key: None) -> tuple[LadderVersion, ...]:
    return tuple(
        LadderVersion(r.pk, r.county_id, LimitKind(r.kind), parse_steps(r.steps), r.effective_from)
        for r in LadderEntry.objects.all()
    )


_versions: reference.Kept[None, tuple[LadderVersion, ...]] = reference.Kept(reference.CATALOGUE, _load)
_chosen: reference.Kept[str, dict[dt.date, Ladder]] = reference.Kept(reference.CATALOGUE, lambda _key: {})
