"""Deadlines: one row for each clock of a request."""

from __future__ import annotations

from django.db import models

from wobangni.kernel.ids import new_id
from wobangni.service_requests.rules.deadlines import ClockState


class Deadline(models.Model):
    """``kind``: one of ``LimitKind``. A restarted echo or a rework uses its row again; the past is in the events.

    ``next_at`` says what is due for the whole platform: a sweep reads its index and nothing else. ``run``, ``done``, ``next_step``: see
    ``rules/escalation.py``.
    """

    pk = models.CompositePrimaryKey("county", "id")
    county = models.CharField(max_length=6)
    id = models.UUIDField(default=new_id)
    service_request_id = models.UUIDField()
    kind = models.CharField(max_length=10)
    state = models.CharField(max_length=10, choices=[(s, s) for s in ClockState])
    amount = models.IntegerField()
    time_unit = models.CharField(max_length=16)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    yellow_at = models.DateTimeField()
    remaining = models.DurationField(null=True)  # counted time left, while paused
    met_at = models.DateTimeField(null=True)
    run = models.IntegerField(default=1, db_default=1)
    done = models.SmallIntegerField(default=0, db_default=0)  # steps of the ladder taken in this run, a bit each
    next_step = models.SmallIntegerField(null=True)  # of the ladder; null: the platform acts by itself
    next_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "deadline"
        constraints = [
            models.UniqueConstraint(fields=["county", "service_request_id", "kind"], name="deadline_once"),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="deadline_due", condition=models.Q(state="running")),
            models.Index(
                fields=["next_at", "county", "id"], name="deadline_next", condition=models.Q(next_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state} {self.due_at}"
