"""What a county lets be dispatched by itself."""

from __future__ import annotations

from dataclasses import dataclass

from wobangni.catalogue.models import AutoDispatch
from wobangni.organisations import reference

DEFAULT_CONFIDENCE = 90


@dataclass(frozen=True, slots=True)
class AutoDispatchRow:
    """``services``: ids of those that may be dispatched by themselves. ``minimum_confidence``: per cent."""

    county: str
    enabled: bool = False
    services: frozenset[int] = frozenset()
    minimum_confidence: int = DEFAULT_CONFIDENCE


def auto_dispatch_of(county: str) -> AutoDispatchRow:
    """The county's setting; off where it has said nothing. No query when warm."""
    return _kept.get(county)


def _load(county: str) -> AutoDispatchRow:
    row = AutoDispatch.objects.filter(county=county).first()
    if row is None:
        return AutoDispatchRow(county)
    return AutoDispatchRow(county, row.enabled, frozenset(row.services), row.minimum_confidence)


_kept: reference.Kept[str, AutoDispatchRow] = reference.Kept(reference.CATALOGUE, _load)
