"""Looking for hot issues and keeping what was found, so that pages only read. Run by a job; may be run twice, or at once in two places."""

from __future__ import annotations

import dataclasses
import datetime as dt
from uuid import UUID

from django.db import connection, transaction

from wobangni.kernel.actors import Actor
from wobangni.kernel.ids import new_id
from wobangni.kernel.scope import acting
from wobangni.service_requests.models import HotIssue, ServiceRequest
from wobangni.service_requests.queries.hot import DAYS, Found, hot_clusters

#: Issues that were not found again are forgotten after this.
KEPT = dt.timedelta(days=180)


def counties_to_refresh(*, now: dt.datetime) -> list[str]:
    """Counties with requests of late or with issues that stand as current. Two queries."""
    since = now - dt.timedelta(days=DAYS)
    busy = ServiceRequest.objects.filter(submitted_at__gte=since).values_list("county", flat=True).distinct()
    standing = HotIssue.objects.filter(current=True).values_list("county", flat=True).distinct()
    return sorted({*busy, *standing})


def refresh_hot(*, actor: Actor, now: dt.datetime, county: str) -> int:
    """Brings the county's issues up to date; returns how many are current.

    An issue keeps its id as long as half of its members, old or new, are the same; so a case opened from it stays its case.
    """
    found = hot_clusters(county, now=now)
    with acting(actor, counties={county}), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('hot_issue'), %s)", [int(county)])
        kept = {
            row.id: frozenset(row.members)
            for row in HotIssue.objects.filter(county=county)
            .order_by("-refreshed_at", "id")
            .only("county", "id", "members")
        }
        rows = _rows(county, found, kept, now)
        HotIssue.objects.filter(county=county, current=True).exclude(id__in=[r.id for r in rows]).update(current=False)
        HotIssue.objects.filter(county=county, current=False, refreshed_at__lt=now - KEPT).delete()
        HotIssue.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["county", "id"], update_fields=_REFRESHED
        )
    return len(rows)


_REFRESHED = [
    "title",
    "place",
    "first_at",
    "last_at",
    "heat",
    "parts",
    "curve",
    "members",
    "alarm",
    "current",
    "refreshed_at",
]


def _rows(county: str, found: list[Found], kept: dict[UUID, frozenset[UUID]], now: dt.datetime) -> list[HotIssue]:
    """Each under an id of its own. The hottest first take the ids of what they continue; a new one has the id of a member that names no issue yet."""
    rows = []
    used = set(kept)
    for one in found:
        continued = _continued(one, kept)
        id = continued or next((m for m in one.members if m not in used), None) or new_id()
        kept.pop(id, None)
        used.add(id)
        rows.append(_row(county, id, one, now))
    return rows


def _continued(found: Found, kept: dict[UUID, frozenset[UUID]]) -> UUID | None:
    """The id of the kept issue that this one continues; None for a new one."""
    members = set(found.members)
    return next((id for id, old in kept.items() if 2 * len(members & old) >= min(len(members), len(old))), None)


def _row(county: str, id: UUID, found: Found, now: dt.datetime) -> HotIssue:
    issue = found.issue
    return HotIssue(
        county=county,
        id=id,
        title=issue.title[:80],
        place=issue.place[:80],
        first_at=issue.first,
        last_at=issue.last,
        heat=issue.heat.value,
        parts={"parts": issue.heat.parts, "counts": issue.heat.counts},
        curve={day.isoformat(): n for day, n in found.curve.items()},
        members=list(found.members),
        alarm=dataclasses.asdict(found.alarm) if found.alarm else None,
        current=True,
        found_at=now,
        refreshed_at=now,
    )
