"""History of everything that administrators change: who, when, what, before and after."""

from __future__ import annotations

from django.db import models


class Revision(models.Model):
    """One change of one row. Append-only."""

    class Kind(models.TextChoices):
        CREATED = "created"
        CHANGED = "changed"
        DELETED = "deleted"

    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=10)
    actor_id = models.CharField(max_length=64)
    actor_name = models.CharField(max_length=80, blank=True, default="")
    county = models.CharField(max_length=6, null=True)  # noqa: DJ001 — null: the whole region
    table = models.CharField(max_length=40)
    row = models.CharField(max_length=64)  # its primary key
    title = models.CharField(max_length=120, blank=True, default="")  # how people call the row
    kind = models.CharField(max_length=8, choices=Kind.choices)
    before = models.JSONField(default=dict)  # changed columns only
    after = models.JSONField(default=dict)

    class Meta:
        db_table = "revision"
        indexes = [
            models.Index(fields=["table", "county", "-id"], name="revision_of_table"),
            models.Index(fields=["table", "row", "-id"], name="revision_of_row"),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.row} {self.kind}"
