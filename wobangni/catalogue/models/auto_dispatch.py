"""Whether, and what, a county lets be dispatched by itself."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models


class AutoDispatch(models.Model):
    """One row a county; without one nothing is dispatched by itself. ``services``: ids of those that may be."""

    county = models.OneToOneField("organisations.Division", models.PROTECT, primary_key=True, related_name="+")
    enabled = models.BooleanField(default=False)
    services = ArrayField(models.BigIntegerField(), default=list)
    minimum_confidence = models.PositiveSmallIntegerField(default=90)  # per cent

    class Meta:
        db_table = "auto_dispatch"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(minimum_confidence__range=(50, 100)), name="auto_dispatch_confidence_per_cent"
            )
        ]

    def __str__(self) -> str:
        return f"{self.county_id} {'on' if self.enabled else 'off'}"
