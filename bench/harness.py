"""A platform of its own for one measurement: embedded PostgreSQL in a temporary folder, migrated, with the region, and the real server.

Run with the project's Python; everything is stopped and removed at the end. Nothing here is used by the product or by tests.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

COUNTY = "150105"


@dataclass
class Platform:
    """A running platform. ``home``: its folder."""

    home: Path


@contextlib.contextmanager
def platform() -> Iterator[Platform]:
    """Boots Django in this process against a fresh database with the region and the catalogue loaded."""
    home = Path(tempfile.mkdtemp(prefix="wobangni-bench-"))
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        os.environ.pop(name, None)
    os.environ |= {"WOBANGNI_HOME": str(home), "WOBANGNI_LOG_LEVEL": "WARNING"}
    # Registered before the database is started, so that it runs after the database was stopped.
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    from wobangni.surfaces.cli.boot import boot

    boot()
    command("migrate", "--quiet")
    from wobangni.catalogue.commands.load_catalogue import load_catalogue
    from wobangni.kernel import clock
    from wobangni.kernel.actors import SYSTEM
    from wobangni.organisations.commands.load_region import load_region

    load_region(actor=SYSTEM, now=clock.now())
    load_catalogue(actor=SYSTEM, now=clock.now())
    yield Platform(home)


def command(*arguments: str) -> str:
    """Runs ``wobangni …`` with this process's environment; returns what it printed."""
    done = subprocess.run([sys.executable, "-m", "wobangni", *arguments], check=True, capture_output=True, text=True)
    return done.stdout


@contextlib.contextmanager
def server(*, workers: int = 2, threads: int = 4) -> Iterator[tuple[int, psutil.Process]]:
    """``wobangni serve`` on a free port; yields the port and the parent process."""
    port = _free_port()
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "wobangni",
            "serve",
            "--port",
            str(port),
            "--workers",
            str(workers),
            "--threads",
            str(threads),
        ]
    )
    try:
        _wait(port, process)
        yield port, psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait(20)


def cpu_seconds(process: psutil.Process) -> float:
    """User and system time of a process and its children so far."""
    total = 0.0
    for one in [process, *process.children(recursive=True)]:
        times = one.cpu_times()
        total += times.user + times.system
    return total


def report(**figures: Any) -> None:
    """The last line: one JSON object."""
    print(json.dumps(figures, ensure_ascii=False))


def _free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError("the server ended by itself")
        with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2):
            return
        time.sleep(0.1)
    raise RuntimeError("the server did not come up")
