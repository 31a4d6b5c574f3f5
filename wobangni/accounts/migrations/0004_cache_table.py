"""The table of Django's database cache: counters of failed one-time codes must hold over all processes and machines."""

from django.db import migrations

MAKE = """
CREATE TABLE django_cache (cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL);
CREATE INDEX django_cache_expires ON django_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_rate_counts")]

    operations = [migrations.RunSQL(MAKE, "DROP TABLE django_cache;")]
