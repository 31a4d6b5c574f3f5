"""Where a member of staff can be reached: sealed like contact data, shown masked."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from wobangni.kernel.ids import new_id


class StaffAddress(models.Model):
    """One of a kind for each person; of browsers (push) as many as there are. ``mark`` tells a browser that comes again: a keyed hash."""

    id = models.UUIDField(primary_key=True, default=new_id)
    user_id = models.BigIntegerField()
    channel = models.CharField(max_length=10)
    address_sealed = models.BinaryField()
    masked = models.CharField(max_length=80)
    mark = models.BinaryField(max_length=32)
    saved_at = models.DateTimeField()

    class Meta:
        db_table = "notice_staff_address"
        constraints = [
            models.UniqueConstraint(fields=["user_id", "channel", "mark"], name="notice_address_once"),
            models.UniqueConstraint(
                fields=["user_id", "channel"], condition=~Q(channel="push"), name="notice_address_of_channel"
            ),
        ]

    def __str__(self) -> str:
        return self.masked


def address_place(address_id: object) -> str:
    """What a sealed address is bound to."""
    return f"notice_address/{address_id}"
