"""The one SQL statement that writes what the steps of a transition have changed: request, assignments, deadlines, events and figures.

Rows go in as JSON, one parameter a table, so that the statement's text does not depend on how many there are and stays prepared on the server. Every
part takes the county from the request's own update: one county, one machine (design.md, "Spread over machines").
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection, models
from psycopg.types.json import Jsonb

from wobangni.kernel.ids import new_id
from wobangni.kernel.outbox import emit_all
from wobangni.service_requests.commands.held import Held


def write(held: Held) -> None:
    """Writes everything that has been applied: one statement, and one for the outbox. In the caller's transaction."""
    if not held.events:
        return
    row = held.row
    names = sorted(row._meta.get_field(name).attname for name in held.fields)  # type: ignore[union-attr]
    parts = [_REQUEST % ", ".join(f"{name} = %s" for name in names), _DEADLINES, _EVENTS, _TALLIES]
    parameters: list[Any] = [_plain(getattr(row, name)) for name in names] + [row.county, row.id]
    parameters += [_json(_clock_rows(held)), _json(_rows(held.events, _EVENT)), _json(_rows(held.deltas, _TALLY))]
    if held.moved:
        parts.append(_MOVED)
        parameters += [_json(_rows(list(held.moved.values()), _PART)), row.county]
    if held.made:
        parts.append(_MADE + (_AFTER_MOVED if held.moved else "") + ")")
        parameters.append(_json(_rows(held.made, {**_PART, **_NEW_PART})))
    with connection.cursor() as cursor:
        cursor.execute("WITH " + ",\n".join(parts) + "\nSELECT 1", parameters)
    emit_all(held.messages)


def _rows(found: Sequence[models.Model], columns: Mapping[str, str]) -> list[dict[str, Any]]:
    return [{name: getattr(one, name) for name in columns} for one in found]


def _clock_rows(held: Held) -> list[dict[str, Any]]:
    return [
        {
            "id": new_id(),
            "kind": clock.kind,
            "state": clock.state,
            "amount": clock.limit.amount,
            "time_unit": clock.limit.unit,
            "started_at": clock.started_at,
            "due_at": clock.due_at,
            "yellow_at": clock.yellow_at,
            "remaining": clock.remaining,
            "met_at": clock.met_at,
            "run": clock.run,
            "done": clock.done,
            "next_step": clock.next_step,
            "next_at": clock.next_at,
        }
        for clock in held.clocks.values()
    ]


def _json(rows: list[dict[str, Any]]) -> Jsonb:
    return Jsonb([{name: _json_value(value) for name, value in row.items()} for row in rows])


def _json_value(value: Any) -> Any:
    """As PostgreSQL reads it back into the column's type."""
    if isinstance(value, dt.timedelta):
        return f"{value.days * 86_400 + value.seconds} seconds {value.microseconds} microseconds"
    if isinstance(value, (dt.datetime, dt.date)):
        return value.isoformat()
    if isinstance(value, bytes):
        return "\\x" + value.hex()
    return value if isinstance(value, (str, int, dict, type(None))) else str(value)


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, str) else value


def _record(columns: Mapping[str, str]) -> str:
    return "jsonb_to_recordset(%s) AS v (" + ", ".join(f"{name} {kind}" for name, kind in columns.items()) + ")"


def _insert(part: str, table: str, columns: Mapping[str, str]) -> str:
    names = ", ".join(columns)
    values = ", ".join(f"v.{name}" for name in columns)
    return (
        f"{part} AS (INSERT INTO {table} (county, service_request_id, {names}) SELECT r.county, r.id, {values} "  # noqa: S608 — this file's own words
        f"FROM r, {_record(columns)}"
    )


_CLOCK = {
    "id": "uuid", "kind": "text", "state": "text", "amount": "integer", "time_unit": "text", "started_at": "timestamptz",
    "due_at": "timestamptz", "yellow_at": "timestamptz", "remaining": "interval", "met_at": "timestamptz", "run": "integer",
    "done": "smallint", "next_step": "smallint", "next_at": "timestamptz",
}  # fmt: skip
_EVENT = {
    "seq": "integer", "action": "text", "from_state": "text", "to_state": "text", "at": "timestamptz", "actor_kind": "text", "actor_id": "text",
    "actor_name": "text", "unit_id": "bigint", "service_id": "bigint", "data": "jsonb", "key": "text", "prev_hash": "bytea", "hash": "bytea",
}  # fmt: skip
_TALLY = {
    "id": "uuid",
    "day": "date",
    "measure": "text",
    "unit_id": "bigint",
    "service_id": "bigint",
    "n": "integer",
}
_PART = {
    "id": "uuid", "state": "text", "answer": "text", "handler_id": "bigint", "handler_name": "text", "due_at": "timestamptz",
    "signed_at": "timestamptz", "ended_at": "timestamptz",
}  # fmt: skip
_NEW_PART = {
    "unit_id": "bigint",
    "role": "text",
    "called": "boolean",
    "instruction": "text",
    "offered_at": "timestamptz",
}

_REQUEST = "r AS (UPDATE service_request SET %s WHERE county = %%s AND id = %%s RETURNING county, id)"
_DEADLINES = (
    _insert("d", "deadline", _CLOCK)
    + " ON CONFLICT (county, service_request_id, kind) DO UPDATE SET "
    + ", ".join(f"{name} = EXCLUDED.{name}" for name in _CLOCK if name not in ("id", "kind"))
    + ")"
)
_EVENTS = _insert("e", "service_request_event", _EVENT) + ")"
_TALLIES = (
    f"t AS (INSERT INTO tally_delta (county, {', '.join(_TALLY)}) "  # noqa: S608 — this file's own words
    f"SELECT r.county, {', '.join(f'v.{name}' for name in _TALLY)} FROM r, {_record(_TALLY)})"
)
_MOVED = (
    f"m AS (UPDATE assignment AS a SET {', '.join(f'{name} = v.{name}' for name in _PART if name != 'id')} "  # noqa: S608 — this file's own words
    f"FROM {_record(_PART)} WHERE a.county = %s AND a.id = v.id RETURNING a.id)"
)
_MADE = _insert("n", "assignment", {**_PART, **_NEW_PART})
#: Ended parts first: two held leads at once are refused by the database even for a moment.
_AFTER_MOVED = " WHERE (SELECT count(*) FROM m) >= 0"
