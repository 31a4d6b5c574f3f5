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
def acting(actor: Actor, *, counties: Iterable[str] | None = None) -> Iterator[None]:
    """A transaction in the name of ``actor``; nested use joins the outer transaction and tells the database anew."""
    scope = (
        ALL_COUNTIES if actor.sees_region else ",".join(sorted(counties if counties is not None else actor.counties))
    )
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('wobangni.actor', %s, true), set_config('wobangni.counties', %s, true)",
                [f"{actor.kind}:{actor.id}", scope],
            )
        yield


@contextmanager
def one_moment() -> Iterator[None]:
    """A transaction in which all reads see the database as at one moment, however long they take. Inside another it promises nothing more than that."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield
