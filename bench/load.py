"""A lean HTTP/1.1 load generator: N keep-alive connections, one thread each, requests built beforehand. Loopback only.

It costs little CPU of its own, because it shares the machine with what it measures.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LoadResult:
    """``statuses``: count by HTTP status. ``latencies``: seconds, sorted."""

    seconds: float
    statuses: dict[int, int]
    latencies: list[float]

    @property
    def per_second(self) -> float:
        return sum(self.statuses.values()) / self.seconds

    def percentile(self, share: float) -> float:
        """Seconds below which ``share`` (0–1) of the answers came."""
        return self.latencies[min(len(self.latencies) - 1, int(share * len(self.latencies)))]


def run(port: int, connections: int, total: int, make: Callable[[int], bytes]) -> LoadResult:
    """Sends ``make(0) … make(total - 1)`` over ``connections`` sockets and reads every answer."""
    statuses: dict[int, int] = {}
    latencies: list[float] = []
    lock = threading.Lock()
    barrier = threading.Barrier(connections + 1)

    def work(first: int) -> None:
        requests = [make(i) for i in range(first, total, connections)]
        own_statuses: dict[int, int] = {}
        own_latencies = []
        with socket.create_connection(("127.0.0.1", port)) as sock:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            reader = sock.makefile("rb")
            barrier.wait()
            for request in requests:
                begun = time.perf_counter()
                sock.sendall(request)
                status = _read(reader)
                own_latencies.append(time.perf_counter() - begun)
                own_statuses[status] = own_statuses.get(status, 0) + 1
        with lock:
            latencies.extend(own_latencies)
            for status, n in own_statuses.items():
                statuses[status] = statuses.get(status, 0) + n

    threads = [threading.Thread(target=work, args=(i,)) for i in range(connections)]
    for thread in threads:
        thread.start()
    barrier.wait()
    begun = time.perf_counter()
    for thread in threads:
        thread.join()
    return LoadResult(time.perf_counter() - begun, statuses, sorted(latencies))


def _read(reader: socket.SocketIO) -> int:  # type: ignore[valid-type]
    line = reader.readline()
    if not line:
        raise ConnectionError("the server closed the connection")
    status = int(line.split()[1])
    length = 0
    while (header := reader.readline()) not in (b"\r\n", b""):
        name, _, value = header.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    reader.read(length)
    return status


def post(path: str, body: bytes, headers: dict[str, str]) -> bytes:
    """The bytes of one POST request."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    )
    return (head + "".join(f"{k}: {v}\r\n" for k, v in headers.items()) + "\r\n").encode() + body


def get(path: str, headers: dict[str, str]) -> bytes:
    """The bytes of one GET request."""
    return (
        f"GET {path} HTTP/1.1\r\nHost: localhost\r\n" + "".join(f"{k}: {v}\r\n" for k, v in headers.items()) + "\r\n"
    ).encode()
