"""Units (单位): the centres and departments that handle requests."""

from __future__ import annotations

from django.db import models

from wobangni.organisations.rules.kinds import UnitKind


class Unit(models.Model):
    """One centre or department of a county. A unit is never deleted, only made inactive: requests point to it."""

    code = models.CharField(max_length=40, unique=True)  # "150105-housing"
    county = models.ForeignKey("organisations.Division", models.PROTECT, related_name="units")
    kind = models.CharField(max_length=24, choices=[(v.value, v.value) for v in UnitKind])
    name = models.CharField(max_length=80)
    short_name = models.CharField(max_length=40)
    phone = models.CharField(max_length=40, blank=True, default="")  # of the office, public
    address = models.CharField(max_length=200, blank=True, default="")
    active = models.BooleanField(default=True)

    class Meta:
        db_table = "unit"
        constraints = [
            models.CheckConstraint(condition=models.Q(code__regex=r"^\d{6}-"), name="unit_code_of_a_county"),
            models.CheckConstraint(
                condition=models.Q(code__startswith=models.F("county_id")), name="unit_code_carries_county"
            ),
            models.UniqueConstraint(fields=["county", "name"], name="unit_name_once"),
        ]

    def __str__(self) -> str:
        return self.name
