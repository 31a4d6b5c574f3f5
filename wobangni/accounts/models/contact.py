"""The contact vault: whose request it is, encrypted; and the record of everyone who looked (invariant 7)."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from wobangni.kernel import clock, ids


class Resident(models.Model):
    """A phone that was proved by a code, over all counties. There is nothing here to sign in with."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    phone_hash = models.BinaryField(max_length=32, unique=True)  # keyed, see vault.phone_hash
    phone_sealed = models.BinaryField()
    phone_masked = models.CharField(max_length=32)
    name_sealed = models.BinaryField(default=b"", blank=True)
    name_masked = models.CharField(max_length=32, default="", blank=True)
    language = models.CharField(max_length=10, default="zh-hans")
    demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    seen_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(phone_masked__contains="*"), name="resident_phone_is_masked"),
        ]

    def __str__(self) -> str:
        return self.phone_masked


class Contact(models.Model):
    """The contact data of one request. Sealed columns are empty where nothing was given."""

    pk = models.CompositePrimaryKey("county", "id")
    county = models.CharField(max_length=6)
    id = models.UUIDField(default=ids.new_id, editable=False)
    resident_id = models.UUIDField(null=True, blank=True)  # no database key: residents aren't kept by county
    anonymous = models.BooleanField(default=False)
    name_sealed = models.BinaryField(default=b"", blank=True)
    phone_sealed = models.BinaryField(default=b"", blank=True)
    address_sealed = models.BinaryField(default=b"", blank=True)
    name_masked = models.CharField(max_length=32, default="", blank=True)
    phone_masked = models.CharField(max_length=32, default="", blank=True)
    phone_hash = models.BinaryField(max_length=32, null=True, blank=True)  # keyed: repeated callers, ownership
    pin_hash = models.BinaryField(max_length=32, null=True, blank=True)  # keyed: the anonymous query password
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        indexes = [
            models.Index(
                fields=["county", "phone_hash"],
                name="contact_phone",
                condition=models.Q(phone_hash__isnull=False),
            ),
            models.Index(
                fields=["county", "resident_id"],
                name="contact_resident",
                condition=models.Q(resident_id__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(county__regex=r"^\d{6}$"), name="contact_county_six_digits"),
            models.CheckConstraint(
                condition=models.Q(phone_masked="") | models.Q(phone_masked__contains="*"),
                name="contact_phone_is_masked",
            ),
            models.CheckConstraint(
                condition=models.Q(anonymous=False)
                | models.Q(name_sealed=b"", phone_sealed=b"", phone_hash__isnull=True),
                name="contact_anonymous_knows_nobody",
            ),
        ]

    def __str__(self) -> str:
        return self.phone_masked or str(self.id)


class Reveal(models.Model):
    """Someone saw contact data in the clear. Written once: the application may not change it, and a trigger refuses the owner too."""

    append_only = True

    pk = models.CompositePrimaryKey("county", "id")
    county = models.CharField(max_length=6)
    id = models.UUIDField(default=ids.new_id, editable=False)
    contact_id = models.UUIDField()
    request_code = models.CharField(max_length=32)
    actor_kind = models.CharField(max_length=10)
    actor_id = models.CharField(max_length=64)
    actor_name = models.CharField(max_length=64)
    purpose = models.CharField(max_length=300)
    fields = ArrayField(models.CharField(max_length=10))  # of name, phone, address
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["county", "-at"], name="reveal_county_at"),
            models.Index(fields=["county", "contact_id"], name="reveal_contact"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(purpose__regex=r"\S.*\S.*\S.*\S"), name="reveal_purpose_says_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_code}: {self.actor_name}"
