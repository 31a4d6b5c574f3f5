"""Reference data kept in each process: divisions, units, calendars, the catalogue. Hot paths ask no database for it.

Whoever changes such data calls ``bump`` in the same transaction. This process forgets its copy at once; every other one asks for the versions
at most every ``CHECK_EVERY`` seconds (one small query) and so sees the change that much later.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from wobangni.kernel import clock
from wobangni.kernel.ids import new_id
from wobangni.organisations.models import ReferenceVersion

DIVISIONS = "divisions"
UNITS = "units"
CALENDAR = "calendar"  # days, office hours and the other settings of counties
LOCAL_PLACES = "local_places"  # landmarks and grids
CATALOGUE = "catalogue"  # services, limits, routing, templates

CHECK_EVERY: float = settings.REFERENCE_CHECK_SECONDS

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class _Versions:
    """The versions as last seen."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seen: dict[str, UUID] = {}
        self._checked: float | None = None

    def of(self, name: str) -> UUID | None:
        now = clock.monotonic()
        if self._checked is None or now - self._checked >= CHECK_EVERY:
            with self._lock:
                self._seen = dict(ReferenceVersion.objects.values_list("name", "version"))
                self._checked = now
        return self._seen.get(name)

    def forget(self) -> None:
        self._checked = None


_versions = _Versions()
_kept: list[Kept] = []  # type: ignore[type-arg]


class Kept(Generic[K, V]):
    """Values by key, read with ``load`` when first asked for, dropped when the data called ``name`` has changed."""

    def __init__(self, name: str, load: Callable[[K], V]) -> None:
        self._name = name
        self._load = load
        self._values: dict[K, V] = {}
        self._version: UUID | None = None
        _kept.append(self)

    def get(self, key: K) -> V:
        version = _versions.of(self._name)
        if version != self._version:
            self._values, self._version = {}, version
        values = self._values  # a change seen by another thread meanwhile must not receive our older value
        if key not in values:
            values[key] = self._load(key)
        return values[key]

    def forget(self) -> None:
        self._values = {}


def lock(name: str) -> None:
    """One editor of this data at a time, until the transaction ends: nobody overwrites what they haven't read, and nothing is made twice."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"reference:{name}"])


def bump(name: str) -> None:
    """Says that the data called ``name`` has changed. Call inside the transaction of the change."""
    ReferenceVersion.objects.update_or_create(name=name, defaults={"version": new_id()})
    forget()
    transaction.on_commit(forget)


def recheck() -> None:
    """The next read asks for the versions again: after a rollback, or when another process is known to have written."""
    _versions.forget()


def forget() -> None:
    """Drops this process's copies."""
    _versions.forget()
    for kept in _kept:
        kept.forget()
