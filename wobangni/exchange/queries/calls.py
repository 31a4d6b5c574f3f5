"""What the hotline desk shows: what rings just now, one call, the calls to return, the latest."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from wobangni.exchange.models import Call, Extension, Line
from wobangni.exchange.rules.calls import RINGS_FOR, TALKS_FOR, CallState
from wobangni.kernel.actors import Actor

#: A line that has called so often in so many days is a repeated caller.
OFTEN, OFTEN_DAYS = 3, 30
#: As the condition of the index ``call_live`` says it.
LIVE = [CallState.RINGING, CallState.ANSWERED]
MISSED_FOR = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class CallRow:
    """``mine``: answered at the actor's own desk. ``taken_by``: who has it in hand to call back."""

    id: UUID
    state: CallState
    caller: str  # masked; empty where the number is withheld
    line: str
    began_at: dt.datetime
    answered_at: dt.datetime | None
    ended_at: dt.datetime | None
    waited: int | None
    extension: str
    clerk: str
    mine: bool
    request_code: str
    solved_at_once: bool
    taken_by: str
    taken_by_me: bool
    called_back_at: dt.datetime | None
    reached: bool | None
    can_be_called: bool


@dataclass(frozen=True, slots=True)
class Live:
    """``mine``: the call the actor is on. ``ringing``: what rings on their lines while they are free. ``tag``: changes when either does."""

    mine: CallRow | None
    ringing: tuple[CallRow, ...]

    @property
    def tag(self) -> str:
        rows = ([self.mine] if self.mine else []) + list(self.ringing)
        return ".".join(f"{row.id.hex}-{row.state}-{bool(row.request_code):d}" for row in rows) or "none"


@dataclass(frozen=True, slots=True)
class Card:
    """One call with what is known of its line. ``calls``: within the last 30 days, this one too. ``line_hash``: for the look-up; never shown."""

    call: CallRow
    calls: int
    repeated: bool
    line_hash: bytes | None
    contact_id: UUID | None


@dataclass(frozen=True, slots=True)
class LineRow:
    """A hotline of the county."""

    id: int
    name: str
    short_number: str
    full_number: str
    active: bool


@dataclass(frozen=True, slots=True)
class Desk:
    """What a clerk's desk is set up with: the lines they sit at, with their extensions, and all lines of the county."""

    lines: tuple[LineRow, ...]
    seats: tuple[tuple[str, str], ...]  # (line, extension)


def live(actor: Actor, county: str, now: dt.datetime) -> Live:
    """One query, by the small index of calls that are not over."""
    mine = Q(state=CallState.ANSWERED, clerk=int(actor.id), began_at__gt=now - TALKS_FOR)
    lines = Extension.objects.filter(clerk=int(actor.id), county=county).values("line_id")
    rings = Q(state=CallState.RINGING, began_at__gt=now - RINGS_FOR) & (Q(line__isnull=True) | Q(line__in=lines))
    going_on = _rows(county).filter(mine | rings, state__in=LIVE, began_at__gt=now - TALKS_FOR)
    rows = [_row(r, actor) for r in going_on.order_by("began_at")]
    talking = [row for row in rows if row.state is CallState.ANSWERED]
    if talking:
        return Live(talking[-1], ())
    return Live(None, tuple(row for row in rows if row.state is CallState.RINGING))


def desk_of(actor: Actor, county: str) -> Desk:
    """Two queries."""
    lines = tuple(
        LineRow(r.pk, r.name, r.short_number, r.full_number, r.active)
        for r in Line.objects.filter(county=county, active=True).order_by("id")
    )
    seats = Extension.objects.filter(county=county, clerk=int(actor.id)).order_by("line_id", "number")
    return Desk(lines, tuple(seats.values_list("line__name", "number")))


def card(actor: Actor, county: str, call_id: UUID, now: dt.datetime) -> Card | None:
    """Two queries. None for no such call in this county."""
    row = _rows(county).filter(id=call_id).first()
    if row is None:
        return None
    wanted = bytes(row.caller_hash) if row.caller_hash is not None else None
    since = now - dt.timedelta(days=OFTEN_DAYS)
    calls = Call.objects.filter(county=county, caller_hash=wanted, began_at__gte=since).count() if wanted else 1
    return Card(_row(row, actor), calls, calls >= OFTEN, wanted, row.contact_id)


def to_return(actor: Actor, county: str, now: dt.datetime, *, limit: int = 50) -> tuple[CallRow, ...]:
    """Missed calls of the last week that nobody has returned, the oldest first; one for each line that called, and none of a line that has got
    through since. One query."""
    later = Call.objects.filter(county=county, caller_hash=OuterRef("caller_hash"), began_at__gt=OuterRef("began_at"))
    rows = (
        _rows(county)
        .filter(state=CallState.MISSED, called_back_at__isnull=True, began_at__gt=now - MISSED_FOR)
        .exclude(Exists(later.filter(Q(answered_at__isnull=False) | Q(state=CallState.MISSED))))
        .order_by("began_at")[:limit]
    )
    return tuple(_row(r, actor) for r in rows)


def latest(actor: Actor, county: str, *, limit: int = 20) -> tuple[CallRow, ...]:
    """The newest calls. One query."""
    return tuple(_row(r, actor) for r in _rows(county).order_by("-began_at")[:limit])


def _rows(county: str) -> QuerySet[Call]:
    return (
        Call.objects.filter(county=county)
        .annotate(line_name=F("line__name"), clerk_name=F("clerk__name"), taker=F("taken_by__name"))
        .defer("caller_sealed", "recording_sealed")
    )


def _row(r: Call, actor: Actor) -> CallRow:
    return CallRow(
        id=r.id,
        state=CallState(r.state),
        caller=r.caller_masked,
        line=r.line_name or r.dialled,  # type: ignore[attr-defined]
        began_at=r.began_at,
        answered_at=r.answered_at,
        ended_at=r.ended_at,
        waited=r.waited,
        extension=r.extension,
        clerk=r.clerk_name or "",  # type: ignore[attr-defined]
        mine=str(r.clerk_id) == actor.id,
        request_code=r.request_code,
        solved_at_once=r.solved_at_once,
        taken_by=r.taker or "",  # type: ignore[attr-defined]
        taken_by_me=str(r.taken_by_id) == actor.id,
        called_back_at=r.called_back_at,
        reached=r.reached,
        can_be_called=r.contact_id is not None,
    )
