"""Who hears of what: event type → the functions that are told, by dotted path, each exactly once in effect.

The one place where something below makes something above happen (design.md, "Dependencies"). Paths are text, so that this
table, which the outbox reads, imports nobody. A type may end in ``.*``. A handler is ``handler(event, *, now)`` with
``event`` a ``wobangni.kernel.outbox.Event``; it runs in a transaction of its own, in the worker, and may raise to be
tried again later.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

SUBSCRIPTIONS: Mapping[str, Sequence[str]] = {}


def handlers_for(event_type: str, table: Mapping[str, Sequence[str]] = SUBSCRIPTIONS) -> tuple[str, ...]:
    """Dotted paths of the handlers of ``event_type``, in the order of the table."""
    return tuple(
        handler
        for pattern, handlers in table.items()
        if pattern == event_type or (pattern.endswith(".*") and event_type.startswith(pattern[:-1]))
        for handler in handlers
    )
