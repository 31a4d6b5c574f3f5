"""The model in force, loaded once a process. A change is noticed as with all reference data: one small query in every few seconds for all of it."""

from __future__ import annotations

import functools
import logging

from wobangni.organisations import reference
from wobangni.triage.models import TriageModel
from wobangni.triage.rules.store import Unusable, unpack
from wobangni.triage.suggest import Voice

log = logging.getLogger(__name__)

#: The name under which a change of the models in force is told.
MODELS = "triage_models"
#: Loaded models of one process; one takes up to about 50 MB. The region's and those of the counties asked for last.
AT_ONCE = 4


def voice_of(county: str | None) -> Voice | None:
    """The county's own model, else the region's; None: nothing was trained yet, or what is stored can't be used any more (logged)."""
    found = _in_force.get(county or "")
    return None if found is None else _load(*found)


def _find(county: str) -> tuple[int, str] | None:
    """(id, fingerprint) of the version in force."""
    rows = TriageModel.objects.filter(kind=TriageModel.Kind.SERVICE, state=TriageModel.State.IN_FORCE)
    for owner in (county or None, None):
        found = rows.filter(county=owner).values_list("id", "fingerprint").first()
        if found is not None:
            return found
    return None


@functools.lru_cache(maxsize=AT_ONCE)
def _load(number: int, fingerprint: str) -> Voice | None:
    """A version never changes, so what was loaded once stays right."""
    row = TriageModel.objects.only("data", "share", "version", "county").get(id=number)
    try:
        return Voice(unpack(bytes(row.data)), row.share, row.version)
    except Unusable as error:
        log.warning("triage model %s of %s can't be used: %s", row.version, row.county or "the region", error)
        return None


_in_force: reference.Kept[str, tuple[int, str] | None] = reference.Kept(MODELS, _find)
