"""Calls of the hotline, and what telephone systems said of them."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from wobangni.exchange.models.telephone import Line, TelephoneSystem
from wobangni.exchange.rules.calls import CallEventKind, CallState
from wobangni.kernel import ids


class Call(models.Model):
    """One call as its events tell it (``rules/calls.py``): everything but what the desk adds is worked out anew from them whenever one comes in.

    The caller's number is in the contact vault; ``caller_hash`` finds the same line again. A number that is none (withheld, internal) stays sealed.
    """

    pk = models.CompositePrimaryKey("county", "id")
    county = models.CharField(max_length=6)
    id = models.UUIDField(default=ids.new_id, editable=False)
    system = models.ForeignKey(TelephoneSystem, models.PROTECT, related_name="+")
    external_id = models.CharField(max_length=80)  # the telephone system's own name for it
    line = models.ForeignKey(Line, models.PROTECT, null=True, related_name="+")  # null: a number that no line has
    dialled = models.CharField(max_length=32)
    contact_id = models.UUIDField(null=True)
    caller_masked = models.CharField(max_length=32, blank=True, default="")
    caller_hash = models.BinaryField(max_length=32, null=True)
    caller_sealed = models.BinaryField(default=b"")  # only what is no telephone number
    recording_sealed = models.BinaryField(default=b"")  # an address; its path may hold the number

    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in CallState])
    began_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    waited = models.PositiveIntegerField(null=True)  # whole seconds of ringing before it was answered
    extension = models.CharField(max_length=32, blank=True, default="")
    clerk = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    heard_at = models.DateTimeField()  # when the last event came in

    request_code = models.CharField(max_length=16, blank=True, default="")
    solved_at_once = models.BooleanField(default=False)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")  # calls back
    taken_at = models.DateTimeField(null=True)
    called_back_at = models.DateTimeField(null=True)
    reached = models.BooleanField(null=True)

    class Meta:
        db_table = "hotline_call"
        constraints = [
            models.UniqueConstraint(fields=["county", "system", "external_id"], name="call_once"),
            models.CheckConstraint(
                condition=models.Q(caller_masked="") | models.Q(caller_masked__contains="*"), name="call_is_masked"
            ),
        ]
        indexes = [
            # The desk's question, several times a second: what rings or is talked about just now.
            models.Index(
                fields=["county", "-began_at"],
                name="call_live",
                condition=models.Q(state__in=["ringing", "answered"]),
            ),
            models.Index(fields=["county", "-began_at"], name="call_recent"),
            models.Index(
                fields=["county", "began_at"],
                name="call_to_return",
                condition=models.Q(state="missed", called_back_at__isnull=True),
            ),
            models.Index(
                fields=["county", "caller_hash", "-began_at"],
                name="call_caller",
                condition=models.Q(caller_hash__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.county} {self.external_id} {self.state}"


class CallEvent(models.Model):
    """What a telephone system said, once and for all. ``digest``: of the words, to tell an event that is sent again from another under its name."""

    append_only = True

    pk = models.CompositePrimaryKey("county", "id")
    county = models.CharField(max_length=6)
    id = models.UUIDField(default=ids.new_id, editable=False)
    call_id = models.UUIDField()
    system = models.ForeignKey(TelephoneSystem, models.PROTECT, related_name="+")
    external_id = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=[(k.value, k.value) for k in CallEventKind])
    at = models.DateTimeField()
    extension = models.CharField(max_length=32, blank=True, default="")
    digest = models.BinaryField(max_length=32)
    received_at = models.DateTimeField()

    class Meta:
        db_table = "hotline_call_event"
        constraints = [models.UniqueConstraint(fields=["county", "system", "external_id"], name="call_event_once")]
        indexes = [models.Index(fields=["county", "call_id", "at"], name="call_event_call")]

    def __str__(self) -> str:
        return f"{self.external_id} {self.kind}"
