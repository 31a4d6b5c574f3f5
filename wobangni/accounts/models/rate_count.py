"""How often something was done in one window of time: limits that hold over all processes and machines."""

from __future__ import annotations

from django.db import models


class RateCount(models.Model):
    """``key``: keyed hash of kind and subject, so that no address or phone is kept. ``n`` may run past the limit: refusals count too."""

    pk = models.CompositePrimaryKey("key", "window")
    key = models.BinaryField(max_length=32)
    window = models.DateTimeField()  # its start
    n = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["window"], name="rate_count_window")]

    def __str__(self) -> str:
        return f"{self.window}: {self.n}"
