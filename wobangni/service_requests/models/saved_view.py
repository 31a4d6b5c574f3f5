"""A staff person's own way of looking at a queue: a name for a set of filters."""

from __future__ import annotations

from django.db import models

from wobangni.kernel.ids import new_id


class SavedView(models.Model):
    """``query``: the filters as they stand in the address of the queue, in the console's own order, without the page."""

    pk = models.CompositePrimaryKey("county", "id")
    county = models.CharField(max_length=6)
    id = models.UUIDField(default=new_id)
    owner_id = models.BigIntegerField()  # staff user
    name = models.CharField(max_length=30)
    query = models.CharField(max_length=1000, blank=True, default="")
    created_at = models.DateTimeField()

    class Meta:
        db_table = "saved_view"
        constraints = [
            models.UniqueConstraint(fields=["county", "owner_id", "name"], name="saved_view_name"),
            models.CheckConstraint(condition=~models.Q(name=""), name="saved_view_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name
