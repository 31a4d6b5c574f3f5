"""The versions of the trained models, with their scores."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wobangni.triage.models import TriageModel


@dataclass(frozen=True, slots=True)
class ModelRow:
    """One version. county None: the region's. size: bytes of the stored model; 0: too old, only its scores are kept. scores: see commands/train_model.py."""

    county: str | None
    version: int
    state: str
    in_force: bool
    scores: Mapping[str, Any]
    reason: str
    texts: int
    corrections: int
    size: int
    created_at: dt.datetime
    in_force_since: dt.datetime | None
    retired_at: dt.datetime | None
    by: str


def model_versions(county: str | None = None, limit: int = 50) -> tuple[ModelRow, ...]:
    """Of the county or of the region, the newest first. One query."""
    rows = TriageModel.objects.filter(county=county, kind=TriageModel.Kind.SERVICE).order_by("-version")
    return tuple(_row(row) for row in rows.defer("data", "exam_data")[:limit])


def _row(row: TriageModel) -> ModelRow:
    return ModelRow(
        county=row.county,
        version=row.version,
        state=row.state,
        in_force=row.state == TriageModel.State.IN_FORCE,
        scores=row.scores,
        reason=row.reason,
        texts=row.texts,
        corrections=row.corrections,
        size=row.size,
        created_at=row.created_at,
        in_force_since=row.in_force_since,
        retired_at=row.retired_at,
        by=row.actor_name or row.actor_id,
    )
