"""Time limits, by place and service, from a day on."""

from __future__ import annotations

from django.db import models

from wobangni.catalogue.rules.limits import LimitKind, TimeUnit
from wobangni.catalogue.rules.natures import Nature


class TimeLimit(models.Model):
    """``county`` null: the region's. For one ``service``, or all of one ``nature``, or (neither given) everything.

    Rows are added, not changed: the past stays as it was.
    """

    county = models.ForeignKey("organisations.Division", models.PROTECT, null=True, related_name="+")
    service = models.ForeignKey("catalogue.Service", models.CASCADE, null=True, related_name="+")
    nature = models.CharField(max_length=16, blank=True, default="", choices=[(n.value, n.value) for n in Nature])
    kind = models.CharField(max_length=10, choices=[(k.value, k.value) for k in LimitKind])
    amount = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=16, choices=[(u.value, u.value) for u in TimeUnit])
    effective_from = models.DateField()  # counts for requests submitted on that day (Asia/Shanghai) and later

    class Meta:
        db_table = "time_limit"
        constraints = [
            models.UniqueConstraint(
                fields=["county", "service", "nature", "kind", "effective_from"],
                name="time_limit_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=models.Q(service__isnull=True) | models.Q(nature=""), name="time_limit_of_one_thing"
            ),
            models.CheckConstraint(condition=models.Q(amount__gte=1), name="time_limit_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount} {self.unit} from {self.effective_from}"
