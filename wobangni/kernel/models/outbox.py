"""What has happened and must be told: written in the transaction that made it happen, told afterwards."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from wobangni.kernel.ids import new_id


class OutboxEvent(models.Model):
    """One thing that happened in one county. ``delivered_at`` is set when every handler has had it."""

    pk = models.CompositePrimaryKey("county", "id")
    county = models.CharField(max_length=6)
    id = models.UUIDField(default=new_id)
    type = models.CharField(max_length=80)
    payload = models.JSONField()
    occurred_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(county__regex=r"^[0-9]{6}$"), name="outboxevent_county_code"),
        ]
        indexes = [
            models.Index(fields=["occurred_at"], condition=Q(delivered_at=None), name="outboxevent_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.county}/{self.id}"


class OutboxDelivery(models.Model):
    """One event for one handler: the marker that makes telling it twice harmless, and the record of failures."""

    pk = models.CompositePrimaryKey("county", "event_id", "handler")
    county = models.CharField(max_length=6)
    event_id = models.UUIDField()
    handler = models.CharField(max_length=200)
    attempts = models.PositiveIntegerField(default=0)
    delivered_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True, default="")

    class Meta:
        indexes = [
            models.Index(fields=["failed_at"], condition=Q(delivered_at=None), name="outboxdelivery_failing"),
        ]

    def __str__(self) -> str:
        return f"{self.handler} {self.county}/{self.event_id}"
