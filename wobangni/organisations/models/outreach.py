"""Visits and trainings: which units, who came, with what, and what was asked."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from wobangni.kernel.ids import new_id
from wobangni.organisations.rules.outreach import OutreachKind, QuestionState


class Outreach(models.Model):
    """One visit or training. ``county`` null: the region's, for units of several counties."""

    id = models.UUIDField(primary_key=True, default=new_id)
    county = models.ForeignKey("organisations.Division", models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=20, choices=[(k.value, k.value) for k in OutreachKind])
    held_on = models.DateField()
    title = models.CharField(max_length=80)
    place = models.CharField(max_length=120, blank=True, default="")
    host = models.CharField(max_length=80, blank=True, default="")  # who went or taught: an office, a team
    attended = models.PositiveIntegerField(default=0)  # everybody who came
    note = models.TextField(blank=True, default="")
    materials = models.JSONField(default=list)  # [{"title", "url"}]
    units = models.ManyToManyField("organisations.Unit", db_table="outreach_unit", related_name="+")
    staff = models.ManyToManyField(settings.AUTH_USER_MODEL, db_table="outreach_staff", related_name="+")
    key = models.CharField(max_length=80, null=True, unique=True)  # noqa: DJ001 — null: came without

    class Meta:
        db_table = "outreach"
        indexes = [models.Index(fields=["-held_on", "-id"], name="outreach_recent")]

    def __str__(self) -> str:
        return self.title


class OutreachQuestion(models.Model):
    """What a unit asked there."""

    id = models.UUIDField(primary_key=True, default=new_id)
    outreach = models.ForeignKey(Outreach, models.CASCADE, related_name="questions")
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, null=True, related_name="+")
    text = models.CharField(max_length=500)
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in QuestionState], default="open")
    answer = models.TextField(blank=True, default="")
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "outreach_question"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="open", answer="") | (models.Q(state="answered") & ~models.Q(answer="")),
                name="outreach_question_answered_in_words",
            )
        ]

    def __str__(self) -> str:
        return self.text[:40]
