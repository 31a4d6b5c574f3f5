"""Composite foreign keys (Django can't say them yet) and the guard over history."""

from django.db import migrations

KEYS = [
    # table, name, columns, referenced table and columns
    ("service_request", "service_request_contact_fk", "county, contact_id", "accounts_contact (county, id)"),
    ("service_request", "service_request_merged_into_fk", "county, merged_into", "service_request (county, id)"),
    ("assignment", "assignment_request_fk", "county, service_request_id", "service_request (county, id)"),
    ("service_request_event", "event_request_fk", "county, service_request_id", "service_request (county, id)"),
    ("deadline", "deadline_request_fk", "county, service_request_id", "service_request (county, id)"),
]

APPEND_ONLY = """
CREATE FUNCTION service_request_event_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'events are append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER service_request_event_append_only BEFORE UPDATE OR DELETE ON service_request_event
  FOR EACH ROW EXECUTE FUNCTION service_request_event_refuse();
"""
UNDO = """
DROP TRIGGER service_request_event_append_only ON service_request_event;
DROP FUNCTION service_request_event_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("service_requests", "0001_initial"),
        ("accounts", "0001_models"),
    ]

    operations = [
        *[
            migrations.RunSQL(
                f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({columns}) REFERENCES {target}",
                f"ALTER TABLE {table} DROP CONSTRAINT {name}",
            )
            for table, name, columns, target in KEYS
        ],
        migrations.RunSQL(APPEND_ONLY, UNDO),
    ]
