"""Is it known already (近似件)? Requests about the same thing in the same place: for a clerk to merge, for a resident to join.

The index gives at most CANDIDATES of the newest that share a rare word, a name or a place with the text; those are compared in full. So it costs the same
among a thousand requests and among a million. One statement.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.expressions import RawSQL
from django.db.models.functions import Left

from wobangni.catalogue.queries import Service, service_by_id
from wobangni.kernel.actors import Actor
from wobangni.kernel.clock import local_date
from wobangni.organisations.queries import division
from wobangni.service_requests.labels import state_label
from wobangni.service_requests.models import Likeness, ServiceRequest
from wobangni.service_requests.queries.queue import visible
from wobangni.service_requests.queries.values import RequestDetail
from wobangni.service_requests.readings import findable, place_of
from wobangni.service_requests.rules.states import State
from wobangni.service_requests.rules.told_to_strangers import may_be_told
from wobangni.triage.rules.likeness import ALIKE, Kind, Place, Reading, likeness, read, roughly
from wobangni.triage.rules.likeness import Likeness as Likely
from wobangni.triage.rules.likeness_keys import asked_keys
from wobangni.triage.rules.likeness_packed import unpacked
from wobangni.triage.rules.urgency import urgency

PER_KEY, CANDIDATES, COMPARED = 40, 60, 24
#: States in which there is nothing to join.
NOT_JOINED = (State.DECLINED, State.WITHDRAWN)
_TEXT = 800  # characters of a candidate's text that are read


@dataclass(frozen=True, slots=True)
class KnownRow:
    """One request (for staff), or one problem with everybody who reported it (for residents: ``code`` and ``title`` are empty then).

    ``people``: who reported it, as far as persons can be told apart; ``more``: there may be others. ``place``: village or township, never an address.
    ``own_code``: of the asker's own request among them, ``own_since`` when it was sent; ``own_code`` is empty where the asker's phone is known by it
    but their browser has not proved to own it.
    ``reasons``: words that both have; for residents empty, for they are others' words. ``id`` is for the server alone: it belongs on no resident's page.
    """

    county: str
    id: UUID
    code: str
    title: str
    state: State
    state_label: str
    service: Service | None
    place: str
    since: dt.datetime
    people: int
    more: bool
    kind: Kind
    score: float
    reasons: tuple[str, ...]
    own_code: str = ""
    own_since: dt.datetime | None = None


def known_like(
    actor: Actor | None,
    county: str,
    text: str,
    *,
    now: dt.datetime,
    title: str = "",
    place: Place | None = None,
    person: str = "",
    exclude_code: str = "",
    owned: Collection[str] = (),
    limit: int = 5,
) -> tuple[KnownRow, ...]:
    """What is known of this in the county, the likeliest first; empty where nothing is.

    actor: a member of staff or a partner, who finds what they may see; None: a resident who is still typing, who finds problems of the same place to join,
    without a word of anybody else's, and none by which somebody could be meant (``rules/told_to_strangers.py``). person: whatever tells that resident from others, if known (``readings.person_of``).
    owned: codes of requests that this resident's browser has proved to own: theirs as well.
    """
    mine = read(title, text, at=now, person=person, place=place)
    keys = asked_keys(mine)
    if not keys:
        return ()
    rows = ServiceRequest.objects.filter(county=county) if actor is None else visible(actor, county)
    rows = rows.filter(findable(now)).exclude(code=exclude_code).exclude(state__in=NOT_JOINED)
    found = _compared(mine, _candidates(rows, county, keys), reasons=actor is not None)
    alike = [(row, likely) for row, likely in found if likely.score >= ALIKE]
    if actor is not None:
        return tuple(_for_staff(row, likely) for row, likely in alike[:limit])
    near = [(row, likely) for row, likely in alike if likely.same_place]
    return _for_residents(near, frozenset(owned), len(found) >= COMPARED)[:limit]


def known_beside(actor: Actor, detail: RequestDetail, *, now: dt.datetime, limit: int = 5) -> tuple[KnownRow, ...]:
    """What is known besides a request that the actor has before them, of what they may see. One statement."""
    place = place_of(detail.division.code if detail.division else None, detail.lat, detail.lng)
    return known_like(
        actor,
        detail.county,
        f"{detail.description} {detail.place_text}".strip(),
        now=now,
        title=detail.title,
        place=place,
        exclude_code=detail.code,
        limit=limit,
    )


class _Row(NamedTuple):
    """A candidate, with what is kept of it; plain values, for there are many and most are put back."""

    county: str
    id: UUID
    code: str
    title: str
    state: str
    service_id: int | None
    division_id: str | None
    lat: float | None
    lng: float | None
    submitted_at: dt.datetime
    beginning: str
    reading: dict[str, Any] | None
    person: str
    lead_state: str | None


def _candidates(rows: QuerySet[ServiceRequest], county: str, keys: dict[int, float]) -> list[_Row]:
    chosen = RawSQL(_CHOSEN, [list(keys), list(keys.values()), county, PER_KEY, CANDIDATES])  # noqa: S611  text of our own
    kept = Likeness.objects.filter(county=OuterRef("county"), id=OuterRef("id"))
    lead = ServiceRequest.objects.filter(county=OuterRef("county"), id=OuterRef("merged_into"))
    found = rows.filter(id__in=chosen).annotate(
        beginning=Left("description", _TEXT),
        reading=Subquery(kept.values("reading")[:1]),
        person=Subquery(kept.values("person")[:1]),
        lead_state=Subquery(lead.values("state")[:1]),
    )
    return [_Row(*row) for row in found.values_list(*_Row._fields)]


# A number that many requests have says less: its weight is divided by how many of the newest have it.
_CHOSEN = """SELECT id FROM (
    SELECT k.id, sum(q.weight / (1 + ln(k.n))) AS weight
    FROM unnest(%s::int[], %s::float8[]) AS q (key, weight)
    CROSS JOIN LATERAL (
      SELECT id, count(*) OVER () AS n FROM (
        SELECT id FROM likeness_key WHERE county = %s AND key = q.key ORDER BY id DESC LIMIT %s) AS newest) AS k
    GROUP BY k.id ORDER BY weight DESC, k.id DESC LIMIT %s) AS best"""


def _compared(mine: Reading, rows: list[_Row], *, reasons: bool) -> list[tuple[_Row, Likely]]:
    """Compared with all candidates roughly, with the likeliest in full; those, the likeliest first."""
    kept = [(row, row.reading) for row in rows if row.reading]
    kept.sort(key=lambda pair: (-roughly(mine, pair[1]), pair[0].code))
    found = []
    for row, reading in kept[:COMPARED]:
        other = unpacked(
            reading,
            row.beginning,
            at=row.submitted_at,
            person=row.person,
            place=place_of(row.division_id, row.lat, row.lng),
        )
        found.append((row, likeness(mine, other, reasons=reasons)))
    return sorted(found, key=lambda pair: (-pair[1].score, pair[0].code))


def _for_staff(row: _Row, likely: Likely) -> KnownRow:
    title = row.title or row.beginning[:60]
    return _row(row, State(row.state), likely, code=row.code, title=title, people=1, reasons=likely.reasons)


def _for_residents(alike: Iterable[tuple[_Row, Likely]], owned: Collection[str], full: bool) -> tuple[KnownRow, ...]:
    """One row for each problem: what is merged counts with the request that it was merged into, else what has the same service in the same township."""
    groups: dict[object, list[tuple[_Row, Likely]]] = {}
    for row, likely in alike:
        township = place_of(row.division_id, None, None).township
        groups.setdefault((row.service_id, township), []).append((row, likely))
    found = []
    for members in groups.values():
        if not _may_be_told(members, owned):
            continue
        open_first = sorted(members, key=lambda m: (m[0].state == State.MERGED, m[0].submitted_at, m[0].code))
        lead = open_first[0][0]
        state = State(lead.lead_state or lead.state)
        people = {m[0].person or str(m[0].id) for m in members}
        own = [m[0] for m in members if m[1].kind is Kind.SAME_PERSON or m[0].code in owned]
        proved = [row.code for row in own if row.code in owned]
        best = max(members, key=lambda m: m[1].score)[1]
        likely = Likely(best.score, Kind.SAME_PERSON if own else Kind.NEIGHBOURS, True, ())
        since = min(m[0].submitted_at for m in members)
        known = _row(lead, state, likely, since=since, people=len(people), more=full and len(people) > 1)
        if own:
            known = replace(known, own_code=min(proved, default=""), own_since=min(one.submitted_at for one in own))
        found.append(known)
    return tuple(sorted(found, key=lambda row: (-row.people, -row.score)))


def _may_be_told(members: list[tuple[_Row, Likely]], owned: Collection[str]) -> bool:
    """Their own request is no secret to anybody; of others' the rule decides."""
    if any(likely.kind is Kind.SAME_PERSON or row.code in owned for row, likely in members):
        return True
    row = members[0][0]
    people = len({m.person for m, _likely in members if m.person})
    about = service_by_id(row.service_id, row.county) if row.service_id else None
    dangers = {
        str(found.danger)
        for m, _likely in members
        for found in urgency(m.title, m.beginning, local_date(m.submitted_at))
    }
    return may_be_told(people, about.nature if about else None, dangers)


def _row(
    row: _Row,
    state: State,
    likely: Likely,
    *,
    people: int,
    code: str = "",
    title: str = "",
    since: dt.datetime | None = None,
    more: bool = False,
    reasons: tuple[str, ...] = (),
) -> KnownRow:
    ref = division(row.division_id) if row.division_id else None
    return KnownRow(
        county=row.county,
        id=row.id,
        code=code,
        title=title,
        state=state,
        state_label=state_label(state),
        service=service_by_id(row.service_id, row.county) if row.service_id else None,
        place=ref.label if ref else "",
        since=since or row.submitted_at,
        people=people,
        more=more,
        kind=likely.kind,
        score=round(likely.score, 3),
        reasons=reasons,
    )
