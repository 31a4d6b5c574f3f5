"""What holds for the tables as a whole (design.md, invariants 3, 5 and 8), asked of the database itself."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from wobangni.kernel.grants import append_only_tables

pytestmark = pytest.mark.django_db

#: Tables that know a county but are no part of the requests' data: small reference tables, the same everywhere,
#: and accounts of staff. They stay whole when the requests are spread over machines.
WHOLE = {
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
    "knowledge_article",
    "telephone_system",
    "hotline_line",
    "hotline_extension",
    "county_app",
    "calendar_day",
    "county_settings",
    "local_place",
    "reference_version",
    "membership",
    "revision",
    "triage_model",
    "accounts_apitoken",
    "accounts_phonecode",
    "notice_channel",
    "accounts_smsmessage",  # the queue of messages out, gone after a while; like the queue of jobs
}


def rows(query: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())


def spread_tables() -> set[str]:
    found = rows(
        "SELECT table_name FROM information_schema.columns "
        "WHERE table_schema = 'public' AND column_name = 'county' AND table_name NOT LIKE 'procrastinate%'"
    )
    return {name for (name,) in found} - WHOLE


def test_the_tables_about_requests_are_found() -> None:
    assert {
        "service_request",
        "service_request_event",
        "assignment",
        "deadline",
        "kernel_outboxevent",
    } <= spread_tables()


def test_every_primary_and_unique_key_of_a_spread_table_has_the_county() -> None:
    keys = rows(
        "SELECT t.relname, i.relname, array_agg(a.attname::text) FROM pg_index x "
        "JOIN pg_class t ON t.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid "
        "JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = ANY (x.indkey) "
        "WHERE x.indisunique AND t.relnamespace = 'public'::regnamespace GROUP BY 1, 2"
    )
    without = [(table, key) for table, key, columns in keys if table in spread_tables() and "county" not in columns]
    assert without == []


def test_foreign_keys_of_spread_tables_have_the_county_or_point_to_whole_tables() -> None:
    keys = rows(
        "SELECT c.conrelid::regclass::text, c.confrelid::regclass::text, c.conname, "
        "array(SELECT attname::text FROM pg_attribute WHERE attrelid = c.conrelid AND attnum = ANY (c.conkey)) "
        "FROM pg_constraint c WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace"
    )
    spread = spread_tables()
    wrong = [
        (source, name)
        for source, target, name, columns in keys
        if (source in spread and target in spread and "county" not in columns) or (source in WHOLE and target in spread)
    ]
    assert wrong == []


def test_history_cannot_be_changed_even_by_a_mistake_in_the_code() -> None:
    refused = rows(
        "SELECT relname FROM pg_class WHERE relname IN ('service_request_event', 'accounts_reveal') "
        "AND (has_table_privilege(oid, 'UPDATE') OR has_table_privilege(oid, 'DELETE'))"
    )
    assert refused == []
    assert {"service_request_event", "accounts_reveal"} <= set(append_only_tables())
