"""Which unit of a county does a service, where it is not the usual one."""

from __future__ import annotations

from django.db import models


class RoutingRule(models.Model):
    county = models.ForeignKey("organisations.Division", models.PROTECT, related_name="+")
    service = models.ForeignKey("catalogue.Service", models.CASCADE, related_name="+")
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")

    class Meta:
        db_table = "routing_rule"
        constraints = [models.UniqueConstraint(fields=["county", "service"], name="routing_rule_once")]

    def __str__(self) -> str:
        return f"{self.county_id}: {self.service_id} → {self.unit_id}"
