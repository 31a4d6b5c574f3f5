"""Text messages on their way out. A failed one stays visible until someone has sent it again or given it up."""

from __future__ import annotations

from django.db import models

from wobangni.kernel import clock, ids


class SmsMessage(models.Model):
    class Kind(models.TextChoices):
        CODE = "code"  # carries a secret: its body is wiped once it is sent
        NOTICE = "notice"

    class State(models.TextChoices):
        QUEUED = "queued"
        SENT = "sent"
        FAILED = "failed"
        GIVEN_UP = "given_up"  # failed, and an administrator has said why it need not go out any more

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    county = models.CharField(max_length=6, null=True, blank=True)  # noqa: DJ001  null is "no county", never ""
    phone_sealed = models.BinaryField()
    phone_masked = models.CharField(max_length=32)
    body_sealed = models.BinaryField(default=b"", blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    tries = models.PositiveSmallIntegerField(default=0)
    gateway = models.CharField(max_length=20, default="", blank=True)
    gateway_ref = models.CharField(max_length=120, default="", blank=True)
    answer = models.CharField(max_length=500, default="", blank=True)  # what the gateway last said
    given_up_because = models.CharField(max_length=200, default="", blank=True)
    queued_at = models.DateTimeField(default=clock.now)
    tried_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["-queued_at"], name="sms_recent"),
            models.Index(fields=["-queued_at"], name="sms_failed", condition=models.Q(state="failed")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="sent", sent_at__isnull=False)
                | models.Q(state__in=["queued", "failed", "given_up"], sent_at__isnull=True),
                name="sms_sent_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.phone_masked}: {self.state}"
