"""What experience says about who does what: two small tables that suggestions read instead of requests."""

from __future__ import annotations

from django.db import models


class UnitHistory(models.Model):
    """How many requests of one service in one township a unit has answered within the year. Made anew by a job (``commands/learn_units.py``)."""

    pk = models.CompositePrimaryKey("county", "service_id", "township", "unit_id")
    county = models.CharField(max_length=6)
    service_id = models.BigIntegerField()
    township = models.CharField(max_length=9, blank=True)  # empty: not said
    unit_id = models.BigIntegerField()
    n = models.IntegerField()

    class Meta:
        db_table = "unit_history"

    def __str__(self) -> str:
        return f"{self.county} {self.service_id} {self.township} {self.unit_id}: {self.n}"


class UnitReturn(models.Model):
    """One order that a unit gave back. ``service_id``: of the request then, or what its words spoke of; 0 for neither. ``seq``: of the event."""

    pk = models.CompositePrimaryKey("county", "service_request_id", "seq")
    county = models.CharField(max_length=6)
    service_request_id = models.UUIDField()
    seq = models.IntegerField()
    service_id = models.BigIntegerField()
    township = models.CharField(max_length=9, blank=True)
    unit_id = models.BigIntegerField()
    at = models.DateTimeField()
    reason = models.CharField(max_length=120, blank=True)  # its beginning

    class Meta:
        db_table = "unit_return"
        indexes = [models.Index(fields=["county", "service_id", "-at"], name="unit_return_recent")]

    def __str__(self) -> str:
        return f"{self.county} {self.service_id} {self.unit_id} {self.at}"
