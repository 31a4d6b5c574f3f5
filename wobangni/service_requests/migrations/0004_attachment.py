from django.db import migrations, models

import wobangni.kernel.ids


class Migration(migrations.Migration):
    dependencies = [
        ("service_requests", "0003_saved_view"),
    ]

    operations = [
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "county", "id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("county", models.CharField(max_length=6)),
                ("id", models.UUIDField(default=wobangni.kernel.ids.new_id)),
                ("service_request_id", models.UUIDField(null=True)),
                ("draft", models.UUIDField(null=True)),
                ("name", models.CharField(max_length=80)),
                ("sha256", models.BinaryField(max_length=32)),
                ("width", models.IntegerField()),
                ("height", models.IntegerField()),
                ("size", models.IntegerField()),
                ("lat", models.FloatField(null=True)),
                ("lng", models.FloatField(null=True)),
                ("public", models.BooleanField()),
                ("added_by_kind", models.CharField(max_length=16)),
                ("added_by_id", models.CharField(max_length=64)),
                ("added_at", models.DateTimeField()),
            ],
            options={
                "db_table": "attachment",
                "indexes": [
                    models.Index(
                        condition=models.Q(("service_request_id__isnull", True)),
                        fields=["added_at"],
                        name="attachment_waiting",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("service_request_id__isnull", False), ("draft__isnull", False), _connector="OR"
                        ),
                        name="attachment_has_home",
                    ),
                    models.UniqueConstraint(fields=("county", "service_request_id", "sha256"), name="attachment_once"),
                    models.UniqueConstraint(fields=("county", "draft", "sha256"), name="attachment_once_in_draft"),
                ],
            },
        ),
        migrations.RunSQL(
            "ALTER TABLE attachment ADD CONSTRAINT attachment_request_fk "
            "FOREIGN KEY (county, service_request_id) REFERENCES service_request (county, id)",
            "ALTER TABLE attachment DROP CONSTRAINT attachment_request_fk",
        ),
    ]
