"""Telling the database, in each transaction, who acts and for which counties (invariant 8).

The settings ``wobangni.actor`` and ``wobangni.counties`` live as long as the transaction; row-level security policies can
read them with ``current_setting(…, true)``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from wobangni.kernel.actors import Actor

ALL_COUNTIES = "*"


@contextmanager
def acting(
    actor: Actor, *, counties: Iterable[str] | None = None, whole: bool = False, durable: bool = True
) -> Iterator[None]:
    """A transaction in the name of ``actor``; nested use joins the outer transaction and tells the database anew.

    whole: what is nested in it joins without a savepoint; whoever opens it lets every error through, which undoes all of it.
    durable: False for work that a lost machine may lose the last moments of because it will be done again, such as a replay; commits don't wait for
    the disk then.
    """
    told = told_of(actor, counties)
    opened: list[str] | None = getattr(connection, _WHOLE, None)
    if opened is not None and connection.in_atomic_block:
        if opened != told:
            _tell(TELL_SQL, told)
            opened[:] = told
        yield
        return
    with transaction.atomic():
        _tell(TELL_SQL if durable else _TELL_NOT_DURABLE, told)
        if whole:
            setattr(connection, _WHOLE, list(told))
        try:
            yield
        finally:
            if whole:
                setattr(connection, _WHOLE, None)


def told_of(actor: Actor, counties: Iterable[str] | None = None) -> list[str]:
    """What the database is told: the parameters of ``TELL_SQL``."""
    scope = (
        ALL_COUNTIES if actor.sees_region else ",".join(sorted(counties if counties is not None else actor.counties))
    )
    return [f"{actor.kind}:{actor.id}", scope]


def _tell(statement: str, told: list[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, told)


@contextmanager
def one_moment() -> Iterator[None]:
    """A transaction in which all reads see the database as at one moment, however long they take. Inside another it promises nothing more than that."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


_WHOLE = "wobangni_acting_whole"
#: For a statement that is a transaction of its own: as its first WITH query, from which all that writes selects.
TELL_SQL = "SELECT set_config('wobangni.actor', %s, true), set_config('wobangni.counties', %s, true)"
_TELL_NOT_DURABLE = TELL_SQL + ", set_config('synchronous_commit', 'off', true)"
