"""Keys by which other systems call the API. The secret is shown once and only its hash is kept."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from wobangni.kernel import clock


class ApiToken(models.Model):
    name = models.CharField(max_length=100)
    prefix = models.CharField(max_length=12, unique=True)  # the readable part, to find and to name the token
    secret_hash = models.BinaryField(max_length=32)  # SHA-256 of 256 random bits: nothing to guess, so nothing to slow
    county = models.CharField(max_length=6, null=True, blank=True)  # noqa: DJ001  null is the region, never ""
    unit_id = models.BigIntegerField(null=True, blank=True)  # acts as a handler of this unit; units live a layer above
    scopes = ArrayField(models.CharField(max_length=30))
    rate_per_minute = models.PositiveIntegerField(default=600)
    demo = models.BooleanField(default=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=clock.now, editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    last_used_at = models.DateTimeField(null=True, blank=True)  # to the hour or so: writing each use would cost a write

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(county__isnull=True) | models.Q(county__regex=r"^\d{6}$"),
                name="api_token_county_six_digits",
            ),
            models.CheckConstraint(
                condition=models.Q(unit_id__isnull=True) | models.Q(county__isnull=False),
                name="api_token_unit_has_a_county",
            ),
            models.CheckConstraint(condition=models.Q(rate_per_minute__gt=0), name="api_token_rate_is_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix})"
