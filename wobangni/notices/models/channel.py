"""A county's own account at a provider, or a unit's robot in its chat: sealed settings."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from wobangni.kernel.ids import new_id


class NoticeChannel(models.Model):
    """``settings_sealed``: a JSON object, see the gateway's folder. ``hint``: what of it may be shown. ``token_sealed``: what the provider lends us for a while."""

    id = models.UUIDField(primary_key=True, default=new_id)
    county = models.CharField(max_length=6)
    channel = models.CharField(max_length=10)
    unit_id = models.BigIntegerField(null=True)
    settings_sealed = models.BinaryField()
    hint = models.CharField(max_length=80, blank=True, default="")
    active = models.BooleanField(default=True)
    token_sealed = models.BinaryField(default=b"", blank=True)
    token_until = models.DateTimeField(null=True)
    saved_at = models.DateTimeField()

    class Meta:
        db_table = "notice_channel"
        constraints = [
            models.UniqueConstraint(
                fields=["county", "channel", "unit_id"], nulls_distinct=False, name="notice_channel_once"
            ),
            models.CheckConstraint(
                condition=Q(channel__in=["wecom", "dingtalk"], unit_id__isnull=False)
                | Q(channel="wechat", unit_id__isnull=True),
                name="notice_channel_robots_have_a_unit",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.county} {self.channel}"


def settings_place(channel_id: object) -> str:
    """What a channel's sealed settings are bound to."""
    return f"notice_channel/{channel_id}/settings"


def token_place(channel_id: object) -> str:
    return f"notice_channel/{channel_id}/token"
