"""``wobangni demo`` as a newcomer meets it: up, stopped, up again, interrupted, in the way of another."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.demo_run import Demo, free_port


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[[], Demo]]:
    port = free_port()
    runs: list[Demo] = []

    def run() -> Demo:
        runs.append(Demo(tmp_path / "home", port))
        return runs[-1]

    yield run
    for demo in runs:
        if demo.process.poll() is None:
            demo.stop()


def test_a_day_of_a_demo(start: Callable[[], Demo]) -> None:
    demo = start()
    demo.up()
    assert all(check["ok"] for check in demo.ready().values())
    for role in ("clerk", "dispatcher", "handler", "reviewer", "caller", "supervisor", "admin", "observer"):
        assert f"    {role} " in demo.said()

    # A worker that dies is helped up again.
    worker = next(p for p in demo.family() if "worker" in p.cmdline() and "serve" not in p.cmdline())
    worker.kill()
    demo.wait(lambda: "worker ended" in demo.said())

    # Ctrl-C stops everything, the database too.
    assert demo.stop() == 0
    demo.gone()

    # A second start keeps the data; a second demo on the same port is told so in one line.
    again = start()
    again.up()
    other = subprocess.run(
        [sys.executable, "-m", "wobangni", "--lang", "en", "demo", "--port", str(again.port)],
        capture_output=True,
        text=True,
        env={**os.environ, "WOBANGNI_HOME": str(again.home.parent / "other")},
    )
    assert other.returncode == 1
    assert (
        other.stderr.strip() == f"Error: Port {again.port} is taken. Stop what uses it, or choose another with --port."
    )

    # Killed outright, it takes web server and worker along; the next start finds its way.
    again.process.send_signal(signal.SIGKILL)
    again.process.wait()
    deadline = time.monotonic() + 30
    while [line for line in again.leftovers() if "wobangni" in line.split("postgres")[0]]:
        assert time.monotonic() < deadline, again.leftovers()
        time.sleep(0.2)
    third = start()
    third.up()
    assert third.stop(signal.SIGTERM) != 0
    third.gone()
