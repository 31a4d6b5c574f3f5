"""``wobangni sweep`` does once what is due, and the worker has it in its plan for every minute."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys

import pytest
from procrastinate.contrib.django import app

from tests.cast import make_cast
from tests.service_requests.story import Story
from tests.support.server import database_url
from wobangni.kernel import clock
from wobangni.service_requests.models import Event

pytestmark = pytest.mark.django_db(transaction=True)


def sweep(*arguments: str) -> subprocess.CompletedProcess[str]:
    inherited = {name: value for name, value in os.environ.items() if name != "WOBANGNI_AS_OWNER"}
    return subprocess.run(
        [sys.executable, "-m", "wobangni", "--lang", "en", "sweep", *arguments],
        env={**inherited, "DATABASE_URL": database_url()},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_it_does_what_is_due_and_says_how_much(region: None) -> None:
    for _n in range(3):
        Story(make_cast(), now=clock.now() - dt.timedelta(days=30)).dispatched()
    first = sweep("--limit", "2", "--json")
    assert first.returncode == 0, first.stderr
    said = json.loads(first.stdout)
    assert (said["done"], said["failed"]) == ({"escalate": 2}, [])
    assert "things were due" in sweep().stdout
    assert json.loads(sweep("--json").stdout)["done"] == {}
    assert Event.objects.filter(action="escalate").count() == 6  # the time to sign and that to answer of each


def test_the_worker_sweeps_every_minute() -> None:
    app.perform_import_paths()
    found = {task.task.name: task.cron for task in app.periodic_registry.periodic_tasks.values()}
    assert found["service_requests.sweep"] == "* * * * *"
