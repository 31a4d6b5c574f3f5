"""Trained classifiers: every version with its scores, and which one is in force."""

from __future__ import annotations

from django.db import models


class TriageModel(models.Model):
    """One version. A row is never deleted; only what became of it changes."""

    class Kind(models.TextChoices):
        SERVICE = "service"  # which service of the catalogue

    class State(models.TextChoices):
        CANDIDATE = "candidate"  # trained, never in force: refused, or not yet asked for
        IN_FORCE = "in_force"
        REPLACED = "replaced"  # by a later one
        ROLLED_BACK = "rolled_back"  # taken out of force by a person

    county = models.CharField(max_length=6, null=True)  # noqa: DJ001 — null: the region
    kind = models.CharField(max_length=16, choices=Kind.choices, default=Kind.SERVICE)
    version = models.IntegerField()  # 1, 2, 3 … for the county and kind
    state = models.CharField(max_length=12, choices=State.choices, default=State.CANDIDATE)
    #: In the exam: see commands/train_model.py. ``against``: what was in force, in the same exam.
    scores = models.JSONField(default=dict)
    share = models.FloatField()  # of the model in the suggestion, beside the catalogue's own words
    reason = models.CharField(max_length=300, blank=True, default="")  # why it was refused, or rolled back
    texts = models.IntegerField()  # learned from
    corrections = models.IntegerField(default=0)  # of those, where a person had corrected the service
    size = models.IntegerField()  # bytes of ``data``; 0: an old version of which only the scores are kept
    data = models.BinaryField()  # see rules/store.py
    #: The same training without the texts of the exam: what later versions are compared with.
    exam_data = models.BinaryField()
    fingerprint = models.CharField(max_length=64)  # of the examples: the same ones aren't trained on twice
    created_at = models.DateTimeField()
    in_force_since = models.DateTimeField(null=True)  # the last time it came into force
    retired_at = models.DateTimeField(null=True)
    actor_kind = models.CharField(max_length=10)
    actor_id = models.CharField(max_length=64)
    actor_name = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        db_table = "triage_model"
        constraints = [
            models.UniqueConstraint(
                fields=["county", "kind", "version"], name="triage_model_version", nulls_distinct=False
            ),
            models.UniqueConstraint(
                fields=["county", "kind"],
                condition=models.Q(state="in_force"),
                name="triage_model_one_in_force",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=~models.Q(state="in_force") | models.Q(in_force_since__isnull=False),
                name="triage_model_in_force_since",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.county or 'region'} {self.kind} {self.version}"
