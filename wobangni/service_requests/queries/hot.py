"""What is hot (舆情热点): looked for among the requests of the last days, and as it was kept when last looked for.

Looking for it reads the texts of at most ``MOST_MESSAGES`` requests of one county (a county has some 600 in a month: a second) and is done by a job;
pages read the table: one query.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from wobangni.kernel.actors import COUNTY_ROLES, Actor
from wobangni.kernel.clock import local_date
from wobangni.organisations.queries import division
from wobangni.service_requests.models import HotIssue, ServiceRequest
from wobangni.service_requests.readings import person_of, with_caller
from wobangni.service_requests.rules.states import State
from wobangni.triage.rules.alarm import PAST as ALARM_PAST
from wobangni.triage.rules.alarm import RECENT, Alarm, alarm
from wobangni.triage.rules.hot import MOST_MESSAGES, Issue, Message, hot_issues

#: Days that are looked at, and how many issues of a county are kept.
DAYS, TOP = 60, 20
#: An issue needs so many people: there are no thumbs here, and one person's repeated request is no issue of a county's.
LEAST_PEOPLE = 3
_TEXT = 1_500
_NOT_COUNTED = (State.DECLINED, State.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Found:
    """One issue as it is now, with its alarm. ``curve``: day → people who wrote on it for the first time."""

    issue: Issue
    curve: Mapping[dt.date, int]
    alarm: Alarm | None

    @property
    def members(self) -> tuple[UUID, ...]:
        return tuple(UUID(message.id) for message in self.issue.members)


def hot_clusters(county: str, *, now: dt.datetime, days: int = DAYS, top: int = TOP) -> list[Found]:
    """Issues among the county's requests of the last ``days``, the hottest first. One query; bounded as the module says."""
    rows = with_caller(
        ServiceRequest.objects.filter(county=county, submitted_at__gte=now - dt.timedelta(days=days))
        .exclude(state__in=_NOT_COUNTED)
        .only(
            "county",
            "id",
            "title",
            "description",
            "division_id",
            "submitted_at",
            "answered_at",
            "resident_id",
            "contact_id",
        )
    ).order_by("-submitted_at", "-id")[:MOST_MESSAGES]
    messages = [
        Message(
            id=str(row.id),
            person=person_of(row) or str(row.id),
            title=row.title,
            text=row.description[:_TEXT],
            at=row.submitted_at,
            place=_township(row.division_id),
            answered_at=row.answered_at,
        )
        for row in rows
    ]
    issues = [i for i in hot_issues(messages, now=now, top=2 * top) if i.heat.persons >= LEAST_PEOPLE][:top]
    county_days = [local_date(m.at).toordinal() for m in messages]
    today = local_date(now).toordinal()
    return [Found(issue, _curve(issue), alarm(_first_days(issue), county_days, today)) for issue in issues]


def _township(code: str | None) -> str:
    ref = division(code[:9]) if code and len(code) >= 9 else None
    return ref.name if ref else ""


def _first_days(issue: Issue) -> list[int]:
    first: dict[str, dt.datetime] = {}
    for message in issue.members:
        first.setdefault(message.person, message.at)
    return [local_date(at).toordinal() for at in first.values()]


def _curve(issue: Issue) -> dict[dt.date, int]:
    found: defaultdict[dt.date, int] = defaultdict(int)
    for day in sorted(_first_days(issue)):
        found[dt.date.fromordinal(day)] += 1
    return dict(found)


@dataclass(frozen=True, slots=True)
class HotRow:
    """One issue for a page. ``parts``: of the heat, by name; ``counts`` behind them. ``alarm``: None, or people who came and were expected of late."""

    county: str
    id: UUID
    title: str
    place: str
    first_at: dt.datetime
    last_at: dt.datetime
    heat: float
    parts: Mapping[str, float]
    counts: Mapping[str, int]
    curve: Mapping[dt.date, int]
    members: tuple[UUID, ...]
    alarm: Alarm | None
    refreshed_at: dt.datetime


def hot_rows(actor: Actor, county: str | None, *, limit: int = TOP) -> tuple[HotRow, ...]:
    """What is hot in ``county`` (None: wherever this actor looks over a county), the hottest first. One query.

    For the county's roles and the region's alone: a unit sees its own requests, not who else complains of what.
    """
    rows = _visible(actor) if county is None else _visible(actor).filter(county=county)
    return tuple(map(_row, rows.order_by("-heat", "county", "id")[:limit]))


def hot_row(actor: Actor, county: str, id: UUID) -> HotRow | None:
    """One current issue of the county; None where there is none that this actor may see. One query."""
    row = _visible(actor).filter(county=county, id=id).first()
    return _row(row) if row else None


def _visible(actor: Actor) -> QuerySet[HotIssue]:
    rows = HotIssue.objects.filter(current=True)
    if actor.sees_region:
        return rows
    wide = {g.county for g in actor.grants if g.county and actor.roles_in(g.county) & COUNTY_ROLES}
    return rows.filter(county__in=sorted(wide))


def _row(row: HotIssue) -> HotRow:
    raised = row.alarm
    return HotRow(
        county=row.county,
        id=row.id,
        title=row.title,
        place=row.place,
        first_at=row.first_at,
        last_at=row.last_at,
        heat=row.heat,
        parts=row.parts["parts"],
        counts=row.parts["counts"],
        curve={dt.date.fromisoformat(day): n for day, n in row.curve.items()},
        members=tuple(row.members),
        alarm=Alarm(raised["people"], raised["expected"], raised["chance"]) if raised else None,
        refreshed_at=row.refreshed_at,
    )


#: Looking back less far than this, an alarm would lack its past.
assert DAYS >= RECENT + ALARM_PAST
