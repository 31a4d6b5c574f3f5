"""Reading the knowledge base: for everybody on the staff of a county."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wobangni.catalogue.queries import article as find_article
from wobangni.catalogue.queries import search_articles, wordings
from wobangni.kernel import clock
from wobangni.kernel.errors import NotFound
from wobangni.surfaces.shared.http import StaffRequest
from wobangni.surfaces.shared.permissions import staff

MOST = 60


@staff()
@require_safe
def knowledge(request: StaffRequest, county: str) -> HttpResponse:
    words = request.GET.get("words", "")[:100]
    found = search_articles(county, words, today=clock.local_date(clock.now()), limit=MOST)
    return render(request, "console/knowledge/list.html", {"county": county, "articles": found, "words": words})


@staff()
@require_safe
def article(request: StaffRequest, county: str, article: int) -> HttpResponse:
    """One article with its earlier wordings: a closed request may quote any of them."""
    found = find_article(county, article, today=clock.local_date(clock.now()))
    if found is None:
        raise NotFound(_("There is no such article in this county."))
    context = {"county": county, "article": found, "wordings": wordings(article)}
    return render(request, "console/knowledge/article.html", context)
