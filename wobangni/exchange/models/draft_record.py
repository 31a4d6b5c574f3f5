"""What was sent to the writing helper: who, when, about which request; never the text itself."""

from __future__ import annotations

from django.db import models

from wobangni.exchange.rules.draft import DraftKind


class DraftRecord(models.Model):
    """Written before something is sent, and again when the call has ended: nothing leaves the house unrecorded, however the call ends. Written once:
    the application may not change it, and a trigger refuses the owner too."""

    append_only = True

    class Step(models.TextChoices):
        SENT = "sent"
        DRAFTED = "drafted"
        FAILED = "failed"

    pk = models.CompositePrimaryKey("county", "draft_id", "step")
    county = models.CharField(max_length=6)
    draft_id = models.UUIDField()
    step = models.CharField(max_length=8, choices=Step)
    kind = models.CharField(max_length=8, choices=[(k, k) for k in DraftKind])
    request_code = models.CharField(max_length=16)
    actor_id = models.CharField(max_length=64)
    actor_name = models.CharField(max_length=80)
    at = models.DateTimeField()
    model = models.CharField(max_length=120)
    digest = models.BinaryField(max_length=32)  # SHA-256 of the bytes that were sent
    length = models.IntegerField()  # of them
    tokens_in = models.IntegerField(null=True)
    tokens_out = models.IntegerField(null=True)
    trouble = models.CharField(max_length=16, blank=True, default="")

    class Meta:
        db_table = "draft_record"
        indexes = [models.Index(fields=["county", "-at"], name="draft_county_at")]

    def __str__(self) -> str:
        return f"{self.request_code}: {self.actor_name} {self.step}"
