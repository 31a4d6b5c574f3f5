"""Landmarks and grids (地标、网格): places below the villages that a county adds by itself."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Left
from django.db.models.lookups import Exact

from wobangni.organisations.rules.kinds import LocalKind


class LocalPlace(models.Model):
    """One landmark or grid of a county. Never deleted, only made inactive: what was placed by it stays explicable."""

    county = models.ForeignKey("organisations.Division", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=[(v.value, v.value) for v in LocalKind])
    name = models.CharField(max_length=40)
    other_names = models.JSONField(default=list)  # of strings
    division = models.ForeignKey("organisations.Division", models.PROTECT, related_name="+")  # the smallest it lies in
    lat = models.FloatField(null=True)  # WGS84
    lng = models.FloatField(null=True)
    polygon = models.JSONField(null=True)  # closed ring: [[lng, lat], …], the last as the first
    villages = models.JSONField(default=list)  # codes; a grid may be a list of villages instead
    #: Of a grid: the unit that takes its requests; none: the county's party and community service centre.
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, null=True, related_name="+")
    party_group = models.CharField(max_length=40, blank=True, default="")  # 党小组, of a grid
    active = models.BooleanField(default=True)

    class Meta:
        db_table = "local_place"
        constraints = [
            models.CheckConstraint(
                condition=Exact(Left("division_id", 6), models.F("county_id")), name="local_place_within_county"
            ),
            models.CheckConstraint(
                condition=models.Q(lat__isnull=True, lng__isnull=True) | models.Q(lat__isnull=False, lng__isnull=False),
                name="local_place_point_is_whole",
            ),
            models.UniqueConstraint(fields=["county", "kind", "name"], name="local_place_name_once"),
        ]

    def __str__(self) -> str:
        return self.name
