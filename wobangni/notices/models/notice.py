"""The notice: one person, or one unit's chat, is told one thing."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Notice(models.Model):
    """``id`` is made from what happened and who is told (``commands/notify.py``), so that nobody can be told the same thing twice.

    Words are not kept but rendered from ``kind`` and ``data`` in the reader's language when they are shown or sent. ``data``: JSON values, never names,
    phones or texts of residents. For staff the row is the notice on their page; ``read_at`` is when they saw it.
    """

    pk = models.CompositePrimaryKey("county", "id")
    county = models.CharField(max_length=6)
    id = models.UUIDField()
    kind = models.CharField(max_length=24)
    urgent = models.BooleanField(default=False)
    user_id = models.BigIntegerField(null=True)  # one of these three is told
    contact_id = models.UUIDField(null=True)  # in the vault, same county
    unit_id = models.BigIntegerField(null=True)
    code = models.CharField(max_length=16, blank=True, default="")  # of the request it is about
    data = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "notice"
        constraints = [
            models.CheckConstraint(
                condition=Q(user_id__isnull=False, contact_id__isnull=True, unit_id__isnull=True)
                | Q(user_id__isnull=True, contact_id__isnull=False, unit_id__isnull=True)
                | Q(user_id__isnull=True, contact_id__isnull=True, unit_id__isnull=False),
                name="notice_one_recipient",
            ),
        ]
        indexes = [
            models.Index(
                fields=["user_id"], name="notice_unread", condition=Q(user_id__isnull=False, read_at__isnull=True)
            ),
            models.Index(
                fields=["user_id", "-created_at", "-id"], name="notice_inbox", condition=Q(user_id__isnull=False)
            ),
            models.Index(fields=["created_at"], name="notice_age"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.code}"
