"""Text messages that could not be sent."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from wobangni.accounts.queries import failed_message_count, failed_messages
from wobangni.kernel import clock
from wobangni.kernel.errors import InvalidInput
from wobangni.organisations.commands.failed_messages import give_up, send_again, send_all_again
from wobangni.organisations.queries import county as county_ref
from wobangni.organisations.queries import revisions
from wobangni.surfaces.console.admin.forms.text_messages import GiveUpForm
from wobangni.surfaces.console.admin.frame import SHOWN_CHANGES, admin_page, done, show, url
from wobangni.surfaces.shared.http import StaffRequest

SHOWN = 100


@admin_page
@require_safe
def failed(request: StaffRequest, county: str | None) -> HttpResponse:
    """The latest, with what the gateway said."""
    return _page(request, county)


@admin_page
@require_POST
def again(request: StaffRequest, county: str | None, message_id: UUID) -> HttpResponse:
    try:
        send_again(actor=request.actor, now=clock.now(), county=county, message_id=message_id)
    except InvalidInput as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("The message is on its way again."))
    return redirect(url("messages", county))


@admin_page
@require_POST
def all_again(request: StaffRequest, county: str | None) -> HttpResponse:
    n = send_all_again(actor=request.actor, now=clock.now(), county=county)
    words = ngettext("%(n)s message is on its way again.", "%(n)s messages are on their way again.", n)
    messages.success(request, words % {"n": n})
    return redirect(url("messages", county))


@admin_page
@require_POST
def drop(request: StaffRequest, county: str | None, message_id: UUID) -> HttpResponse:
    form = _form(message_id, request.POST)

    def give() -> None:
        reason = form.cleaned_data["reason"]
        give_up(actor=request.actor, now=clock.now(), county=county, message_id=message_id, reason=reason)

    if done(request, form, give):
        messages.success(request, _("Given up. The reason stands in the changes."))
        return redirect(url("messages", county))
    return _page(request, county, sent=form, message_id=message_id)


def _form(message_id: UUID, data: object = None) -> GiveUpForm:
    return GiveUpForm(data, auto_id=f"{message_id}-%s")  # type: ignore[arg-type]


def _page(
    request: StaffRequest, county: str | None, sent: GiveUpForm | None = None, message_id: UUID | None = None
) -> HttpResponse:
    found = failed_messages(county, limit=SHOWN)
    rows = [
        {
            "row": row,
            "place": (ref.label if (ref := county_ref(row.county or "")) else "") if county is None else "",
            "form": sent if sent and row.id == message_id else _form(row.id),
            "again_url": url("message_again", county, message_id=row.id) if row.kind != "code" else "",
            "drop_url": url("message_give_up", county, message_id=row.id),
        }
        for row in found
    ]
    context = {
        "rows": rows,
        "sent": sent,
        "total": failed_message_count(county) if len(found) == SHOWN else len(found),
        "all_url": url("messages_again", county) if sum(1 for one in rows if one["again_url"]) > 1 else "",
    }
    changes = revisions(["accounts_smsmessage"], county, limit=SHOWN_CHANGES)
    return show(request, "messages.html", county, "messages", context, changes=changes, status=422 if sent else 200)
