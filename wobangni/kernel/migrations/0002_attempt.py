from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Attempt",
            fields=[
                ("bucket", models.BinaryField(max_length=32, primary_key=True, serialize=False)),
                ("n", models.IntegerField()),
                ("until", models.DateTimeField(db_index=True)),
            ],
            options={
                "db_table": "kernel_attempt",
            },
        ),
    ]
