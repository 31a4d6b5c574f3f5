"""What the application may do in the database: run by the owner after every migration."""

from __future__ import annotations

from typing import Any

import psycopg
from django.apps import apps
from django.conf import settings
from django.db import connection, models
from psycopg import sql

ROWS = sql.SQL("SELECT, INSERT, UPDATE, DELETE")


class CannotGrant(RuntimeError):
    """The owner's login may not do what ``migrate`` must; the message says what an administrator has to run."""


def grant_to_application(login: str) -> None:
    """Makes the group role, lets it use (not own) everything in the schema, and makes ``login`` a member.

    Models with ``append_only = True`` keep SELECT and INSERT alone. Idempotent. Raises CannotGrant.
    """
    role = sql.Identifier(settings.APP_ROLE)
    _make_role(settings.APP_ROLE, login)
    with connection.cursor() as cursor:
        schema = sql.Identifier(_scalar(cursor, "SELECT current_schema()"))
        owner = _scalar(cursor, "SELECT current_user")
        for kind, rights in (
            ("TABLES", ROWS),
            ("SEQUENCES", sql.SQL("USAGE, SELECT")),
            ("FUNCTIONS", sql.SQL("EXECUTE")),
        ):
            names = {"kind": sql.SQL(kind), "rights": rights, "role": role, "schema": schema}
            cursor.execute(
                sql.SQL("GRANT {rights} ON ALL {kind} IN SCHEMA {schema} TO {role}").format(**names).as_string()
            )
            cursor.execute(
                sql.SQL("ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT {rights} ON {kind} TO {role}")
                .format(**names)
                .as_string()
            )
        cursor.execute(sql.SQL("GRANT USAGE ON SCHEMA {} TO {}").format(schema, role).as_string())
        for table in append_only_tables():
            cursor.execute(
                sql.SQL("REVOKE UPDATE, DELETE ON {} FROM {}").format(sql.Identifier(table), role).as_string()
            )
        if login and not _may_become(cursor, login, settings.APP_ROLE):
            try:
                cursor.execute(sql.SQL("GRANT {} TO {}").format(role, sql.Identifier(login)).as_string())
            except Exception as error:
                raise CannotGrant(
                    f"{owner} may not admit {login} to {settings.APP_ROLE}; as an administrator run: "
                    f'GRANT {settings.APP_ROLE} TO "{login}";'
                ) from error


def append_only_tables() -> list[str]:
    """Tables whose rows are written once (history, reveals): their models say ``append_only = True``."""
    found: list[type[models.Model]] = [m for m in apps.get_models() if getattr(m, "append_only", False)]
    return [model._meta.db_table for model in found]


def _make_role(name: str, login: str) -> None:
    with connection.cursor() as cursor:
        if _scalar(cursor, "SELECT count(*) FROM pg_roles WHERE rolname = %s", [name]):
            return
        try:
            cursor.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(name)).as_string())
        except Exception as error:
            if isinstance(error.__cause__, psycopg.errors.DuplicateObject | psycopg.errors.UniqueViolation):
                return  # another migration on this server was quicker
            raise CannotGrant(
                f"The owner's login may not make roles; as an administrator run: "
                f'CREATE ROLE {name} NOLOGIN; GRANT {name} TO "{login}";'
            ) from error


def _may_become(cursor: Any, login: str, role: str) -> bool:
    kind = "SET" if cursor.connection.info.server_version >= 160_000 else "MEMBER"  # 16 tells the two apart
    return bool(_scalar(cursor, "SELECT pg_has_role(%s, %s, %s)", [login, role, kind]))


def _scalar(cursor: Any, query: str, parameters: list[object] | None = None) -> Any:
    cursor.execute(query, parameters or [])
    return cursor.fetchone()[0]
