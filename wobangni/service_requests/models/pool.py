"""Orders that are offered to whoever claims them first (抢单池), and what a county has set about it."""

from __future__ import annotations

from django.db import models

from wobangni.service_requests.rules.pool import PoolRules

_DEFAULTS = PoolRules()


class PoolOffer(models.Model):
    """One accepted request in the pool, until ``until``; claimed or dispatched ones are passed over and swept away when their time comes."""

    pk = models.CompositePrimaryKey("county", "service_request_id")
    county = models.CharField(max_length=6)
    service_request_id = models.UUIDField()
    offered_at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        db_table = "pool_offer"
        indexes = [models.Index(fields=["until"], name="pool_offer_due")]

    def __str__(self) -> str:
        return f"{self.service_request_id} {self.until}"


class PoolSetting(models.Model):
    """One row a county; a county without one, or without services, has no pool."""

    county = models.CharField(max_length=6, primary_key=True)
    services = models.JSONField(default=list)  # ids
    skills = models.JSONField(default=dict)  # id of a unit → ids of services; a unit that is not there can do all
    wait_minutes = models.PositiveIntegerField(default=_DEFAULTS.wait_minutes)
    most_open = models.PositiveIntegerField(default=_DEFAULTS.most_open)
    cooling_minutes = models.PositiveIntegerField(default=_DEFAULTS.cooling_minutes)
    head_start_minutes = models.PositiveIntegerField(default=_DEFAULTS.head_start_minutes)

    class Meta:
        db_table = "pool_setting"

    def __str__(self) -> str:
        return self.county
