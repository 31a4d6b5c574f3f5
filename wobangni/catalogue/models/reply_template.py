"""Ready texts for staff."""

from __future__ import annotations

from django.db import models


class ReplyTemplate(models.Model):
    """``county`` null: for every county. ``action``: an action of the lifecycle in whose form the text is offered."""

    county = models.ForeignKey("organisations.Division", models.PROTECT, null=True, related_name="+")
    action = models.CharField(max_length=20)
    title = models.CharField(max_length=40)
    text = models.TextField()
    order = models.SmallIntegerField(default=0)
    active = models.BooleanField(default=True)

    class Meta:
        db_table = "reply_template"
        constraints = [
            models.UniqueConstraint(
                fields=["county", "action", "title"], name="reply_template_once", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return self.title
