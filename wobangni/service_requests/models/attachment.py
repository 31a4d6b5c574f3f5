"""A photo that belongs to a request, or waits with a draft for its request."""

from __future__ import annotations

from django.db import models

from wobangni.kernel.ids import new_id


class Attachment(models.Model):
    """``draft``: the form it was added to; ``service_request_id``: empty until that form is sent.

    ``name``: random; the file lies under it in the storage, the small one beside it (see ``photo_store``). ``sha256`` is of what was sent, so that the same
    photo sent twice is kept once. ``lat``, ``lng``: the place in the photo, only where the sender agreed.
    """

    pk = models.CompositePrimaryKey("county", "id")
    county = models.CharField(max_length=6)
    id = models.UUIDField(default=new_id)
    service_request_id = models.UUIDField(null=True)
    draft = models.UUIDField(null=True)
    name = models.CharField(max_length=80)
    sha256 = models.BinaryField(max_length=32)
    width = models.IntegerField()
    height = models.IntegerField()
    size = models.IntegerField()  # bytes
    lat = models.FloatField(null=True)
    lng = models.FloatField(null=True)
    public = models.BooleanField()  # the resident sees it too
    added_by_kind = models.CharField(max_length=16)
    added_by_id = models.CharField(max_length=64)
    added_at = models.DateTimeField()

    class Meta:
        db_table = "attachment"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(service_request_id__isnull=False) | models.Q(draft__isnull=False),
                name="attachment_has_home",
            ),
            models.UniqueConstraint(fields=["county", "service_request_id", "sha256"], name="attachment_once"),
            models.UniqueConstraint(fields=["county", "draft", "sha256"], name="attachment_once_in_draft"),
        ]
        indexes = [
            models.Index(
                fields=["added_at"], name="attachment_waiting", condition=models.Q(service_request_id__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return self.name
