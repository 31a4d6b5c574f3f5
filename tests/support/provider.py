"""Somebody else's server on this machine: a real HTTP server that behaves well, badly and not at all."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

Behaviour = Callable[[BaseHTTPRequestHandler], None]


def says(status: int, body: bytes | dict[str, Any] = b"{}", **headers: str) -> Behaviour:
    """An answer; a dict goes out as JSON."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()

    def behave(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)

    return behave


def drips(handler: BaseHTTPRequestHandler) -> None:
    """Complete, in the end."""
    handler.send_response(200)
    handler.send_header("Content-Length", "100")
    handler.end_headers()
    for _n in range(100):
        handler.wfile.write(b".")
        handler.wfile.flush()
        time.sleep(0.05)


def drips_headers(handler: BaseHTTPRequestHandler) -> None:
    """Never gets to the body; each piece comes sooner than a limit on reading would bite."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    for _n in range(60):
        try:
            handler.wfile.write(b".")
            handler.wfile.flush()
        except OSError:
            break
        time.sleep(0.1)
    handler.close_connection = True


def floods(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    for _n in range(10_000):
        handler.wfile.write(b"x" * 10_000)


def silent(handler: BaseHTTPRequestHandler) -> None:
    time.sleep(2)


def hangs_up(handler: BaseHTTPRequestHandler) -> None:
    handler.close_connection = True
    handler.connection.close()


class Provider:
    """``heard``: (method, path, headers, body) of everything it was sent. ``behave``: how it answers; ``behaviours``: the next answers, before that."""

    def __init__(self) -> None:
        self.behave: Behaviour = says(200)
        self.behaviours: list[Behaviour] = []
        self.heard: list[tuple[str, str, dict[str, str], bytes]] = []
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                provider.heard.append((self.command, self.path, dict(self.headers), body))
                answer = provider.behaviours.pop(0) if provider.behaviours else provider.behave
                with contextlib.suppress(OSError, ValueError):
                    answer(self)

            do_GET = do_POST

            def log_message(self, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.host = f"127.0.0.1:{self.server.server_port}"
        self.url = f"http://{self.host}/send"
        Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def bodies(self) -> list[dict[str, Any]]:
        """What was posted, as JSON."""
        return [json.loads(body) for _method, _path, _headers, body in self.heard if body]

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@contextmanager
def running_provider() -> Iterator[Provider]:
    made = Provider()
    try:
        yield made
    finally:
        made.close()
