"""The real web server on the test database, for journeys in a browser."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote, urlencode, urlsplit

from django.conf import settings
from django.db import connection


def database_url() -> str:
    """The address of this process's test database, for the application's role."""
    values = connection.settings_dict
    host = values.get("HOST") or values["OPTIONS"].get("host", "")
    port = values.get("PORT") or values["OPTIONS"].get("port", "")
    login = quote(values["USER"]) + (f":{quote(values['PASSWORD'])}" if values["PASSWORD"] else "")
    extra = urlencode({name: value for name, value in (("host", host), ("port", port)) if value})
    return f"postgresql://{login}@/{values['NAME']}?{extra}"


@contextmanager
def running_server(**environment: str) -> Iterator[str]:
    """Starts ``wobangni serve`` on a free port and yields its address; what it logged is shown when it fails."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    inherited = {name: value for name, value in os.environ.items() if name != "WOBANGNI_AS_OWNER"}
    with tempfile.TemporaryFile("w+") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "wobangni", "serve", "--port", str(port), "--workers", "1", "--threads", "4"],
            env={**inherited, "DATABASE_URL": database_url(), "WOBANGNI_REFERENCE_CHECK": "0", **environment},
            cwd=settings.PACKAGE.parent,
            stdout=log,
            stderr=log,
        )
        base = f"http://127.0.0.1:{port}"
        try:
            _wait_for(base, process)
            yield base
        except BaseException:
            log.seek(0)
            print(log.read()[-8000:])
            raise
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_for(base: str, process: subprocess.Popen[bytes]) -> None:
    address = urlsplit(base)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            web = http.client.HTTPConnection(address.hostname or "", address.port, timeout=5)
            web.request("GET", "/healthz")
            if web.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the web server did not come up")
