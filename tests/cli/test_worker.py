"""The real worker does what a transaction has queued."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.cast import COUNTY, make_cast
from tests.support.server import database_url
from wobangni.kernel import clock
from wobangni.kernel.outbox import waiting_events
from wobangni.service_requests.commands.submission import Submission
from wobangni.service_requests.commands.submit import submit
from wobangni.service_requests.models import ServiceRequest

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_submitted_request_becomes_searchable_by_the_worker(region: None) -> None:
    made = submit(
        actor=make_cast().clerk,
        now=clock.now(),
        submission=Submission(county=COUNTY, description="暖气不热，已经三天了", anonymous=True),
    )
    row = ServiceRequest.objects.get(county=COUNTY, id=made.id)
    assert row.search is None
    assert [event.type for event in waiting_events()] == ["service_request.submit"]
    inherited = {name: value for name, value in os.environ.items() if name != "WOBANGNI_AS_OWNER"}
    done = subprocess.run(
        [sys.executable, "-m", "wobangni", "worker", "--once"],
        env={**inherited, "DATABASE_URL": database_url()},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    row.refresh_from_db()
    assert "暖气" in row.search
    assert waiting_events() == []
