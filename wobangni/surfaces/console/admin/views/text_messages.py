"""Messages that could not be sent: notices by every way out, and text messages with codes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_POST, require_safe

from wobangni.accounts.queries import failed_message_count, failed_messages
from wobangni.kernel import clock
from wobangni.kernel.errors import InvalidInput
from wobangni.notices.commands import dead_letters
from wobangni.notices.queries import failed_by_channel, failed_deliveries
from wobangni.notices.rules.channels import Channel
from wobangni.notices.words import channel_label
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
    """Everything, or (``channel``) all of one way out."""
    channel, now = request.POST.get("channel", ""), clock.now()
    n = dead_letters.send_all_again(actor=request.actor, now=now, county=county, channel=channel)
    if channel in ("", Channel.SMS):
        n += send_all_again(actor=request.actor, now=now, county=county)
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


@admin_page
@require_POST
def notice_again(request: StaffRequest, county: str | None, delivery_id: UUID) -> HttpResponse:
    dead_letters.send_again(actor=request.actor, now=clock.now(), county=county, id=delivery_id)
    messages.success(request, _("The message is on its way again."))
    return redirect(url("messages", county))


@admin_page
@require_POST
def notice_drop(request: StaffRequest, county: str | None, delivery_id: UUID) -> HttpResponse:
    form = _form(delivery_id, request.POST)

    def give() -> None:
        reason = form.cleaned_data["reason"]
        dead_letters.give_up(actor=request.actor, now=clock.now(), county=county, id=delivery_id, reason=reason)

    if done(request, form, give):
        messages.success(request, _("Given up. The reason stands in the changes."))
        return redirect(url("messages", county))
    return _page(request, county, sent=form, message_id=delivery_id)


def _form(message_id: UUID, data: object = None) -> GiveUpForm:
    return GiveUpForm(data, auto_id=f"{message_id}-%s")  # type: ignore[arg-type]


def _page(
    request: StaffRequest, county: str | None, sent: GiveUpForm | None = None, message_id: UUID | None = None
) -> HttpResponse:
    texts = _text_rows(county)
    rows = _notice_rows(county) + texts
    for one in rows:
        if sent and one["id"] == message_id:
            one["form"] = sent
    by_channel = failed_by_channel(county)
    context = {
        "rows": rows,
        "sent": sent,
        "total": sum(by_channel.values()) + (failed_message_count(county) if len(texts) == SHOWN else len(texts)),
        "all_url": url("messages_again", county) if sum(1 for one in rows if one["again_url"]) > 1 else "",
        "channels": [(name, channel_label(Channel(name)), n) for name, n in sorted(by_channel.items())],
    }
    changes = revisions(["accounts_smsmessage", "notice_delivery"], county, limit=SHOWN_CHANGES)
    return show(request, "messages.html", county, "messages", context, changes=changes, status=422 if sent else 200)


def _notice_rows(county: str | None) -> list[dict[str, Any]]:
    return [
        {
            "id": row.id,
            "to": row.recipient,
            "way": row.channel_label,
            "what": row.what,
            "when": row.created_at,
            "tries": row.tries,
            "answer": row.answer,
            "place": _place(row.county) if county is None else "",
            "form": _form(row.id),
            "again_url": url("notice_again", county, delivery_id=row.id),
            "drop_url": url("notice_give_up", county, delivery_id=row.id),
        }
        for row in failed_deliveries(county, limit=SHOWN)
    ]


def _text_rows(county: str | None) -> list[dict[str, Any]]:
    return [
        {
            "id": row.id,
            "to": row.phone_masked,
            "way": channel_label(Channel.SMS),
            "what": pgettext("text message", "code") if row.kind == "code" else "",
            "when": row.queued_at,
            "tries": row.tries,
            "answer": row.answer,
            "place": _place(row.county or "") if county is None else "",
            "form": _form(row.id),
            "again_url": url("message_again", county, message_id=row.id) if row.kind != "code" else "",
            "drop_url": url("message_give_up", county, message_id=row.id),
        }
        for row in failed_messages(county, limit=SHOWN)
    ]


def _place(county: str) -> str:
    found = county_ref(county)
    return found.label if found else ""
