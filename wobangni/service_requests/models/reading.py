"""What triage read out of a request's text: suggestions with their reasons, kept beside it for staff to take or leave."""

from __future__ import annotations

from django.db import models


class Reading(models.Model):
    """The latest reading of one request. ``found``: as ``rules/reading.py`` lays it out, codes and words, never contact data.

    Nothing hangs on it: it can be made anew from the text at any time.
    """

    pk = models.CompositePrimaryKey("county", "service_request_id")
    county = models.CharField(max_length=6)
    service_request_id = models.UUIDField()
    read_at = models.DateTimeField()
    found = models.JSONField(default=dict)

    class Meta:
        db_table = "reading"

    def __str__(self) -> str:
        return f"{self.county} {self.service_request_id}"
