"""Tallies: counted as it happens, so that no figure scans requests.

A transition only ever appends deltas; nothing waits for anybody else's row. The worker folds them into ``Tally``. A figure is the sum of both.
Every one can be rebuilt from the events.
"""

from __future__ import annotations

from django.db import models

from wobangni.kernel.ids import new_id


class TallyDelta(models.Model):
    """A change of one figure, not yet folded."""

    pk = models.CompositePrimaryKey("county", "id")
    county = models.CharField(max_length=6)
    id = models.UUIDField(default=new_id)
    day = models.DateField()
    measure = models.CharField(max_length=40)
    unit_id = models.BigIntegerField(default=0)  # 0: no unit yet
    service_id = models.BigIntegerField(default=0)  # 0: not known
    n = models.IntegerField()

    class Meta:
        db_table = "tally_delta"
        indexes = [models.Index(fields=["county", "measure"], name="tally_delta_county")]

    def __str__(self) -> str:
        return f"{self.county} {self.day} {self.measure} {self.n:+d}"


class Tally(models.Model):
    """The folded sum of one figure for one county, day, unit and service."""

    pk = models.CompositePrimaryKey("county", "measure", "day", "unit_id", "service_id")
    county = models.CharField(max_length=6)
    measure = models.CharField(max_length=40)
    day = models.DateField()
    unit_id = models.BigIntegerField()
    service_id = models.BigIntegerField()
    n = models.BigIntegerField()

    class Meta:
        db_table = "tally"

    def __str__(self) -> str:
        return f"{self.county} {self.day} {self.measure} {self.n}"


class Stock(models.Model):
    """How many requests a unit (0: none yet) has in each state, now: the folded ``state:`` measures without day and service.

    A list page asks for this at every turn; it stays as small as a county has units, whatever lies behind it.
    """

    pk = models.CompositePrimaryKey("county", "unit_id", "state")
    county = models.CharField(max_length=6)
    unit_id = models.BigIntegerField()
    state = models.CharField(max_length=16)
    n = models.BigIntegerField()

    class Meta:
        db_table = "stock"
        indexes = [models.Index(fields=["unit_id"], name="stock_unit")]

    def __str__(self) -> str:
        return f"{self.county} {self.unit_id} {self.state} {self.n}"
