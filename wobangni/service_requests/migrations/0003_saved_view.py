from django.db import migrations, models

import wobangni.kernel.ids


class Migration(migrations.Migration):
    dependencies = [
        ("service_requests", "0002_keys_and_append_only"),
    ]

    operations = [
        migrations.CreateModel(
            name="SavedView",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "county", "id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("county", models.CharField(max_length=6)),
                ("id", models.UUIDField(default=wobangni.kernel.ids.new_id)),
                ("owner_id", models.BigIntegerField()),
                ("name", models.CharField(max_length=30)),
                ("query", models.CharField(blank=True, default="", max_length=1000)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "db_table": "saved_view",
                "constraints": [
                    models.UniqueConstraint(fields=("county", "owner_id", "name"), name="saved_view_name"),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="saved_view_has_a_name"
                    ),
                ],
            },
        ),
    ]
