"""Effects travel up exactly once, whatever fails on the way."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import transaction

from tests.support.jobs import run_jobs, waiting_jobs
from wobangni import subscriptions
from wobangni.kernel import clock
from wobangni.kernel.models import OutboxDelivery, OutboxEvent
from wobangni.kernel.outbox import DeliveryFailed, Event, deliver_event, emit, redeliver, waiting_events

pytestmark = pytest.mark.django_db

heard: list[tuple[str, UUID]] = []
failing: set[str] = set()


def first(event: Event, *, now: object) -> None:
    _hear("first", event)


def second(event: Event, *, now: object) -> None:
    _hear("second", event)


def _hear(name: str, event: Event) -> None:
    heard.append((name, event.id))
    if name in failing:
        raise ValueError(f"{name} is out of order")


@pytest.fixture(autouse=True)
def table(monkeypatch: pytest.MonkeyPatch) -> None:
    heard.clear()
    failing.clear()
    both = [f"{__name__}.first", f"{__name__}.second"]
    monkeypatch.setattr(subscriptions, "SUBSCRIPTIONS", {"told": both[:1], "both": both, "family.*": both[1:]})


def tell(event_type: str) -> UUID:
    return emit(county="150105", type=event_type, payload={"n": 1}, now=clock.now())


def test_a_handler_hears_of_the_event_by_the_job_that_was_queued_with_it() -> None:
    event = tell("told")
    assert run_jobs() == ["outbox.deliver"]
    assert heard == [("first", event)]
    assert OutboxEvent.objects.get(id=event).delivered_at is not None


def test_a_family_of_types_is_subscribed_to_with_a_star() -> None:
    event = tell("family.member")
    run_jobs()
    assert heard == [("second", event)]


def test_an_event_that_nobody_subscribes_to_is_kept_and_costs_no_job() -> None:
    event = tell("unheard")
    assert waiting_jobs() == []
    assert OutboxEvent.objects.get(id=event).delivered_at is not None


def test_when_the_change_is_rolled_back_nobody_hears_of_it() -> None:
    def change_that_fails() -> None:
        with transaction.atomic():
            tell("told")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change_that_fails()
    assert waiting_jobs() == []
    assert not OutboxEvent.objects.exists()


def test_delivering_twice_has_one_effect() -> None:
    event = tell("both")
    deliver_event("150105", event, now=clock.now())
    deliver_event("150105", event, now=clock.now())
    assert [name for name, _ in heard] == ["first", "second"]


def test_a_failing_handler_holds_up_no_other_and_alone_is_tried_again() -> None:
    event = tell("both")
    failing.add("first")
    with pytest.raises(DeliveryFailed, match="first is out of order"):
        deliver_event("150105", event, now=clock.now())
    failing.clear()
    deliver_event("150105", event, now=clock.now())
    assert [name for name, _ in heard] == ["first", "second", "first"]
    assert OutboxEvent.objects.get(id=event).delivered_at is not None


def test_a_failure_is_listed_with_its_reason_until_it_is_redelivered() -> None:
    event = tell("told")
    failing.add("first")
    with pytest.raises(DeliveryFailed):
        run_jobs()
    (waiting,) = waiting_events(failed_only=True)
    assert (waiting.id, waiting.attempts) == (event, 1)
    assert waiting.error == "ValueError: first is out of order"
    failing.clear()
    redeliver([waiting])
    run_jobs()
    assert waiting_events() == []
    assert OutboxDelivery.objects.get(event_id=event).attempts == 2
