"""The telephones of a county's hotline: the systems that report calls, the numbers that ring, who sits at which extension."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class TelephoneSystem(models.Model):
    """A telephone system that reports calls, with the secret by which it signs. While a secret is being changed the one before is good, too."""

    county = models.ForeignKey("organisations.Division", models.PROTECT, related_name="+")
    name = models.CharField(max_length=40)
    key = models.CharField(max_length=24, unique=True)  # names it in the header; no secret
    secret_sealed = models.BinaryField()
    former_sealed = models.BinaryField(default=b"")
    changed_at = models.DateTimeField()
    active = models.BooleanField(default=True)

    class Meta:
        db_table = "telephone_system"
        constraints = [models.UniqueConstraint(fields=["county", "name"], name="telephone_system_once")]

    def __str__(self) -> str:
        return self.name


class Line(models.Model):
    """One hotline of a county with all numbers by which it is dialled: 580, 0477-8959580."""

    county = models.ForeignKey("organisations.Division", models.PROTECT, related_name="+")
    name = models.CharField(max_length=40)
    short_number = models.CharField(max_length=16, blank=True, default="")  # digits
    full_number = models.CharField(max_length=20)  # digits, with the area code
    active = models.BooleanField(default=True)

    class Meta:
        db_table = "hotline_line"
        constraints = [
            models.UniqueConstraint(fields=["county", "full_number"], name="line_full_number_once"),
            models.CheckConstraint(condition=models.Q(full_number__regex=r"^\d{3,20}$"), name="line_number_is_digits"),
        ]

    def __str__(self) -> str:
        return self.name


class Extension(models.Model):
    """Who sits at an extension of a line. One person may have several, an extension one person."""

    county = models.ForeignKey("organisations.Division", models.PROTECT, related_name="+")
    line = models.ForeignKey(Line, models.CASCADE, related_name="extensions")
    number = models.CharField(max_length=32)
    clerk = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        db_table = "hotline_extension"
        constraints = [models.UniqueConstraint(fields=["county", "line", "number"], name="extension_once")]
        indexes = [models.Index(fields=["clerk", "county"], name="extension_clerk")]

    def __str__(self) -> str:
        return self.number
