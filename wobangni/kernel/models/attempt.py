"""How often somebody has tried something lately."""

from __future__ import annotations

from django.db import models


class Attempt(models.Model):
    """``bucket``: keyed hash of what is tried and by whom, so that no address or phone lies here. Read and written by ``kernel/attempts.py``."""

    bucket = models.BinaryField(max_length=32, primary_key=True)
    n = models.IntegerField()
    until = models.DateTimeField(db_index=True)  # when counting begins anew

    class Meta:
        db_table = "kernel_attempt"

    def __str__(self) -> str:
        return f"{self.n} until {self.until}"
