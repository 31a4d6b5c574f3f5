"""The application owns nothing in the database (invariant 8)."""

import pytest
from django.db import DatabaseError, connection, transaction

pytestmark = pytest.mark.django_db


def scalar(query: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0]


def test_the_tests_themselves_act_as_the_application() -> None:
    assert scalar("SELECT current_user") == "wobangni_app"


def test_the_application_owns_no_table_no_function_and_is_no_superuser() -> None:
    assert scalar("SELECT count(*) FROM pg_class WHERE relowner = 'wobangni_app'::regrole") == 0
    assert scalar("SELECT count(*) FROM pg_proc WHERE proowner = 'wobangni_app'::regrole") == 0
    assert not scalar("SELECT rolsuper OR rolcreaterole OR rolcreatedb FROM pg_roles WHERE rolname = current_user")


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine (x int)",
        "ALTER TABLE kernel_outboxevent DISABLE TRIGGER ALL",
        "ALTER TABLE kernel_outboxevent DISABLE ROW LEVEL SECURITY",
        "DROP TABLE kernel_outboxevent",
    ],
)
def test_the_application_cannot_change_the_tables(statement: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_it_may_use_every_table() -> None:
    assert (
        scalar(
            "SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace "
            "AND NOT has_table_privilege(oid, 'SELECT, INSERT')"
        )
        == 0
    )
