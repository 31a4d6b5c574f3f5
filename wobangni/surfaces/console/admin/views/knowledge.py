"""The knowledge base: what the hotline may answer at once."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wobangni.catalogue.commands.save_article import save_article
from wobangni.catalogue.queries import Article, article, articles_of, wordings
from wobangni.kernel import clock
from wobangni.kernel.errors import NotFound
from wobangni.organisations.queries import revisions
from wobangni.surfaces.console.admin.forms.knowledge import ArticleForm
from wobangni.surfaces.console.admin.frame import SHOWN_CHANGES, admin_page, done, show, status_of, url
from wobangni.surfaces.shared.http import StaffRequest


@admin_page
@require_safe
def knowledge(request: StaffRequest, county: str | None) -> HttpResponse:
    found = articles_of(county, today=clock.local_date(clock.now()))
    rows = [(one, url("article", county, article_id=one.id) if one.county == county else "") for one in found]
    rows.sort(key=lambda row: not row[0].due)
    context = {"rows": rows, "due": sum(one.due for one in found), "new_url": url("new_article", county)}
    changes = revisions(["knowledge_article"], county, limit=SHOWN_CHANGES)
    return show(request, "knowledge.html", county, "knowledge", context, changes=changes)


@admin_page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest, county: str | None) -> HttpResponse:
    return _form(request, county, None)


@admin_page
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: StaffRequest, county: str | None, article_id: int) -> HttpResponse:
    found = article(county, article_id, today=clock.local_date(clock.now()))
    if found is None or found.county != county:
        raise NotFound(_("There is no such article in this county."))
    return _form(request, county, found)


def _form(request: StaffRequest, county: str | None, row: Article | None) -> HttpResponse:
    now = clock.now()
    form = ArticleForm(request.POST or None, county=county, row=row, today=clock.local_date(now))

    def save() -> None:
        said = form.cleaned_data
        save_article(
            actor=request.actor,
            now=now,
            county=county,
            article_id=row.id if row else None,
            title=said["title"],
            title_en=said["title_en"],
            text=said["text"],
            service=said["service"],
            owner_unit=said.get("owner_unit"),
            owner_name=said["owner_name"],
            review_on=said["review_on"],
            active=said.get("active", True),
        )

    if done(request, form, save):
        messages.success(request, _("“%(name)s” is saved.") % {"name": form.cleaned_data["title"]})
        return redirect(url("knowledge", county))
    context = {
        "form": form,
        "row": row,
        "wordings": wordings(row.id) if row else (),
        "back_url": url("knowledge", county),
    }
    changes = revisions(["knowledge_article"], county, row=str(row.id), limit=SHOWN_CHANGES) if row else ()
    return show(request, "article.html", county, "knowledge", context, changes=changes, status=status_of(form))
