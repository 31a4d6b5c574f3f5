"""What people want to hear of, and when not."""

from __future__ import annotations

import datetime as dt

from django.db import models


class StaffPreference(models.Model):
    """One row a person who has changed anything. ``choices``: kind → channel → now, digest, off (``rules/channels.py``)."""

    user_id = models.BigIntegerField(primary_key=True)
    choices = models.JSONField(default=dict)
    quiet = models.BooleanField(default=True)
    quiet_from = models.TimeField(default=dt.time(22))
    quiet_to = models.TimeField(default=dt.time(7))

    class Meta:
        db_table = "notice_staff_preference"

    def __str__(self) -> str:
        return str(self.user_id)


class LinePreference(models.Model):
    """What a resident wants on one telephone line, over all counties. ``line``: its keyed hash (accounts ``phone_hash``)."""

    class Wants(models.TextChoices):
        ALL = "all"
        LESS = "less"  # what needs them, or is over
        NONE = "none"

    line = models.BinaryField(max_length=32, primary_key=True)
    wants = models.CharField(max_length=4, choices=Wants.choices)
    saved_at = models.DateTimeField()

    class Meta:
        db_table = "notice_line_preference"

    def __str__(self) -> str:
        return self.wants
