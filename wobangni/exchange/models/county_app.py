"""A county's own app in which the residents' pages are shown, and the launch tokens that were used."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models


class CountyApp(models.Model):
    """One a county: its look, who may frame our pages, and the secret by which it signs. While that is being changed the one before is good, too."""

    county = models.OneToOneField("organisations.Division", models.PROTECT, related_name="+")
    name = models.CharField(max_length=40)
    colour = models.CharField(max_length=7)  # as the county named it; rules/app_look.py makes it readable
    logo = models.BinaryField(default=b"")  # JPEG, written by us
    origins = ArrayField(models.CharField(max_length=120), default=list)
    key = models.CharField(max_length=24, unique=True)  # names it in a token; no secret
    secret_sealed = models.BinaryField()
    former_sealed = models.BinaryField(default=b"")
    changed_at = models.DateTimeField()  # the secret
    version = models.PositiveIntegerField(default=1)  # of the look, in the address of its stylesheet
    active = models.BooleanField(default=True)

    class Meta:
        db_table = "county_app"
        constraints = [
            models.CheckConstraint(condition=models.Q(colour__regex=r"^#[0-9a-f]{6}$"), name="county_app_colour")
        ]

    def __str__(self) -> str:
        return self.name


class LaunchUse(models.Model):
    """A launch token that was used: that it is no second time, and who was vouched for. Gone after a while."""

    pk = models.CompositePrimaryKey("county", "jti")
    county = models.CharField(max_length=6)
    jti = models.CharField(max_length=64)
    resident_id = models.UUIDField(null=True)
    used_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        db_table = "launch_use"
        indexes = [models.Index(fields=["expires_at"], name="launch_use_expires")]

    def __str__(self) -> str:
        return f"{self.county} {self.jti}"
