"""Reading and searching the knowledge base."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import F, Q, QuerySet
from django.utils.translation import get_language

from wobangni.catalogue.models import Article as Row
from wobangni.catalogue.models import ArticleVersion
from wobangni.kernel.search import query_tokens


@dataclass(frozen=True, slots=True)
class Article:
    """One article as it stands. ``quote``: how an answer names it. ``due``: its day of review has come."""

    id: int
    county: str | None
    service: str  # code, or empty
    service_name: str
    title: str
    title_en: str
    text: str
    owner_unit: int | None
    owner_unit_name: str
    owner_name: str
    review_on: dt.date
    version: int
    active: bool
    due: bool

    @property
    def label(self) -> str:
        """The title in the reader's language."""
        return self.title_en if self.title_en and (get_language() or "").startswith("en") else self.title

    @property
    def tick(self) -> str:
        """What a form sends of it: the version may change while somebody reads it out."""
        return f"{self.id}.{self.version}"

    @property
    def quote(self) -> str:
        return quote_of(self.id, self.version, self.title)


@dataclass(frozen=True, slots=True)
class Wording:
    """One version as it was in force."""

    number: int
    title: str
    text: str
    at: dt.datetime
    by: str


def quote_of(article_id: int, version: int, title: str) -> str:
    """How a closed request names the article and the version that answered it."""
    return f"K-{article_id} v{version} {title}"[:80]


def search_articles(
    county: str, words: str, *, service: str = "", today: dt.date, limit: int = 8
) -> tuple[Article, ...]:
    """Articles in force here, best first: all words, else any of them; with no words those of ``service``, else the newest. Two queries at most."""
    rows = _here(county).filter(active=True)
    if service:
        rows = rows.filter(service__code=service)
    query = query_tokens(words) if words.strip() else ""  # the first card of a process waits for no dictionary
    if not query:
        return _articles(rows.order_by(F("county").desc(nulls_last=True), "-id")[:limit], today)
    found = _found(rows, query, limit)
    if not found and " & " in query:
        found = _found(rows, query.replace(" & ", " | "), limit)
    return _articles(found, today)


def articles_of(county: str | None, *, today: dt.date) -> tuple[Article, ...]:
    """All of a county and those of the region; the county's own first, then by title. One query."""
    rows = _here(county) if county else _rows().filter(county=None)
    return _articles(rows.order_by(F("county").desc(nulls_last=True), "title"), today)


def article(county: str | None, article_id: int, *, today: dt.date) -> Article | None:
    """One that holds in this county (None: in the region)."""
    rows = _here(county) if county else _rows().filter(county=None)
    return next(iter(_articles(rows.filter(pk=article_id), today)), None)


def wordings(article_id: int) -> tuple[Wording, ...]:
    """All versions, the newest first."""
    rows = ArticleVersion.objects.filter(article=article_id).order_by("-number")
    return tuple(Wording(r.number, r.title, r.text, r.at, r.by) for r in rows)


def wording(county: str, article_id: int, number: int) -> Wording | None:
    """The version that was read to somebody, of an article that holds here."""
    rows = ArticleVersion.objects.filter(article__in=_here(county).filter(active=True), article=article_id)
    return next((Wording(r.number, r.title, r.text, r.at, r.by) for r in rows.filter(number=number)), None)


def _rows() -> QuerySet[Row]:
    return Row.objects.select_related("service", "owner_unit").defer("search")


def _here(county: str | None) -> QuerySet[Row]:
    return _rows().filter(Q(county=county) | Q(county=None))


def _found(rows: QuerySet[Row], query: str, limit: int) -> Sequence[Row]:
    search = SearchQuery(query, search_type="raw", config="simple")
    return list(
        rows.filter(search=search)
        .annotate(rank=SearchRank(F("search"), search))
        .order_by(F("county").desc(nulls_last=True), "-rank", "id")[:limit]
    )


def _articles(rows: Sequence[Row] | QuerySet[Row], today: dt.date) -> tuple[Article, ...]:
    return tuple(
        Article(
            id=r.pk,
            county=r.county_id,
            service=r.service.code if r.service else "",
            service_name=r.service.name if r.service else "",
            title=r.title,
            title_en=r.title_en,
            text=r.text,
            owner_unit=r.owner_unit_id,
            owner_unit_name=(r.owner_unit.short_name or r.owner_unit.name) if r.owner_unit else "",
            owner_name=r.owner_name,
            review_on=r.review_on,
            version=r.version,
            active=r.active,
            due=r.active and r.review_on <= today,
        )
        for r in rows
    )
