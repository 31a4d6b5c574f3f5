"""The knowledge base (知识库): what the hotline may answer at once, in versions that answers quote."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models


class Article(models.Model):
    """One question with its answer as it stands now. ``county`` null: holds in every county; ``service`` null: about none in particular.

    ``version`` counts the wordings; each stands in ``ArticleVersion`` for good, because closed requests quote it. Never deleted, only made inactive.
    """

    county = models.ForeignKey("organisations.Division", models.PROTECT, null=True, related_name="+")
    service = models.ForeignKey("catalogue.Service", models.PROTECT, null=True, related_name="+")
    title = models.CharField(max_length=80)
    title_en = models.CharField(max_length=120, blank=True, default="")
    text = models.TextField()  # what is read to the caller
    owner_unit = models.ForeignKey("organisations.Unit", models.PROTECT, null=True, related_name="+")
    owner_name = models.CharField(max_length=64, blank=True, default="")  # who answers for it
    review_on = models.DateField()  # by this day somebody looks whether it still holds
    version = models.PositiveIntegerField(default=1)
    active = models.BooleanField(default=True)
    search = SearchVectorField(null=True)

    class Meta:
        db_table = "knowledge_article"
        constraints = [
            models.UniqueConstraint(fields=["county", "title"], name="article_title_once", nulls_distinct=False),
            models.CheckConstraint(condition=models.Q(version__gte=1), name="article_version_counts"),
        ]
        indexes = [
            GinIndex(fields=["search"], name="article_search"),
            models.Index(fields=["county", "active", "review_on"], name="article_review"),
        ]

    def __str__(self) -> str:
        return self.title


class ArticleVersion(models.Model):
    """One wording as it was in force. Written once."""

    append_only = True

    article = models.ForeignKey(Article, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=80)
    text = models.TextField()
    at = models.DateTimeField()
    by = models.CharField(max_length=64)

    class Meta:
        db_table = "knowledge_version"
        constraints = [models.UniqueConstraint(fields=["article", "number"], name="article_version_once")]

    def __str__(self) -> str:
        return f"{self.article_id} v{self.number}"
