"""The routing directory: rules get numbers, places, conditions, helpers, limits and days. Rules that were there hold from the beginning."""

import datetime as dt

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

#: When the rules of before began is not known; like the limits as shipped, they hold from the beginning.
BEGINNING = dt.date(2000, 1, 1)

NUMBERED = """UPDATE routing_rule AS r SET number = n.number FROM (
    SELECT id, row_number() OVER (PARTITION BY county_id ORDER BY id) AS number FROM routing_rule) AS n WHERE n.id = r.id"""


class Migration(migrations.Migration):

    dependencies = [
        ("catalogue", "0002_limits_by_nature"),
        ("organisations", "0002_membership"),
    ]

    operations = [
        migrations.CreateModel(
            name="AutoDispatch",
            fields=[
                ("county", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name="+", serialize=False, to="organisations.division")),
                ("enabled", models.BooleanField(default=False)),
                ("services", django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ("minimum_confidence", models.PositiveSmallIntegerField(default=90)),
            ],
            options={
                "db_table": "auto_dispatch",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("minimum_confidence__range", (50, 100))), name="auto_dispatch_confidence_per_cent")
                ],
            },
        ),
        migrations.RemoveConstraint(model_name="routingrule", name="routing_rule_once"),
        migrations.AddField("routingrule", "number", models.PositiveIntegerField(default=1), preserve_default=False),
        migrations.RunSQL(NUMBERED, migrations.RunSQL.noop),
        migrations.AlterField(
            "routingrule", "service",
            models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="catalogue.service"),
        ),
        migrations.AddField(
            "routingrule", "places",
            django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), default=list, size=None),
        ),
        migrations.AddField("routingrule", "condition", models.JSONField(default=dict)),
        migrations.AddField(
            "routingrule", "helpers",
            django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None),
        ),
        migrations.AddField("routingrule", "limit_amount", models.PositiveSmallIntegerField(null=True)),
        migrations.AddField(
            "routingrule", "limit_unit",
            models.CharField(
                blank=True, default="", max_length=16,
                choices=[("hours", "hours"), ("working_hours", "working_hours"), ("working_days", "working_days"), ("calendar_days", "calendar_days")],
            ),
        ),
        migrations.AddField("routingrule", "note", models.CharField(blank=True, default="", max_length=200)),
        migrations.AddField("routingrule", "effective_from", models.DateField(default=BEGINNING), preserve_default=False),
        migrations.AddField("routingrule", "ended", models.BooleanField(default=False)),
        migrations.AddField("routingrule", "key", models.CharField(max_length=80, null=True)),
        migrations.AddConstraint("routingrule", models.UniqueConstraint(fields=("county", "key"), name="routing_rule_key")),
        migrations.AddConstraint("routingrule", models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="routing_rule_numbered")),
        migrations.AddConstraint(
            "routingrule",
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("limit_amount__isnull", True), ("limit_unit", "")),
                    models.Q(("limit_amount__gte", 1), models.Q(("limit_unit", ""), _negated=True)),
                    _connector="OR",
                ),
                name="routing_rule_limit_whole",
            ),
        ),
        migrations.AddIndex("routingrule", models.Index(fields=["county", "number", "effective_from"], name="routing_rule_number")),
    ]
