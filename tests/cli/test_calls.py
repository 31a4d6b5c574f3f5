"""``wobangni calls simulate``: signed events over real HTTP, which the desk shows."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from tests.cast import COUNTY, make_cast
from tests.support.people import user_of
from tests.support.server import database_url
from wobangni.exchange.models import Call
from wobangni.kernel.actors import Role
from wobangni.organisations.models import Membership


def simulate(live: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    inherited = {name: value for name, value in os.environ.items() if name != "WOBANGNI_AS_OWNER"}
    return subprocess.run(
        [
            sys.executable,
            "-m",
            "wobangni",
            "--lang",
            "en",
            "calls",
            "simulate",
            "--url",
            live,
            "--county",
            COUNTY,
            *arguments,
        ],
        env={**inherited, "DATABASE_URL": database_url()},
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_one_call_rings_is_picked_up_and_ends(live: str) -> None:
    clerk = user_of(make_cast().clerk)
    clerk.demo = True
    clerk.save()
    done = simulate(live, "--once", "--json", "--speed", "100")
    assert done.returncode == 0, done.stderr
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(one["kind"], one["state"]) for one in told] == [
        ("ringing", "ringing"),
        ("answered", "answered"),
        ("ended", "ended"),
    ]
    assert "****" in told[0]["caller"]
    call = Call.objects.get()
    assert (str(call.id), call.clerk_id, call.extension) == (told[0]["call"], clerk.pk, "801")
    missed = simulate(live, "--once", "--missed", "--speed", "100")
    assert "missed" in missed.stdout, missed.stderr
    nobody = simulate("http://127.0.0.1:9", "--once")
    assert nobody.returncode == 1
    assert nobody.stderr.strip() == "Error: Nothing answers at http://127.0.0.1:9. Is the demo running?"


def test_nobody_rings_at_the_desks_of_real_people(live: str) -> None:
    user_of(make_cast().clerk)
    assert Membership.objects.filter(role=Role.CLERK, county=COUNTY).exists()
    done = simulate(live, "--once")
    assert done.returncode == 1
    assert not Call.objects.exists()
