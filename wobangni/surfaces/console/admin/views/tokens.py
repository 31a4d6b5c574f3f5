"""Keys for other systems."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from wobangni.kernel import clock
from wobangni.organisations.commands.issue_token import issue_token
from wobangni.organisations.commands.revoke_token import revoke_token
from wobangni.organisations.queries import revisions
from wobangni.organisations.tokens import tokens_of
from wobangni.surfaces.console.admin.forms.tokens import TokenForm
from wobangni.surfaces.console.admin.frame import SHOWN_CHANGES, admin_page, done, show, status_of
from wobangni.surfaces.console.admin.token_rows import token_rows
from wobangni.surfaces.shared.http import StaffRequest
from wobangni.surfaces.shared.sealed import show_once, shown_once

ONCE = "token:new"


@admin_page
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def tokens(request: StaffRequest, county: str) -> HttpResponse:
    """A new token's secret is shown once, right after it was made."""
    form = TokenForm(request.POST or None, county=county)
    if done(request, form, lambda: _issue(request, county, form)):
        return redirect("console_admin:tokens", county=county)
    rows = token_rows(tokens_of(request.actor, county))
    context = {"form": form, "rows": rows, "fresh": shown_once(request, ONCE)}
    changes = revisions(["accounts_apitoken"], county, limit=SHOWN_CHANGES)
    return show(request, "tokens.html", county, "tokens", context, changes=changes, status=status_of(form))


@admin_page
@require_POST
def revoke(request: StaffRequest, county: str, token_id: int) -> HttpResponse:
    revoke_token(actor=request.actor, now=clock.now(), token_id=token_id)
    messages.success(request, _("The token opens nothing any more."))
    return redirect("console_admin:tokens", county=county)


def _issue(request: StaffRequest, county: str, form: TokenForm) -> None:
    said = form.cleaned_data
    made = issue_token(
        actor=request.actor,
        now=clock.now(),
        name=said["name"],
        county=county,
        scopes=[*said["scopes"], *said["roles"]],
        unit_id=said["unit"],
        rate_per_minute=said["rate_per_minute"],
    )
    show_once(request, ONCE, {"name": said["name"], "secret": made.secret})
