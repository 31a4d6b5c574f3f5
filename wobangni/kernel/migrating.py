"""Bringing the database up to date, as its owner (`wobangni migrate`)."""

from __future__ import annotations

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from wobangni.kernel.grants import grant_to_application

#: Arbitrary; two machines that migrate at once take turns on it.
MIGRATION_LOCK = 0x77_6F_62_61


def waiting_migrations() -> list[str]:
    """Names (app.migration) that the code has and the database has not, in order."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def migrate() -> None:
    """Applies what is waiting and grants the application its rights. Raises CannotGrant."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
        try:
            call_command("migrate", interactive=False, verbosity=0)
            grant_to_application(settings.APP_LOGIN)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATION_LOCK])
