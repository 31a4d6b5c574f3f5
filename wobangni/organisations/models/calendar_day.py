"""Days on which a county, or the whole region, differs from the statutory calendar."""

from __future__ import annotations

from django.db import models


class CalendarDay(models.Model):
    """``county`` null: the whole region; a county's own day stands before it."""

    county = models.ForeignKey("organisations.Division", models.PROTECT, null=True, related_name="+")
    date = models.DateField()
    is_workday = models.BooleanField()
    note = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        db_table = "calendar_day"
        constraints = [
            models.UniqueConstraint(fields=["county", "date"], name="calendar_day_once", nulls_distinct=False),
        ]

    def __str__(self) -> str:
        return f"{self.county_id or '*'} {self.date}: {'open' if self.is_workday else 'closed'}"
