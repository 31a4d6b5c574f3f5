"""Ready texts for staff."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wobangni.catalogue.commands.save_template import delete_template, save_template
from wobangni.catalogue.queries import ReplyTemplate, reply_templates
from wobangni.kernel import clock
from wobangni.kernel.errors import NotFound
from wobangni.organisations.queries import revisions
from wobangni.service_requests.labels import action_label
from wobangni.surfaces.console.admin.forms.templates import TemplateForm
from wobangni.surfaces.console.admin.frame import SHOWN_CHANGES, admin_page, done, show, status_of, url
from wobangni.surfaces.shared.http import StaffRequest


@admin_page
@require_safe
def templates(request: StaffRequest, county: str | None) -> HttpResponse:
    found = reply_templates(county, inactive=True)
    groups = {action_label(t.action): [r for r in found if r.action == t.action] for t in found}
    rows = [
        (label, [(t, url("template", county, template_id=t.id) if t.county == county else "") for t in members])
        for label, members in groups.items()
    ]
    context = {"groups": rows, "new_url": url("new_template", county)}
    changes = revisions(["reply_template"], county, limit=SHOWN_CHANGES)
    return show(request, "templates.html", county, "templates", context, changes=changes)


@admin_page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest, county: str | None) -> HttpResponse:
    return _form(request, county, None)


@admin_page
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: StaffRequest, county: str | None, template_id: int) -> HttpResponse:
    found = next(
        (t for t in reply_templates(county, inactive=True) if t.id == template_id and t.county == county), None
    )
    if found is None:
        raise NotFound(_("There is no such text in this county."))
    return _form(request, county, found)


@admin_page
@require_POST
def delete(request: StaffRequest, county: str | None, template_id: int) -> HttpResponse:
    delete_template(actor=request.actor, now=clock.now(), county=county, template_id=template_id)
    messages.success(request, _("The text is gone; its words stay in the changes."))
    return redirect(url("templates", county))


def _form(request: StaffRequest, county: str | None, row: ReplyTemplate | None) -> HttpResponse:
    form = TemplateForm(request.POST or None, row=row)

    def save() -> None:
        said = form.cleaned_data
        save_template(
            actor=request.actor,
            now=clock.now(),
            county=county,
            template_id=row.id if row else None,
            action=said["action"],
            title=said["title"],
            text=said["text"],
            active=said.get("active", True),
        )

    if done(request, form, save):
        messages.success(request, _("“%(name)s” is saved.") % {"name": form.cleaned_data["title"]})
        return redirect(url("templates", county))
    context = {
        "form": form,
        "row": row,
        "back_url": url("templates", county),
        "delete_url": url("delete_template", county, template_id=row.id) if row else "",
    }
    changes = revisions(["reply_template"], county, row=str(row.id), limit=SHOWN_CHANGES) if row else ()
    return show(request, "template.html", county, "templates", context, changes=changes, status=status_of(form))
