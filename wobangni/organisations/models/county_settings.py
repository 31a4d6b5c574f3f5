"""What a county decides for itself."""

from __future__ import annotations

from django.db import models

from wobangni.organisations.rules.sureness import LEAST_SURE_PERCENT, SURE_PERCENT


class CountySettings(models.Model):
    """One row a county; a county without one has the defaults."""

    county = models.OneToOneField("organisations.Division", models.PROTECT, primary_key=True, related_name="+")
    review_required = models.BooleanField(default=True)  # answers pass a reviewer before the resident sees them
    hotline = models.CharField(max_length=40, blank=True, default="12345")
    #: [["08:30", "12:00"], ["14:30", "17:30"]]: opening spans of a working day, in order. Null: the region's.
    office_hours = models.JSONField(null=True)
    #: What the platform suggests with less confidence than that, in percent, a person decides. 100: a person always does.
    sure_percent = models.SmallIntegerField(default=SURE_PERCENT)
    #: A question that its resident has not answered in time ends the request; False: work goes on with what is known.
    info_lapses = models.BooleanField(default=False, db_default=False)

    class Meta:
        db_table = "county_settings"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sure_percent__range=(LEAST_SURE_PERCENT, 100)), name="county_settings_sure_percent"
            )
        ]

    def __str__(self) -> str:
        return str(self.county_id)
