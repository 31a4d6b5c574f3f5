"""Six digits sent to a phone, to prove that whoever asks holds it."""

from __future__ import annotations

from django.db import models

from wobangni.kernel import clock, ids


class PhoneCode(models.Model):
    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    phone_hash = models.BinaryField(max_length=32)
    ip_hash = models.BinaryField(max_length=32)
    code_hash = models.BinaryField(max_length=32)  # keyed and bound to this row
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["phone_hash", "-sent_at"], name="phone_code_phone"),
            models.Index(fields=["ip_hash", "-sent_at"], name="phone_code_ip"),
            models.Index(fields=["sent_at"], name="phone_code_sent"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(tries__lte=5), name="phone_code_at_most_five_tries"),
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("sent_at")), name="phone_code_expires_later"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.id}: {self.tries}"
