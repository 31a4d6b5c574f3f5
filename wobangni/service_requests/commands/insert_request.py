"""The one SQL statement that writes a new request: contact, request, first event, deadlines and figures.

Every part selects from the request's own insert, so a request that was sent before (same key, external id) or a used tracking code writes nothing at all.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from psycopg.types.json import Jsonb

from wobangni.accounts.vault import SealedContact
from wobangni.kernel.ids import new_id
from wobangni.service_requests.commands.submission import CheckedSubmission
from wobangni.service_requests.rules.deadlines import Clock
from wobangni.service_requests.rules.hash_chain import GENESIS, EventContent
from wobangni.service_requests.rules.tallies import Delta


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


def insert_request(new: NewRequest) -> bool:
    """Writes it. False, and nothing written, if its key, external id or code is there already. One round trip."""
    statement, parameters = _statement(new)
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return bool(cursor.fetchone()[0])


def _statement(new: NewRequest) -> tuple[str, list[Any]]:
    c, e = new.checked, new.content
    nearest = min(new.clocks, key=lambda clock: clock.due_at)
    answer_due = next(clock.due_at for clock in new.clocks if clock.kind == "answer")
    parameters: list[Any] = [
        c.county, new.id, new.code, new.hash, c.title, c.description, Jsonb(c.answers),
        c.service.id if c.service else None, c.channel, c.division, c.place_text, c.lat, c.lng, c.urgent,
        c.anonymous, new.sealed.id if new.sealed else None, c.resident_id, new.now, new.now, nearest.due_at, nearest.yellow_at,
        answer_due, c.key, c.source, c.external_id, c.demo,
    ]  # fmt: skip
    parts = [_REQUEST]
    if new.sealed is not None:
        s = new.sealed
        parts.append(_CONTACT)
        parameters += [
            s.id, s.resident_id, s.anonymous, s.name_sealed, s.phone_sealed, s.address_sealed,
            s.name_masked, s.phone_masked, s.phone_hash, s.pin_hash, new.now,
        ]  # fmt: skip
    parts.append(_EVENT)
    parameters += [
        e.action, e.to_state, e.at, e.actor_kind, e.actor_id, e.actor_name, e.service_id, Jsonb(dict(e.data)), c.key, GENESIS, new.hash,
    ]  # fmt: skip
    parts.append(_DEADLINES % ", ".join([_DEADLINE_ROW] * len(new.clocks)))
    for clock in new.clocks:
        parameters += [
            new_id(),
            clock.kind,
            clock.state,
            clock.limit.amount,
            clock.limit.unit,
            clock.started_at,
            clock.due_at,
            clock.yellow_at,
        ]
    parts.append(_TALLIES % ", ".join([_TALLY_ROW] * len(new.deltas)))
    for delta in new.deltas:
        parameters += [new_id(), new.day, delta.measure, delta.unit_id, delta.service_id, delta.n]
    return "WITH " + ",\n".join(parts) + "\nSELECT count(*) FROM r", parameters


_REQUEST = """r AS (
  INSERT INTO service_request (county, id, code, state, back_state, version, last_hash, title, description, answers, service_id, channel,
    division_id, place_text, lat, lng, urgent, supervised, anonymous, contact_id, resident_id, submitted_at, updated_at, due_at, yellow_at,
    answer_due_at, returns, reworks, extensions, extension_pending, reminders, key, source, external_id, demo)
  VALUES (%s, %s, %s, 'submitted', '', 1, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, false, %s, %s, %s, %s, %s, %s, %s, %s, 0, 0, 0, 0, 0,
    %s, %s, %s, %s)
  ON CONFLICT DO NOTHING RETURNING county, id)"""
_CONTACT = """c AS (
  INSERT INTO accounts_contact (county, id, resident_id, anonymous, name_sealed, phone_sealed, address_sealed, name_masked, phone_masked,
    phone_hash, pin_hash, created_at)
  SELECT county, %s::uuid, %s::uuid, %s::boolean, %s::bytea, %s::bytea, %s::bytea, %s::text, %s::text, %s::bytea, %s::bytea, %s::timestamptz FROM r)"""
_EVENT = """e AS (
  INSERT INTO service_request_event (county, service_request_id, seq, action, from_state, to_state, at, actor_kind, actor_id, actor_name,
    unit_id, service_id, data, key, prev_hash, hash)
  SELECT county, id, 1, %s::text, '', %s::text, %s::timestamptz, %s::text, %s::text, %s::text, NULL, %s::bigint, %s::jsonb, %s::text, %s::bytea, %s::bytea FROM r)"""
_DEADLINES = """d AS (
  INSERT INTO deadline (county, service_request_id, id, kind, state, amount, time_unit, started_at, due_at, yellow_at)
  SELECT r.county, r.id, v.* FROM r, (VALUES %s) AS v)"""
_DEADLINE_ROW = (
    "(%s::uuid, %s::text, %s::text, %s::integer, %s::text, %s::timestamptz, %s::timestamptz, %s::timestamptz)"
)
_TALLIES = """t AS (
  INSERT INTO tally_delta (county, id, day, measure, unit_id, service_id, n)
  SELECT r.county, v.* FROM r, (VALUES %s) AS v)"""
_TALLY_ROW = "(%s::uuid, %s::date, %s::text, %s::bigint, %s::bigint, %s::integer)"
