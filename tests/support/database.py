"""The test database: migrated by the owner, used as the application, and the region's data kept between tests."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import OperationalError, connection
from django.test import TransactionTestCase
from psycopg.errors import DeadlockDetected

from wobangni.kernel.grants import grant_to_application

#: Data that ships with the platform: loaded once a database, left alone between tests unless a test changed it.
REFERENCE_TABLES = (
    "division",
    "unit",
    "category",
    "service",
    "county_service",
    "time_limit",
    "ladder",
    "routing_rule",
    "auto_dispatch",
    "reply_template",
    "calendar_day",
    "county_settings",
    "reference_version",
    "django_content_type",
    "auth_permission",
)

_reference: dict[str, Any] = {"prints": None}


def become_application() -> None:
    """From now on, every connection of this process acts as ``wobangni_app``."""
    grant_to_application(settings.APP_LOGIN)
    with connection.cursor() as cursor:
        # Only here: cleaning up after a test that committed. The application may not empty a table.
        tables = ", ".join(f'"{table}"' for table in _all_tables())
        cursor.execute(f"GRANT TRUNCATE ON {tables} TO {settings.APP_ROLE}")
    _set_role(f"-c role={settings.APP_ROLE}")


def become_owner() -> None:
    _set_role("")


def _set_role(option: str) -> None:
    connection.close()
    connection.settings_dict.setdefault("OPTIONS", {})["options"] = option


def load_reference_data() -> None:
    """Region and catalogue, committed, unless they are there already."""
    from tests.support.region import load_region_and_catalogue

    if _reference["prints"] is None:
        load_region_and_catalogue()
        _reference["prints"] = _fingerprints()


def clean_after_commit(case: TransactionTestCase) -> None:
    """In place of Django's flush: empties everything except reference data that the test left as it was."""
    kept = set(REFERENCE_TABLES) if _reference["prints"] in (None, _fingerprints()) else set(REFERENCE_TABLES[-2:])
    if _reference["prints"] is not None and "division" not in kept:
        _reference["prints"] = None
    tables = ", ".join(f'"{table}"' for table in _all_tables() if table not in kept)
    for tries_left in reversed(range(5)):
        try:
            with connection.cursor() as cursor:
                cursor.execute(f"TRUNCATE {tables}")
            return
        except OperationalError as error:  # the live server is still answering a page that the test has left
            if not (tries_left and isinstance(error.__cause__, DeadlockDetected)):
                raise


def _all_tables() -> list[str]:
    """Every table of the schema but the record of migrations, the queue's too."""
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
    return [name for name in names if name != "django_migrations"]


def _fingerprints() -> dict[str, tuple[int, int | None]]:
    """Rows, and the newest transaction that wrote one, of each reference table (content types aside)."""
    with connection.cursor() as cursor:
        parts = [f"SELECT '{t}', count(*), max(xmin::text::bigint) FROM \"{t}\"" for t in REFERENCE_TABLES[:-2]]
        cursor.execute(" UNION ALL ".join(parts))
        return {name: (rows, newest) for name, rows, newest in cursor.fetchall()}
