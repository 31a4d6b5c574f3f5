"""Divisions (行政区划): leagues, counties, townships, villages."""

from __future__ import annotations

from django.db import models

from wobangni.organisations.rules.kinds import Level


class Division(models.Model):
    """One division. ``code``: GB/T 2260 for leagues (4 digits) and counties (6), statistical code below (9, 12)."""

    code = models.CharField(max_length=12, primary_key=True)
    level = models.CharField(max_length=8, choices=[(v.value, v.value) for v in Level])
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    name = models.CharField(max_length=80)
    short_name = models.CharField(max_length=80)  # as people say it: 赛罕, 巴彦镇
    name_en = models.CharField(max_length=80, blank=True, default="")  # leagues and counties
    aliases = models.CharField(max_length=120, blank=True, default="")  # other short forms, space between: 土左旗 土旗
    pinyin = models.CharField(max_length=240)  # of name, syllables joined
    initials = models.CharField(max_length=60)
    lat = models.FloatField(null=True)  # a point within, WGS84; leagues and counties
    lng = models.FloatField(null=True)

    class Meta:
        db_table = "division"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(level="league", code__regex=r"^\d{4}$", parent__isnull=True)
                | models.Q(level="county", code__regex=r"^\d{6}$", parent__isnull=False)
                | models.Q(level="township", code__regex=r"^\d{9}$", parent__isnull=False)
                | models.Q(level="village", code__regex=r"^\d{12}$", parent__isnull=False),
                name="division_code_fits_level",
            ),
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | models.Q(code__startswith=models.F("parent_id")),
                name="division_code_within_parent",
            ),
        ]
        indexes = [models.Index(fields=["level", "code"], name="division_level")]

    def __str__(self) -> str:
        return self.name
