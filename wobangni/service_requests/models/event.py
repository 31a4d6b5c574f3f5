"""Events: what happened to a request. Append-only; each carries the hash of the one before it."""

from __future__ import annotations

from django.db import models

from wobangni.service_requests.rules.lifecycle import Action
from wobangni.service_requests.rules.states import State


class Event(models.Model):
    """One thing that happened. A trigger in the database refuses any change or deletion, and the application has no right to either."""

    append_only = True

    pk = models.CompositePrimaryKey("county", "service_request_id", "seq")
    county = models.CharField(max_length=6)
    service_request_id = models.UUIDField()
    seq = models.IntegerField()  # 1, 2, 3 … within the request
    action = models.CharField(max_length=20, choices=[(a, a) for a in Action])
    from_state = models.CharField(max_length=16, blank=True, default="")
    to_state = models.CharField(max_length=16, choices=[(s, s) for s in State])
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=10)
    actor_id = models.CharField(max_length=64)
    actor_name = models.CharField(max_length=80, blank=True, default="")
    unit_id = models.BigIntegerField(null=True)  # lead unit after the event
    service_id = models.BigIntegerField(null=True)  # service after the event
    data = models.JSONField(default=dict)
    key = models.CharField(max_length=80, null=True)  # noqa: DJ001 — null: came without; unique where given
    prev_hash = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)

    class Meta:
        db_table = "service_request_event"
        constraints = [
            models.UniqueConstraint(fields=["county", "service_request_id", "key"], name="event_key"),
            models.CheckConstraint(condition=models.Q(seq__gte=1), name="event_seq_from_one"),
        ]
        indexes = [models.Index(fields=["county", "at"], name="event_at")]

    def __str__(self) -> str:
        return f"{self.service_request_id} #{self.seq} {self.action}"
