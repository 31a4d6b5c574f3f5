"""What a county decides for itself."""

from __future__ import annotations

from django.db import models


class CountySettings(models.Model):
    """One row a county; a county without one has the defaults."""

    county = models.OneToOneField("organisations.Division", models.PROTECT, primary_key=True, related_name="+")
    review_required = models.BooleanField(default=True)  # answers pass a reviewer before the resident sees them
    hotline = models.CharField(max_length=40, blank=True, default="12345")
    #: [["08:30", "12:00"], ["14:30", "17:30"]]: opening spans of a working day, in order. Null: the region's.
    office_hours = models.JSONField(null=True)

    class Meta:
        db_table = "county_settings"

    def __str__(self) -> str:
        return str(self.county_id)
