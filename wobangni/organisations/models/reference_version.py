"""Tells every process when its copy of the reference data is old."""

from __future__ import annotations

from django.db import models


class ReferenceVersion(models.Model):
    """``version`` is a fresh random value after each change; never counted up, so that a change rolled back can't be mistaken."""

    name = models.CharField(max_length=40, primary_key=True)
    version = models.UUIDField()

    class Meta:
        db_table = "reference_version"

    def __str__(self) -> str:
        return f"{self.name} {self.version}"
