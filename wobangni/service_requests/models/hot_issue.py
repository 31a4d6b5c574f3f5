"""Hot issues (舆情热点) as they stood when they were last looked for, so that a page only reads."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models


class HotIssue(models.Model):
    """``id``: stays while the issue does, whatever joins or leaves it. ``members``: ids of its requests, by time.

    ``heat`` is the sum of ``parts`` (``triage/rules/heat.py``). ``curve``: day (ISO) → people who wrote on it for the first time. ``alarm``: why it is
    thought to grow unusually (``triage/rules/alarm.py``), null if it does not. ``current``: found when last looked for.
    """

    pk = models.CompositePrimaryKey("county", "id")
    county = models.CharField(max_length=6)
    id = models.UUIDField()
    title = models.CharField(max_length=80)
    place = models.CharField(max_length=80, blank=True, default="")
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    heat = models.FloatField()
    parts = models.JSONField()
    curve = models.JSONField()
    members = ArrayField(models.UUIDField())
    alarm = models.JSONField(null=True)
    current = models.BooleanField(default=True)
    found_at = models.DateTimeField()
    refreshed_at = models.DateTimeField()

    class Meta:
        db_table = "hot_issue"
        indexes = [
            models.Index(fields=["county", "-heat"], name="hot_issue_hottest", condition=models.Q(current=True)),
        ]

    def __str__(self) -> str:
        return self.title
