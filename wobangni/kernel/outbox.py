"""The outbox: effects that must travel up (design.md). ``emit`` in the transaction, ``deliver`` in the worker.

Each handler has a marker row that is locked and set in the transaction of its effect, so a job that runs twice, or a
worker that is killed between two handlers, changes nothing twice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F
from django.utils.module_loading import import_string
from procrastinate.contrib.django import app
from procrastinate.retry import RetryStrategy
from psycopg.types.json import Jsonb

from wobangni import subscriptions
from wobangni.kernel import clock
from wobangni.kernel.ids import new_id
from wobangni.kernel.models import OutboxDelivery, OutboxEvent
from wobangni.kernel.queue import SIMPLE_JOB_SQL, enqueue, job_parameters, jobs_sql

#: 2, 4, 8 … seconds, the last after more than an hour; then the event waits for `wobangni events redeliver`.
RETRY = RetryStrategy(max_attempts=12, exponential_wait=2)
ERROR_LENGTH = 2000

_INSERT = "INSERT INTO kernel_outboxevent (county, id, type, payload, occurred_at, delivered_at)"
_ROW = "(%s, %s, %s, %s, %s::timestamptz, %s::timestamptz)"


@dataclass(frozen=True, slots=True)
class Event:
    """What a handler is given."""

    county: str
    id: UUID
    type: str
    payload: Mapping[str, Any]
    occurred_at: dt.datetime


class DeliveryFailed(RuntimeError):
    """Some handlers of an event raised; the others are done and will not run again."""


@dataclass(frozen=True, slots=True)
class Message:
    """Something to be told. county: six digits. payload: JSON values, never names, phones or addresses."""

    county: str
    type: str
    payload: Mapping[str, Any]
    now: dt.datetime


def emit(*, county: str, type: str, payload: Mapping[str, Any], now: dt.datetime) -> UUID:
    """Writes the event, and a job that delivers it when anybody subscribes to its type: one statement. See ``Message``.

    Call inside the transaction of the change.
    """
    (event_id,) = emit_all([Message(county, type, payload, now)])
    return event_id


def emit_all(messages: Sequence[Message]) -> list[UUID]:
    """The same for several, still one statement."""
    ids = [new_id() for _message in messages]
    rows: list[Any] = []
    jobs: list[Any] = []
    wanted = 0
    for message, event_id in zip(messages, ids, strict=True):
        heard = bool(subscriptions.handlers_for(message.type, subscriptions.SUBSCRIPTIONS))
        rows += [message.county, event_id, message.type, Jsonb(dict(message.payload)), message.now]
        rows.append(None if heard else message.now)
        if heard:
            jobs += job_parameters(deliver, {"county": message.county, "event_id": str(event_id)})
            wanted += 1
    insert = f"{_INSERT} VALUES " + ", ".join([_ROW] * len(messages))
    with connection.cursor() as cursor:
        if wanted:
            cursor.execute(f"WITH event AS ({insert}) SELECT {jobs_sql(wanted)}", [*rows, *jobs])
        elif rows:
            cursor.execute(insert, rows)
    return ids


def emission(
    type: str, county: str, payload: Mapping[str, Any], *, source: str, priority: int = 0
) -> tuple[str, list[Any], str, list[Any]]:
    """The same as parts of somebody else's statement, for a path where a round trip counts.

    source: a FROM item with the columns ``county`` and ``at`` that has one row if the change was made, else none. Returns a WITH query and its parameters,
    and an expression and its parameters that queues the job: select it ``FROM source``. ``priority``: of that job, higher goes first. Both write nothing where ``source`` is empty.
    """
    event_id = new_id()
    heard = bool(subscriptions.handlers_for(type, subscriptions.SUBSCRIPTIONS))
    delivered = "NULL" if heard else "at"
    insert = f"{_INSERT} SELECT county, %s::uuid, %s::text, %s::jsonb, at, {delivered} FROM {source}"  # noqa: S608  names of our own
    values = [event_id, type, Jsonb(dict(payload))]
    if not heard:
        return insert, values, "ARRAY[]::bigint[]", []
    job = [deliver.queue, deliver.name, priority, Jsonb({"county": county, "event_id": str(event_id)})]
    return insert, values, SIMPLE_JOB_SQL, job


@app.task(name="outbox.deliver", queue="outbox", retry=RETRY)
def deliver(county: str, event_id: str) -> None:
    """The job: hands one event to every handler that has not had it yet. Raises DeliveryFailed to be run again."""
    deliver_event(county, UUID(event_id), now=clock.now())


def deliver_event(county: str, event_id: UUID, *, now: dt.datetime) -> None:
    """Hands one event to its handlers; raises DeliveryFailed when any of them raised."""
    row = OutboxEvent.objects.get(county=county, id=event_id)
    event = Event(row.county, row.id, row.type, row.payload, row.occurred_at)
    failed = []
    for handler in subscriptions.handlers_for(event.type, subscriptions.SUBSCRIPTIONS):
        try:
            _deliver_once(event, handler, now)
        except Exception as error:
            _record_failure(event, handler, error, now)
            failed.append(f"{handler}: {error!r}")
    if failed:
        raise DeliveryFailed("; ".join(failed))
    OutboxEvent.objects.filter(county=county, id=event_id, delivered_at=None).update(delivered_at=now)


@dataclass(frozen=True, slots=True)
class WaitingEvent:
    """An event that somebody has not had yet, with the latest failure if there was one."""

    county: str
    id: UUID
    type: str
    occurred_at: dt.datetime
    handler: str
    attempts: int
    error: str


def waiting_events(*, failed_only: bool = False, limit: int = 100) -> list[WaitingEvent]:
    """Undelivered events, the oldest first."""
    events = OutboxEvent.objects.filter(delivered_at=None).order_by("occurred_at")[: limit * 2]
    failures = {
        (d.county, d.event_id): d
        for d in OutboxDelivery.objects.filter(
            delivered_at=None, failed_at__isnull=False, event_id__in=[e.id for e in events]
        )
    }
    found = []
    for event in events:
        failure = failures.get((event.county, event.id))
        if failure or not failed_only:
            found.append(
                WaitingEvent(
                    event.county,
                    event.id,
                    event.type,
                    event.occurred_at,
                    failure.handler if failure else "",
                    failure.attempts if failure else 0,
                    failure.error if failure else "",
                )
            )
    return found[:limit]


def redeliver(events: Sequence[WaitingEvent]) -> None:
    """Queues these events again, after what made them fail has been put right."""
    with transaction.atomic():
        for event in events:
            enqueue(deliver, county=event.county, event_id=str(event.id))


def _deliver_once(event: Event, handler: str, now: dt.datetime) -> None:
    key = {"county": event.county, "event_id": event.id, "handler": handler}
    with transaction.atomic():
        OutboxDelivery.objects.bulk_create([OutboxDelivery(**key)], ignore_conflicts=True)
        marker = OutboxDelivery.objects.select_for_update().get(**key)
        if marker.delivered_at is not None:
            return
        import_string(handler)(event, now=now)
        OutboxDelivery.objects.filter(**key).update(delivered_at=now, attempts=F("attempts") + 1, error="")


def _record_failure(event: Event, handler: str, error: Exception, now: dt.datetime) -> None:
    key = {"county": event.county, "event_id": event.id, "handler": handler}
    text = f"{type(error).__name__}: {error}"[:ERROR_LENGTH].replace("\x00", "")
    with transaction.atomic():
        OutboxDelivery.objects.bulk_create([OutboxDelivery(**key)], ignore_conflicts=True)
        OutboxDelivery.objects.filter(**key).update(failed_at=now, attempts=F("attempts") + 1, error=text)
