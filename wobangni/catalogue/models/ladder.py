"""The ladder: the steps of one clock, by place, from a day on."""

from __future__ import annotations

from django.db import models

from wobangni.catalogue.rules.ladder import LADDER_CLOCKS


class LadderEntry(models.Model):
    """``county`` null: the region's. ``steps``: as ``rules/ladder.steps_data`` lays them out; none: nobody is told.

    Rows are added, not changed: the past stays as it was, and events name the row that they followed.
    """

    county = models.ForeignKey("organisations.Division", models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=10, choices=[(k.value, k.value) for k in LADDER_CLOCKS])
    steps = models.JSONField(default=list)
    effective_from = models.DateField()  # counts for requests submitted on that day (Asia/Shanghai) and later

    class Meta:
        db_table = "ladder"
        constraints = [
            models.UniqueConstraint(
                fields=["county", "kind", "effective_from"], name="ladder_once", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {len(self.steps)} steps from {self.effective_from}"
