"""Database connections that live longer than one request."""

from __future__ import annotations

import select

from django.db import connection


def drop_if_dead() -> None:
    """Closes this thread's connection if the server has ended it, so that the next statement opens a fresh one. Asks the server nothing.

    A server that closes a connection (restart, idle limit) says so on the socket, where an idle connection has nothing to read. This takes
    the place of Django's health check, a round trip in every request. What it can't see is a machine that fell silent; then the
    statement fails, and the next request starts anew.
    """
    raw = connection.connection
    if raw is None or connection.in_atomic_block:
        return
    if raw.closed or _has_something_to_say(raw.fileno()):
        connection.close()
    connection.health_check_done = True  # type: ignore[attr-defined]  # Django's own flag; the stubs leave it out


def _has_something_to_say(socket: int) -> bool:
    poll = select.poll()
    poll.register(socket, select.POLLIN | select.POLLHUP | select.POLLERR)
    return bool(poll.poll(0))
