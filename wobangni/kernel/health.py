"""Is this installation fit to serve? The checks of /readyz and of `wobangni health`."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from wobangni.kernel.jobs import DEAD_AFTER_SECONDS


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that must hold. ``detail`` is for operators, in English, and gives no secret away."""

    name: str
    ok: bool
    detail: str


def readiness() -> list[Check]:
    """Database, migrations, worker, in this order; what depends on a failed check is not tried."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('server_version_num')::int")
            version = cursor.fetchone()[0]
    except DatabaseError as error:
        return [Check("database", ok=False, detail=type(error).__name__)]
    checks = [Check("database", ok=version >= 150_000, detail=f"PostgreSQL {version // 10_000}")]
    try:
        checks.append(_migrations())
        checks.append(_worker())
    except DatabaseError as error:
        checks.append(Check("migrations", ok=False, detail=f"{type(error).__name__}: run `wobangni migrate`"))
    return checks


def _migrations() -> Check:
    applied = MigrationRecorder(connection).applied_migrations()
    missing = sorted(_known_migrations() - applied.keys())
    if missing:
        names = ", ".join(f"{app}.{name}" for app, name in missing[:5])
        return Check("migrations", ok=False, detail=f"{len(missing)} to apply ({names}): run `wobangni migrate`")
    return Check("migrations", ok=True, detail="up to date")


@functools.cache
def _known_migrations() -> frozenset[tuple[str, str]]:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    replaced = {key for migration in loader.replacements.values() for key in migration.replaces}
    return frozenset(loader.disk_migrations.keys() - replaced)


def _worker() -> Check:
    """The queue's own heartbeat table; both times are the database's, so clocks of machines don't matter."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE last_heartbeat > now() - %s * interval '1 second'), "
            "extract(epoch FROM now() - max(last_heartbeat))::int FROM procrastinate_workers",
            [DEAD_AFTER_SECONDS],
        )
        alive, age = cursor.fetchone()
    if alive:
        return Check("worker", ok=True, detail=f"{alive} running")
    seen = "none was ever seen" if age is None else f"last seen {age} s ago"
    return Check("worker", ok=False, detail=f"no worker is running ({seen}): run `wobangni worker`")
