"""A demo as a newcomer starts it, for the tests to watch."""

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
from collections.abc import Callable
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Demo:
    """One run of the demo on a free port, in a home of its own."""

    def __init__(self, home: Path, port: int, source: Path = ROOT) -> None:
        self.home, self.port = home, port
        kept = {"PATH", "HOME", "LANG", "TMPDIR"}
        environment = {name: value for name, value in os.environ.items() if name in kept}
        self.output = (home.parent / "output").open("w+")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "wobangni", "--lang", "en", "demo", "--port", str(port), "--workers", "1"],
            env={**environment, "WOBANGNI_HOME": str(home), "PYTHONPATH": str(source)},
            stdout=self.output,
            stderr=self.output,
            cwd=home.parent,
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

    def gone(self) -> None:
        """Fails unless nothing works in this home any more (helpers of an ended process may take a moment to notice)."""
        deadline = time.monotonic() + 20
        while left := self.leftovers():
            assert time.monotonic() < deadline, left
            time.sleep(0.2)

    def leftovers(self) -> list[str]:
        """Command lines of whatever still works in this home."""
        found = []
        for process in psutil.process_iter(["cmdline", "environ"]):
            line = " ".join(process.info["cmdline"] or [])
            home = (process.info["environ"] or {}).get("WOBANGNI_HOME")
            if str(self.home) in line or home == str(self.home):
                found.append(line)
        return found
