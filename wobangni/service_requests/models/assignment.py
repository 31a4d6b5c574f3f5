"""The assignment (工单): a request handed to one unit, as lead or as helper."""

from __future__ import annotations

from django.db import models

from wobangni.kernel.ids import new_id
from wobangni.service_requests.rules.states import CALLED_WAITS, HELD, AssignmentRole, AssignmentState


class Assignment(models.Model):
    """One unit's part. The unit may be of another county; the row lives in the request's county."""

    pk = models.CompositePrimaryKey("county", "id")
    county = models.CharField(max_length=6)
    id = models.UUIDField(default=new_id)
    service_request_id = models.UUIDField()
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, db_index=False, related_name="+")
    role = models.CharField(max_length=8, choices=[(r, r) for r in AssignmentRole])
    state = models.CharField(max_length=12, choices=[(s, s) for s in AssignmentState])
    instruction = models.TextField(blank=True, default="")
    answer = models.TextField(blank=True, default="")
    called = models.BooleanField(
        default=False, db_default=False
    )  # a helper that a grid has called (吹哨): it answers, it can't return
    handler_id = models.BigIntegerField(null=True)  # staff user who signed
    handler_name = models.CharField(max_length=80, blank=True, default="")
    offered_at = models.DateTimeField()
    due_at = models.DateTimeField(
        null=True
    )  # of a helper: to sign by, once signed to answer by; of a called one to answer by
    signed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)  # answered, returned or cancelled

    class Meta:
        db_table = "assignment"
        constraints = [
            models.UniqueConstraint(
                fields=["county", "service_request_id"],
                condition=models.Q(role=AssignmentRole.LEAD, state__in=sorted(HELD)),
                name="assignment_one_lead",
            ),
            models.UniqueConstraint(
                fields=["county", "service_request_id", "unit"],
                condition=models.Q(state__in=sorted(HELD)),
                name="assignment_unit_once",
            ),
        ]
        indexes = [
            models.Index(fields=["county", "service_request_id"], name="assignment_request"),
            models.Index(fields=["unit", "state"], name="assignment_unit"),
            models.Index(
                fields=["due_at"],
                name="assignment_called_due",
                condition=models.Q(called=True, state__in=sorted(CALLED_WAITS)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.state} {self.service_request_id}"
