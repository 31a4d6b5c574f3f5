"""In which order the counties are to be linked, and who in a league helps them."""

from __future__ import annotations

from django.db import models


class PilotWave(models.Model):
    """One wave of pilots (试点批次): from when, until when its counties are to be linked."""

    number = models.PositiveSmallIntegerField(primary_key=True)
    name = models.CharField(max_length=60)
    starts_on = models.DateField()
    due_on = models.DateField()
    note = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        db_table = "pilot_wave"
        constraints = [
            models.CheckConstraint(condition=models.Q(due_on__gte=models.F("starts_on")), name="pilot_wave_in_order"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="pilot_wave_numbered"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class PilotCounty(models.Model):
    """A county is in one wave."""

    county = models.OneToOneField("organisations.Division", models.PROTECT, primary_key=True, related_name="+")
    wave = models.ForeignKey(PilotWave, models.CASCADE, related_name="members")

    class Meta:
        db_table = "pilot_county"

    def __str__(self) -> str:
        return f"{self.county_id} {self.wave_id}"


class LeagueHelper(models.Model):
    """The person responsible at a league, who is asked to help its counties. An office number, no private one."""

    league = models.OneToOneField("organisations.Division", models.PROTECT, primary_key=True, related_name="+")
    name = models.CharField(max_length=40)
    post = models.CharField(max_length=80, blank=True, default="")
    phone = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        db_table = "league_helper"

    def __str__(self) -> str:
        return f"{self.league_id} {self.name}"
