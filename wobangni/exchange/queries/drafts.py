"""The record of what was sent to the writing helper, and whether there is one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from wobangni.exchange.drafting.client import is_configured
from wobangni.exchange.models import DraftRecord


@dataclass(frozen=True, slots=True)
class DraftRow:
    """One draft. ``outcome``: drafted, failed, or sent where no end was recorded. ``digest``: hexadecimal SHA-256 of what was sent."""

    draft_id: UUID
    at: dt.datetime
    actor_name: str
    request_code: str
    kind: str
    model: str
    length: int
    digest: str
    outcome: str
    trouble: str
    tokens_in: int | None
    tokens_out: int | None


def drafting_is_on() -> bool:
    """Whether this platform has a writing helper. No query."""
    return is_configured()


def drafts_of(county: str, *, limit: int = 100) -> list[DraftRow]:
    """What this county's staff sent, the latest first. Two queries. For supervisors; the caller checks that."""
    sent = list(
        DraftRecord.objects.filter(county=county, step=DraftRecord.Step.SENT).order_by("-at", "-draft_id")[:limit]
    )
    ends = {
        r.draft_id: r
        for r in DraftRecord.objects.filter(county=county, draft_id__in=[r.draft_id for r in sent]).exclude(
            step=DraftRecord.Step.SENT
        )
    }
    return [_row(r, ends.get(r.draft_id)) for r in sent]


def _row(sent: DraftRecord, end: DraftRecord | None) -> DraftRow:
    last = end or sent
    return DraftRow(
        draft_id=sent.draft_id,
        at=sent.at,
        actor_name=sent.actor_name,
        request_code=sent.request_code,
        kind=sent.kind,
        model=sent.model,
        length=sent.length,
        digest=bytes(sent.digest).hex(),
        outcome=last.step,
        trouble=last.trouble,
        tokens_in=last.tokens_in,
        tokens_out=last.tokens_out,
    )
