"""A person's own notices: the bell, the list, and what they want to hear of."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wobangni.kernel import clock
from wobangni.kernel.errors import InvalidInput
from wobangni.notices.commands.mark_read import mark_all_read, mark_read
from wobangni.notices.commands.save_preferences import forget_browsers, save_browser
from wobangni.notices.queries import inbox, unread_count, ways_of, wishes_of
from wobangni.notices.rules.channels import Channel
from wobangni.surfaces.console.wishes_form import WishesForm, save_wishes
from wobangni.surfaces.shared.http import StaffRequest
from wobangni.surfaces.shared.permissions import staff


@staff()
@require_safe
def notices(request: StaffRequest) -> HttpResponse:
    """The list, the latest first."""
    page = int(number) if (number := request.GET.get("page", "")).isdigit() and len(number) < 6 else 1
    found = inbox(request.actor, page=max(page, 1), unread_only="unread" in request.GET)
    context = {
        "found": found,
        "page": max(page, 1),
        "unread_only": "unread" in request.GET,
        "any_unread": any(row.unread for row in found.rows),
        "shown_at": found.rows[0].at.isoformat() if found.rows and page <= 1 else "",
    }
    return render(request, "console/me/notices.html", context)


@staff()
@require_safe
def bell(request: StaffRequest) -> HttpResponseBase:
    """How many are unread, asked for every minute: one count, and nothing but "not modified" while it stays the same."""
    unread = unread_count(request.actor)
    etag = f'"{request.actor.id}-{unread}-{get_language()}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = render(request, "console/me/bell.html", {"unread": unread})
    response["ETag"], response["Cache-Control"] = etag, "private, no-cache"
    return response


@staff()
@require_POST
def open_notice(request: StaffRequest, id: UUID) -> HttpResponse:
    """Read, and on to what it is about."""
    code = mark_read(actor=request.actor, now=clock.now(), id=id)
    return redirect("console:request", code=code) if code else redirect("console:notices")


@staff()
@require_POST
def read_all(request: StaffRequest) -> HttpResponse:
    """All that the page showed; what came in since stays unread."""
    now = clock.now()
    try:
        until = min(dt.datetime.fromisoformat(request.POST.get("until", "")), now)
    except (ValueError, TypeError):
        until = now
    n = mark_all_read(actor=request.actor, now=now, until=until)
    messages.success(request, ngettext("%(n)s notice marked as read.", "%(n)s notices marked as read.", n) % {"n": n})
    return redirect("console:notices")


@staff()
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: StaffRequest) -> HttpResponse:
    """Which kinds by which ways, quiet hours, addresses."""
    ways, wishes = ways_of(request.actor), wishes_of(request.actor)
    form = WishesForm(request.POST if request.method == "POST" else None, ways=ways, wishes=wishes)
    if form.is_valid() and save_wishes(form, request.actor, clock.now()):
        messages.success(request, _("Saved. It holds from the next notice on."))
        return redirect("console:notice_settings")
    context = {
        "form": form,
        "browsers": [a.masked for a in wishes.addresses if a.channel == Channel.PUSH],
        "push_key": _push_key() if Channel.PUSH in ways else "",
    }
    return render(request, "console/me/settings.html", context, status=422 if form.is_bound else 200)


@staff()
@require_POST
def browser(request: StaffRequest) -> HttpResponse:
    """This browser agreed, or (``forget``) none of this person's does any more."""
    if "forget" in request.POST:
        forget_browsers(actor=request.actor)
        messages.success(request, _("No browser is told any more."))
        return redirect("console:notice_settings")
    said = {name: request.POST.get(name, "") for name in ("endpoint", "p256dh", "auth", "name")}
    try:
        save_browser(actor=request.actor, now=clock.now(), **said)
    except InvalidInput as error:
        return HttpResponse(str(error.message), status=422, content_type="text/plain; charset=utf-8")
    return HttpResponse(status=204)


def _push_key() -> str:
    from wobangni.notices.gateways.webpush.vapid import public_key

    return public_key()
