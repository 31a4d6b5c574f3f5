"""Linkage of the counties: each measurement, what stands now, and every change of it."""

from __future__ import annotations

from django.db import models

from wobangni.kernel.ids import new_id
from wobangni.organisations.rules.linkage import Level

#: Stands in ``part`` for the county as a whole; else the kind of the centre.
WHOLE = "county"
LEVELS = [(level.value, level.value) for level in Level]


class LinkageRun(models.Model):
    """One measurement with its test request's way. Append-only. ``trace``: a step each, see ``queries.linkage.TraceStep``."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_id)
    county = models.ForeignKey("organisations.Division", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    linked = models.BooleanField()
    came_back = models.BooleanField()
    facts = models.JSONField()  # kind of centre → people, services, routes, passed
    trace = models.JSONField(default=list)
    actor_kind = models.CharField(max_length=10)
    actor_id = models.CharField(max_length=64)
    actor_name = models.CharField(max_length=80, blank=True, default="")
    key = models.CharField(max_length=80, null=True)  # noqa: DJ001 — null: came without; unique where given

    class Meta:
        db_table = "linkage_run"
        constraints = [models.UniqueConstraint(fields=["county", "key"], name="linkage_run_key")]
        indexes = [models.Index(fields=["county", "-at"], name="linkage_run_of_county")]

    def __str__(self) -> str:
        return f"{self.county_id} {self.at}"


class LinkageStanding(models.Model):
    """What stands now of a centre or (``part`` county) of the county. Written by ``commands/record_linkage.py`` alone."""

    county = models.ForeignKey("organisations.Division", models.PROTECT, related_name="+")
    part = models.CharField(max_length=24)
    level = models.CharField(max_length=8, choices=LEVELS)
    lacks = models.JSONField(default=list)
    people = models.IntegerField(default=0)
    services = models.IntegerField(default=0)
    routes = models.IntegerField(default=0)
    first_on = models.DateField(null=True)
    since_on = models.DateField(null=True)
    fell_on = models.DateField(null=True)
    passed_at = models.DateTimeField(null=True)  # of the last test request that came through
    measured_at = models.DateTimeField()
    run = models.ForeignKey(LinkageRun, models.PROTECT, related_name="+")

    class Meta:
        db_table = "linkage_standing"
        constraints = [models.UniqueConstraint(fields=["county", "part"], name="linkage_standing_once")]

    def __str__(self) -> str:
        return f"{self.county_id} {self.part} {self.level}"


class LinkageChange(models.Model):
    """A standing that became another: the history that a date reached is taken from. Append-only."""

    append_only = True

    county = models.ForeignKey("organisations.Division", models.PROTECT, related_name="+")
    part = models.CharField(max_length=24)
    on = models.DateField()
    level = models.CharField(max_length=8, choices=LEVELS)
    lacks = models.JSONField(default=list)
    run = models.ForeignKey(LinkageRun, models.PROTECT, related_name="+")

    class Meta:
        db_table = "linkage_change"
        indexes = [models.Index(fields=["county", "-id"], name="linkage_change_of_county")]

    def __str__(self) -> str:
        return f"{self.county_id} {self.part} {self.on} {self.level}"
