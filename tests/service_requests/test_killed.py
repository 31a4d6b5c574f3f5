"""A process that dies in the middle of its work leaves nothing half done, and the next one can do it."""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
import subprocess
import sys

import pytest
from django.conf import settings

from tests.cast import COUNTY, Cast
from tests.service_requests.at_once import holding, own_connection, wait_for_waiting
from tests.service_requests.invariants import check_figures, check_request, photograph
from tests.service_requests.story import MONDAY, Story
from tests.support.server import database_url
from wobangni.kernel import clock
from wobangni.kernel.actors import SYSTEM
from wobangni.kernel.models import OutboxEvent
from wobangni.service_requests.commands.submit import Submission, submit
from wobangni.service_requests.commands.sweep import sweep
from wobangni.service_requests.models import Deadline, Event, ServiceRequest
from wobangni.service_requests.rules.states import State

#: Begins like any process of the platform; what follows is the work that is cut short.
START = """
import datetime as dt
import django
django.setup()
from wobangni.kernel import clock
from wobangni.kernel.actors import Actor, ActorKind, Grant, Role, SYSTEM
from wobangni.service_requests.commands.act import act
from wobangni.service_requests.commands.submit import Submission, submit
"""
DISPATCH = """
actor = Actor(ActorKind.STAFF, "2", "巴特尔", (Grant(Role.DISPATCHER, "150105"),))
act(actor=actor, now=clock.now(), code="{code}", action="dispatch", data={{"unit": {unit}}})
"""
SUBMIT = """
submit(actor=SYSTEM, now=clock.now(), submission=Submission("150105", "暖气不热", key="form-1"))
"""


def kill_while_it_waits(work: str, lock: str) -> None:
    """Runs ``work`` in a process of its own and kills it when it has come to ``lock``, which is held against it."""
    environment = {name: value for name, value in os.environ.items() if name != "WOBANGNI_AS_OWNER"}
    with holding(lock):
        process = subprocess.Popen(
            [sys.executable, "-c", START + work],
            env={**environment, "DATABASE_URL": database_url()},
            cwd=settings.PACKAGE.parent,
        )
        try:
            wait_for_waiting(1)
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait()
    _wait_until_gone()


def _wait_until_gone() -> None:
    """The server notices the death when it next writes to the process; until then its transaction holds its locks."""
    with own_connection(watching=True) as raw:
        raw.execute(
            "DO $$ BEGIN WHILE EXISTS (SELECT FROM pg_stat_activity WHERE state <> 'idle' AND pid <> pg_backend_pid() AND datname = current_database())"
            " LOOP PERFORM pg_sleep(0.02); PERFORM pg_stat_clear_snapshot(); END LOOP; END $$"
        )


@pytest.mark.parametrize(
    "lock",
    ["LOCK TABLE kernel_outboxevent IN SHARE MODE", "LOCK TABLE tally_delta IN SHARE MODE"],
    ids=["between the event and the outbox", "in the midst of writing"],
)
def test_a_transition_that_is_killed_leaves_nothing_and_can_be_done_again(committed_cast: Cast, lock: str) -> None:
    story = Story(committed_cast).accepted()
    before = photograph()
    kill_while_it_waits(DISPATCH.format(code=story.code, unit=committed_cast.housing), lock)
    assert photograph() == before
    assert story.state is State.ACCEPTED
    story.do(committed_cast.dispatcher, "dispatch", unit=committed_cast.water)
    assert story.state is State.DISPATCHED
    check_request(story.row)
    check_figures()


def test_a_submission_that_is_killed_is_there_whole_or_not_at_all_and_can_be_sent_again(committed_cast: Cast) -> None:
    """It is one statement: the server may have it before it hears that the process is gone, and then all of it."""
    kill_while_it_waits(SUBMIT, "LOCK TABLE kernel_outboxevent IN SHARE MODE")
    for row in ServiceRequest.objects.all():
        check_request(row)
    check_figures()
    made = submit(actor=SYSTEM, now=clock.now(), submission=Submission("150105", "暖气不热", key="form-1"))
    assert ServiceRequest.objects.count() == 1
    check_request(ServiceRequest.objects.get(county="150105", code=made.code))
    check_figures()


# -- three workers sweep, and one of them dies ------------------------------------------------------------------------------

#: Requests, each with an order that is overdue (a step of the ladder) and a response that is not yet.
MANY = 60


def sweeper(now: dt.datetime) -> subprocess.Popen[str]:
    environment = {name: value for name, value in os.environ.items() if name != "WOBANGNI_AS_OWNER"}
    return subprocess.Popen(
        [sys.executable, "-m", "tests.service_requests.sweeper", now.isoformat()],
        env={**environment, "DATABASE_URL": database_url()},
        cwd=settings.PACKAGE.parent,
        stdout=subprocess.PIPE,
        text=True,
    )


def steps_taken() -> int:
    return Event.objects.filter(county=COUNTY, action="escalate").count()


def test_three_workers_sweep_and_one_is_killed_and_each_step_is_taken_once(committed_cast: Cast) -> None:
    stories = [Story(committed_cast).dispatched() for _n in range(MANY)]
    over = MONDAY + dt.timedelta(hours=2)
    # The last of them is held, so that all three come to it, in the midst of their work; one of the three dies there.
    held = "SELECT 1 FROM service_request WHERE county = %s AND code = %s FOR UPDATE"
    middle = Deadline.objects.filter(county=COUNTY, kind="sign").order_by("next_at", "county", "id")[MANY // 2]
    code = ServiceRequest.objects.get(county=COUNTY, id=middle.service_request_id).code
    with holding(held, (COUNTY, code)):
        workers = [sweeper(over) for _n in range(3)]
        try:
            wait_for_waiting(3)
        finally:
            workers[0].send_signal(signal.SIGKILL)
            workers[0].wait()
    found = [json.loads(worker.communicate(timeout=60)[0]) for worker in workers[1:]]
    _wait_until_gone()
    assert [one["failed"] for one in found] == [[], []]
    assert steps_taken() == MANY
    for story in stories:
        taken = [e.data for e in story.events if e.action == "escalate"]
        assert [(d["clock"], d["run"], d["step"], d["passed"]) for d in taken] == [("sign", 1, 0, [0])]
        check_request(story.row)
    told = OutboxEvent.objects.filter(county=COUNTY, type="service_request.escalate").values_list("payload", flat=True)
    assert sorted(payload["code"] for payload in told) == sorted(story.code for story in stories)
    check_figures()


@pytest.mark.parametrize(
    "lock",
    ["LOCK TABLE kernel_outboxevent IN SHARE MODE", "LOCK TABLE tally_delta IN SHARE MODE"],
    ids=["between the event and the outbox", "in the midst of writing"],
)
def test_a_step_in_whose_midst_a_worker_dies_is_taken_by_the_next(committed_cast: Cast, lock: str) -> None:
    story = Story(committed_cast).dispatched()
    over = MONDAY + dt.timedelta(hours=2)
    before = photograph()
    with holding(lock):
        worker = sweeper(over)
        try:
            wait_for_waiting(1)
        finally:
            worker.send_signal(signal.SIGKILL)
            worker.wait()
    _wait_until_gone()
    assert photograph() == before
    assert dict(sweep(now=over).done) == {"escalate": 1}
    assert sweep(now=over).total == 0
    check_request(story.row)
    check_figures()
