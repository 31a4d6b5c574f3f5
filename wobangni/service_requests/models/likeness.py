"""By what a request is found as like another: kept beside it by a job, for as long as the request is open or recent."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Likeness(models.Model):
    """``id``: the request's. ``reading``: see ``triage/rules/likeness_packed.py``; no contact data are in it. ``keys``: its rows in ``LikenessKey``.

    ``person`` tells one resident from another and is nobody's name: their id, or the keyed hash of their number; empty for unknown.
    """

    pk = models.CompositePrimaryKey("county", "id")
    county = models.CharField(max_length=6)
    id = models.UUIDField()
    person = models.CharField(max_length=64, blank=True, default="")
    reading = models.JSONField()
    keys = ArrayField(models.IntegerField())

    class Meta:
        db_table = "likeness"

    def __str__(self) -> str:
        return f"{self.county} {self.id}"


class LikenessKey(models.Model):
    """One number under which a request is found. Ids grow with time, so that the newest with a number are read first, and only so many.

    No foreign key: rows come and go with their ``Likeness``, in one statement each time, and there are a dozen of them for each request.
    """

    pk = models.CompositePrimaryKey("county", "key", "id")
    county = models.CharField(max_length=6)
    key = models.IntegerField()
    id = models.UUIDField()

    class Meta:
        db_table = "likeness_key"

    def __str__(self) -> str:
        return f"{self.county} {self.key} {self.id}"
