"""The one SQL statement that writes a new request: contact, request, first event, deadlines and figures.

Every part selects from the request's own insert, so a request that was sent before (same key, external id) or a used tracking code writes nothing at all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from psycopg.types.json import Jsonb

from wobangni.accounts.vault import SealedContact
from wobangni.kernel.ids import new_id
from wobangni.kernel.outbox import emission
from wobangni.kernel.scope import TELL_SQL
from wobangni.service_requests.commands.submission import CheckedSubmission
from wobangni.service_requests.rules.deadlines import Clock
from wobangni.service_requests.rules.hash_chain import GENESIS, EventContent
from wobangni.service_requests.rules.tallies import Delta

#: What has just come in is handed on before what can wait (telling residents, searching), however much of that there is.
FIRST = 10


@dataclass(frozen=True, slots=True)
class NewRequest:
    """Everything that is written at once."""

    id: UUID
    code: str
    checked: CheckedSubmission
    sealed: SealedContact | None
    content: EventContent
    hash: bytes
    clocks: list[Clock]
    deltas: list[Delta]
    day: dt.date
    now: dt.datetime


def insert_request(new: NewRequest, told: Sequence[str]) -> bool:
    """Writes it, and tells who listens. False, and nothing written, if its key, external id or code is there already.

    told: ``scope.told_of`` the actor. One round trip, and outside of a transaction the whole one.
    """
    statement, parameters = _statement(new, told)
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchone() is not None


def _statement(new: NewRequest, told: Sequence[str]) -> tuple[str, list[Any]]:
    """At most 50 parameters and 4,096 characters: beyond that psycopg parses a statement anew each time."""
    c, e = new.checked, new.content
    nearest = min(new.clocks, key=lambda clock: clock.due_at)
    answer_due = next(clock.due_at for clock in new.clocks if clock.kind == "answer")
    payload = {"county": c.county, "id": str(new.id), "code": new.code, "seq": 1, "state": e.to_state}
    outbox, outbox_values, job, job_values = emission(
        "service_request.submit", c.county, payload, source="r", priority=FIRST
    )
    parameters: list[Any] = [
        *told,
        c.county, new.id, new.code, new.hash, c.title, c.description, Jsonb(c.answers),
        c.service.id if c.service else None, c.channel, c.division, c.place_text, c.lat, c.lng, c.urgent,
        c.anonymous, new.sealed.id if new.sealed else None, c.resident_id, new.now, new.now, nearest.due_at, nearest.yellow_at,
        answer_due, c.key, c.source, c.external_id, c.demo,
    ]  # fmt: skip
    parts = [f"told AS MATERIALIZED ({TELL_SQL})", _REQUEST]
    if new.sealed is not None:
        s = new.sealed
        parts.append(_CONTACT)
        parameters += [
            s.name_sealed, s.phone_sealed, s.address_sealed, s.name_masked, s.phone_masked, s.phone_hash, s.pin_hash,
        ]  # fmt: skip
    parts += [_EVENT, _DEADLINES, _TALLIES, f"o AS ({outbox})"]
    parameters += [e.actor_kind, e.actor_id, e.actor_name, Jsonb(dict(e.data)), GENESIS]
    parameters += [Jsonb(_deadlines(new)), Jsonb(_tallies(new)), *outbox_values, *job_values]
    return "WITH " + ",\n".join(parts) + f"\nSELECT {job} FROM r", parameters


def _deadlines(new: NewRequest) -> list[dict[str, Any]]:
    return [
        {
            "id": str(new_id()),
            "kind": clock.kind,
            "state": clock.state,
            "amount": clock.limit.amount,
            "time_unit": clock.limit.unit,
            "started_at": clock.started_at.isoformat(),
            "due_at": clock.due_at.isoformat(),
            "yellow_at": clock.yellow_at.isoformat(),
            "next_step": clock.next_step,
            "next_at": clock.next_at.isoformat() if clock.next_at else None,
        }
        for clock in new.clocks
    ]


def _tallies(new: NewRequest) -> list[dict[str, Any]]:
    day = new.day.isoformat()
    return [
        {
            "id": str(new_id()),
            "day": day,
            "measure": d.measure,
            "unit_id": d.unit_id,
            "service_id": d.service_id,
            "n": d.n,
        }
        for d in new.deltas
    ]


_REQUEST = """r AS (
  INSERT INTO service_request (county, id, code, state, back_state, version, last_hash, title, description, answers, service_id, channel,
    division_id, place_text, lat, lng, urgent, supervised, anonymous, contact_id, resident_id, submitted_at, updated_at, due_at, yellow_at,
    answer_due_at, returns, reworks, extensions, extension_pending, reminders, key, source, external_id, demo)
  SELECT %s::text, %s::uuid, %s::text, 'submitted', '', 1, %s::bytea, %s::text, %s::text, %s::jsonb, %s::bigint, %s::text, %s::text, %s::text,
    %s::float8, %s::float8, %s::boolean, false, %s::boolean, %s::uuid, %s::uuid, %s::timestamptz, %s::timestamptz, %s::timestamptz, %s::timestamptz,
    %s::timestamptz, 0, 0, 0, 0, 0, %s::text, %s::text, %s::text, %s::boolean FROM told
  ON CONFLICT DO NOTHING
  RETURNING county, id, submitted_at AS at, service_id, key, last_hash, contact_id, resident_id, anonymous)"""
_CONTACT = """c AS (
  INSERT INTO accounts_contact (county, id, resident_id, anonymous, created_at, name_sealed, phone_sealed, address_sealed, name_masked, phone_masked,
    phone_hash, pin_hash)
  SELECT county, contact_id, resident_id, anonymous, at, %s::bytea, %s::bytea, %s::bytea, %s::text, %s::text, %s::bytea, %s::bytea FROM r)"""
_EVENT = """e AS (
  INSERT INTO service_request_event (county, service_request_id, seq, action, from_state, to_state, at, service_id, key, hash, unit_id,
    actor_kind, actor_id, actor_name, data, prev_hash)
  SELECT county, id, 1, 'submit', '', 'submitted', at, service_id, key, last_hash, NULL, %s::text, %s::text, %s::text, %s::jsonb, %s::bytea
  FROM r)"""
_DEADLINES = """d AS (
  INSERT INTO deadline (county, service_request_id, id, kind, state, amount, time_unit, started_at, due_at, yellow_at, next_step, next_at)
  SELECT r.county, r.id, v.* FROM r, jsonb_to_recordset(%s) AS v (id uuid, kind text, state text, amount integer, time_unit text,
    started_at timestamptz, due_at timestamptz, yellow_at timestamptz, next_step smallint, next_at timestamptz))"""
_TALLIES = """t AS (
  INSERT INTO tally_delta (county, id, day, measure, unit_id, service_id, n)
  SELECT r.county, v.* FROM r, jsonb_to_recordset(%s) AS v (id uuid, day date, measure text, unit_id bigint, service_id bigint, n integer))"""
