"""``wobangni demo`` as a newcomer meets it: up, stopped, up again, interrupted, in the way of another."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest


class Demo:
    """One run of the demo on a free port, in a home of its own."""

    def __init__(self, home: Path, port: int) -> None:
        self.home, self.port = home, port
        kept = {"PATH", "HOME", "LANG", "TMPDIR"}
        environment = {name: value for name, value in os.environ.items() if name in kept}
        self.output = (home.parent / "output").open("w+")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "wobangni", "--lang", "en", "demo", "--port", str(port), "--workers", "1"],
            env={**environment, "WOBANGNI_HOME": str(home), "PYTHONPATH": os.getcwd()},
            stdout=self.output,
            stderr=self.output,
        )

    def said(self) -> str:
        self.output.seek(0)
        return self.output.read()

    def ready(self) -> dict[str, dict[str, object]]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=5) as answer:
                return json.load(answer)["checks"]
        except (urllib.error.URLError, ConnectionError):
            return {}

    def wait(self, what: Callable[[], object], within: float = 120) -> None:
        deadline = time.monotonic() + within
        while time.monotonic() < deadline:
            if what():
                return
            assert self.process.poll() is None, self.said()
            time.sleep(0.2)
        raise AssertionError(f"not within {within} s; said:\n{self.said()}")

    def up(self) -> None:
        self.wait(lambda: "Ctrl-C stops it" in self.said())

    def family(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def stop(self, number: int = signal.SIGINT) -> int:
        self.process.send_signal(number)
        return self.process.wait(60)

    def leftovers(self) -> list[str]:
        """Command lines of whatever still works in this home."""
        found = []
        for process in psutil.process_iter(["cmdline", "environ"]):
            line = " ".join(process.info["cmdline"] or [])
            home = (process.info["environ"] or {}).get("WOBANGNI_HOME")
            if str(self.home) in line or home == str(self.home):
                found.append(line)
        return found


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[[], Demo]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
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
    assert demo.leftovers() == []

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
    assert third.leftovers() == []
