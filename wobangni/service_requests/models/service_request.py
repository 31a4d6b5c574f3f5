"""The service request (诉求): one thing that a resident asks for."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from wobangni.catalogue.rules.ladder import Rung
from wobangni.kernel.ids import new_id
from wobangni.service_requests.rules.states import OPEN_STATES, PROBLEM_FROM, Channel, State

OPEN = sorted(OPEN_STATES)


class ServiceRequest(models.Model):
    """The present state of one request; how it came to be so is in its events.

    Only ``commands/submit.py`` makes a row and only ``commands/transition.py`` changes it (and the search job, ``search``).
    ``county`` is part of every key, so that the table can be spread by it.
    """

    pk = models.CompositePrimaryKey("county", "id")
    county = models.CharField(max_length=6)
    id = models.UUIDField(default=new_id)
    code = models.CharField(max_length=16)
    state = models.CharField(max_length=16, choices=[(s, s) for s in State])
    back_state = models.CharField(
        max_length=16, blank=True, default=""
    )  # where needs_info, suspended, merged go back to
    version = models.IntegerField(default=1)  # number of the last event
    last_hash = models.BinaryField(max_length=32)

    title = models.CharField(max_length=200, blank=True, default="")
    description = models.TextField()
    answers = models.JSONField(default=dict)
    service = models.ForeignKey("catalogue.Service", models.PROTECT, null=True, db_index=False, related_name="+")
    channel = models.CharField(max_length=16, choices=[(c, c) for c in Channel])
    division = models.ForeignKey("organisations.Division", models.PROTECT, null=True, db_index=False, related_name="+")
    place_text = models.CharField(max_length=200, blank=True, default="")
    lat = models.FloatField(null=True)
    lng = models.FloatField(null=True)
    urgent = models.BooleanField(default=False)
    supervised = models.BooleanField(default=False)
    anonymous = models.BooleanField(default=False)
    contact_id = models.UUIDField(null=True)
    resident_id = models.UUIDField(null=True)
    lead_unit = models.ForeignKey("organisations.Unit", models.PROTECT, null=True, db_index=False, related_name="+")
    merged_into = models.UUIDField(null=True)  # id of the request that stays, in the same county

    submitted_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)  # the nearest running deadline
    yellow_at = models.DateTimeField(null=True)  # when a quarter of that one's time is left
    answer_due_at = models.DateTimeField(null=True)
    review_date = models.DateField(null=True)

    returns = models.SmallIntegerField(default=0)
    reworks = models.SmallIntegerField(default=0)
    passed_on = models.SmallIntegerField(default=0, db_default=0)  # given back by a unit, or taken from one
    raised = models.CharField(max_length=16, default="", db_default="")  # the furthest rung that was told of it
    extensions = models.SmallIntegerField(default=0)  # asked for, whatever became of them
    extension_pending = models.SmallIntegerField(default=0)  # further working days asked for; 0: none
    reminders = models.SmallIntegerField(default=0)
    reminded_at = models.DateTimeField(null=True)  # by the resident
    solved = models.BooleanField(null=True)
    satisfied = models.SmallIntegerField(null=True)

    key = models.CharField(max_length=80, null=True)  # noqa: DJ001 — null: came without; unique where given
    source = models.CharField(max_length=40, blank=True, default="")
    external_id = models.CharField(max_length=120, blank=True, default="")
    demo = models.BooleanField(default=False)
    search = SearchVectorField(null=True)

    class Meta:
        db_table = "service_request"
        constraints = [
            models.UniqueConstraint(fields=["county", "code"], name="service_request_code"),
            models.UniqueConstraint(fields=["county", "key"], name="service_request_key"),
            models.UniqueConstraint(
                fields=["county", "source", "external_id"],
                condition=~models.Q(external_id=""),
                name="service_request_external",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=[str(s) for s in State]), name="service_request_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(satisfied__isnull=True) | models.Q(satisfied__range=(1, 5)),
                name="service_request_satisfied_1_to_5",
            ),
            models.CheckConstraint(
                condition=models.Q(code__startswith=models.F("county")), name="service_request_code_county"
            ),
        ]
        indexes = [
            models.Index(
                fields=["county", "state", "due_at", "id"], name="sr_queue", condition=models.Q(state__in=OPEN)
            ),
            models.Index(
                fields=["lead_unit", "state", "due_at", "id"], name="sr_unit_queue", condition=models.Q(state__in=OPEN)
            ),
            models.Index(fields=["county", "due_at", "id"], name="sr_due", condition=models.Q(state__in=OPEN)),
            models.Index(fields=["county", "-submitted_at", "-id"], name="sr_recent"),
            models.Index(fields=["county", "updated_at", "id"], name="sr_updated"),
            models.Index(
                fields=["county", "source", "-submitted_at", "-id"], name="sr_source", condition=~models.Q(source="")
            ),
            models.Index(fields=["resident_id"], name="sr_resident", condition=models.Q(resident_id__isnull=False)),
            models.Index(
                fields=["county", "merged_into"], name="sr_merged", condition=models.Q(merged_into__isnull=False)
            ),
            models.Index(
                fields=["county", "-updated_at", "id"], name="sr_supervised", condition=models.Q(supervised=True)
            ),
            models.Index(fields=["county", "id"], name="sr_problem", condition=models.Q(reworks__gte=PROBLEM_FROM)),
            models.Index(fields=["county", "id"], name="sr_raised", condition=models.Q(raised=Rung.LEAGUE.value)),
            GinIndex(fields=["search"], name="sr_search"),
        ]

    def __str__(self) -> str:
        return self.code
