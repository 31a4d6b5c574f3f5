"""What one county says differently about a service of the region."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models


class CountyService(models.Model):
    """Null: as in the region."""

    county = models.ForeignKey("organisations.Division", models.PROTECT, related_name="+")
    service = models.ForeignKey("catalogue.Service", models.CASCADE, related_name="county_versions")
    description = models.CharField(max_length=300, null=True)  # noqa: DJ001 — null: the region's words
    keywords = ArrayField(models.CharField(max_length=20), default=list)  # further words
    questions = models.JSONField(null=True)
    active = models.BooleanField(default=True)

    class Meta:
        db_table = "county_service"
        constraints = [models.UniqueConstraint(fields=["county", "service"], name="county_service_once")]

    def __str__(self) -> str:
        return f"{self.county_id} {self.service_id}"
