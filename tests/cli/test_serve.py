"""The web server's processes live and die together."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.server import database_url

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(sys.platform != "linux", reason="a parent's death is told to its children on Linux"),
]


def test_a_web_server_that_is_killed_leaves_the_port_to_the_next() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    inherited = {name: value for name, value in os.environ.items() if name != "WOBANGNI_AS_OWNER"}
    server = subprocess.Popen(
        [sys.executable, "-m", "wobangni", "serve", "--port", str(port), "--workers", "1"],
        env={**inherited, "DATABASE_URL": database_url()},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        assert _within(60, lambda: _listens(port))
        children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
        assert children
        time.sleep(2)  # until the web process has loaded the application
    finally:
        server.send_signal(signal.SIGKILL)
        server.wait()
    try:
        assert _within(10, lambda: not _listens(port))
    finally:
        for child in children:
            if Path(f"/proc/{child}").exists():
                os.kill(int(child), signal.SIGKILL)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(2)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _within(seconds: float, true: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if true():
            return True
        time.sleep(0.1)
    return False
