"""One at a time where photos of one request or draft are added: nine at once stay nine, and the same one twice stays one. Held to the end of the
transaction under way."""

from __future__ import annotations

from uuid import UUID

from django.db import connection


def lock_photos_of_request(county: str, id: UUID) -> None:
    """By the lock on the request itself, which whoever acts on it holds already: with a lock of their own, each could wait for the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM service_request WHERE county = %s AND id = %s FOR UPDATE", [county, id])


def lock_photos_of_draft(draft: UUID) -> None:
    """A draft has no row to be locked."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"photos:{draft}"])
