"""The routing directory (派单目录) of a county: service × place × condition → lead unit, helpers, limit."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from wobangni.catalogue.rules.limits import TimeUnit


class RoutingRule(models.Model):
    """One version of one rule. Versions are added, not changed, once their day has come: the past stays as it was.

    ``number`` names the rule in its county, whatever becomes of it; of the versions of one number the one that began last holds (``rules/routing.py``).
    """

    county = models.ForeignKey("organisations.Division", models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    service = models.ForeignKey("catalogue.Service", models.CASCADE, null=True, related_name="+")  # null: every one
    places = ArrayField(models.CharField(max_length=60), default=list)  # keys of places; none: the whole county
    condition = models.JSONField(default=dict)  # see rules/conditions.py
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    helpers = ArrayField(models.BigIntegerField(), default=list)  # ids of units
    limit_amount = models.PositiveSmallIntegerField(null=True)  # for the answer; null: as the service says
    limit_unit = models.CharField(max_length=16, blank=True, default="", choices=[(u.value, u.value) for u in TimeUnit])
    note = models.CharField(max_length=200, blank=True, default="")  # why, for colleagues
    effective_from = models.DateField()  # that day (Asia/Shanghai) and later
    ended = models.BooleanField(default=False)
    key = models.CharField(max_length=80, null=True)  # noqa: DJ001 — null: came without; unique where given

    class Meta:
        db_table = "routing_rule"
        constraints = [
            models.UniqueConstraint(fields=["county", "key"], name="routing_rule_key"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="routing_rule_numbered"),
            models.CheckConstraint(
                condition=models.Q(limit_amount__isnull=True, limit_unit="")
                | (models.Q(limit_amount__gte=1) & ~models.Q(limit_unit="")),
                name="routing_rule_limit_whole",
            ),
        ]
        indexes = [models.Index(fields=["county", "number", "effective_from"], name="routing_rule_number")]

    def __str__(self) -> str:
        return f"{self.county_id}: {self.number} → {self.unit_id} from {self.effective_from}"
