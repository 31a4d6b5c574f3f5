"""One notice on one way out. A failed one stays visible until someone has sent it again or given it up."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class NoticeDelivery(models.Model):
    """``next_at``: not before; while a try is under way, when it may be taken for lost. ``address``: of the person's addresses, where there are several
    of one channel. ``recipient``: whom it goes to as an administrator may see it (a masked phone, a colleague, a unit)."""

    class State(models.TextChoices):
        WAITING = "waiting"
        DIGEST = "digest"  # kept for the morning's list
        LISTED = "listed"  # went out within a list: see ``answer`` for its notice
        SENT = "sent"
        FAILED = "failed"
        GIVEN_UP = "given_up"

    pk = models.CompositePrimaryKey("county", "id")
    county = models.CharField(max_length=6)
    id = models.UUIDField()
    notice_id = models.UUIDField()
    channel = models.CharField(max_length=10)
    address_id = models.UUIDField(null=True)
    recipient = models.CharField(max_length=80, blank=True, default="")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    created_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    gateway_ref = models.CharField(max_length=120, blank=True, default="")
    answer = models.CharField(max_length=500, blank=True, default="")  # what the gateway last said
    given_up_because = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        db_table = "notice_delivery"
        constraints = [
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="notice_delivery_sent_has_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["next_at"], name="notice_delivery_due", condition=Q(state="waiting")),
            models.Index(fields=["county", "-created_at"], name="notice_delivery_failed", condition=Q(state="failed")),
            models.Index(fields=["county", "notice_id"], name="notice_delivery_notice"),
            models.Index(fields=["created_at"], name="notice_delivery_age"),
            models.Index(fields=["state"], name="notice_delivery_digest", condition=Q(state="digest")),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.state}"
