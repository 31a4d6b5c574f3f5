"""The routing directory: which unit does what, where; trying a change out on last month; what is dispatched by itself."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wobangni.catalogue.commands.check_rule import check_rule
from wobangni.catalogue.commands.save_rule import cancel_version, end_rule, save_rule
from wobangni.catalogue.commands.set_auto_dispatch import set_auto_dispatch
from wobangni.catalogue.queries import auto_dispatch_of, routes, rule_versions
from wobangni.catalogue.rules.routing import RuleVersion
from wobangni.kernel import clock
from wobangni.kernel.errors import Conflict, InvalidInput, NotFound
from wobangni.organisations.queries import revisions
from wobangni.service_requests.queries.dry_run import DryRun, dry_run
from wobangni.surfaces.console.admin.forms.routing import AutoDispatchForm, EndForm, RuleForm
from wobangni.surfaces.console.admin.frame import SHOWN_CHANGES, admin_page, done, show, status_of
from wobangni.surfaces.console.admin.routing_table import latest_version, next_number, rule_lines, version_lines
from wobangni.surfaces.shared.fields import add_refusal
from wobangni.surfaces.shared.http import StaffRequest

LONGEST_SEARCH = 60
#: Buttons of the form that save nothing: a dry run; the questions of the service that was chosen.
TRY, AGAIN = "try", "again"


@admin_page
@require_safe
def routing(request: StaffRequest, county: str) -> HttpResponse:
    """All rules, or those that a search finds; and who usually does what has no rule."""
    today = clock.local_date(clock.now())
    q = request.GET.get("q", "")[:LONGEST_SEARCH]
    usual = routes(county, today)
    context = {
        "q": q,
        "lines": rule_lines(county, today, q),
        "usual": [row for row in usual if not q or q in row.service.label],
        "homeless": any(row.unit is None for row in usual),
        "auto": auto_dispatch_of(county),
    }
    changes = revisions(["routing_rule", "auto_dispatch"], county, limit=SHOWN_CHANGES)
    return show(request, "routing.html", county, "routing", context, changes=changes)


@admin_page
@require_http_methods(["GET", "HEAD", "POST"])
def rule(request: StaffRequest, county: str, number: int | None) -> HttpResponse:
    """One rule, or (None) a new one: its form, a dry run, what it was and will be."""
    now = clock.now()
    today = clock.local_date(now)
    known = _known(county, number)
    form = _form(request, county, known, today)
    tried = None
    if TRY in request.POST:
        tried = _tried(request, county, number, form, now)
    elif done(request, form, lambda: _save(request, county, number, form, now)):
        messages.success(request, _("The rule holds from %(day)s on.") % {"day": form.cleaned_data["effective_from"]})
        return redirect("console_admin:routing", county=county)
    ending = EndForm(day=_first_day(known, today))
    return _show(request, county, known, form, ending, tried=tried, status=status_of(form))


@admin_page
@require_POST
def end(request: StaffRequest, county: str, number: int) -> HttpResponse:
    """The end of a rule, or what it would have changed."""
    now = clock.now()
    today = clock.local_date(now)
    known = _known(county, number)
    assert known is not None
    ending, tried = EndForm(request.POST, day=_first_day(known, today)), None
    if TRY in request.POST:
        if ending.is_valid():
            draft = replace(known, ended=True, effective_from=ending.cleaned_data["last_day"])
            tried = dry_run(request.actor, county, draft, now)
    elif done(request, ending, lambda: _end(request, county, number, ending, now)):
        messages.success(request, _("Rule %(number)s ends.") % {"number": number})
        return redirect("console_admin:routing", county=county)
    form = RuleForm(county=county, today=_first_day(known, today), rule=known)
    return _show(request, county, known, form, ending, tried=tried, ends=True, status=status_of(ending))


@admin_page
@require_POST
def cancel(request: StaffRequest, county: str, version_id: int) -> HttpResponse:
    """Takes back what is still to come."""
    try:
        cancel_version(actor=request.actor, now=clock.now(), county=county, version_id=version_id)
    except InvalidInput as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("It will not come into force."))
    return redirect("console_admin:routing", county=county)


@admin_page
@require_http_methods(["GET", "HEAD", "POST"])
def auto(request: StaffRequest, county: str) -> HttpResponse:
    """What is dispatched by itself."""
    form = AutoDispatchForm(request.POST or None, county=county, row=auto_dispatch_of(county))
    if done(request, form, lambda: _save_auto(request, county, form)):
        messages.success(request, _("The settings are saved."))
        return redirect("console_admin:auto_dispatch", county=county)
    changes = revisions(["auto_dispatch"], county, limit=SHOWN_CHANGES)
    return show(
        request, "auto_dispatch.html", county, "routing", {"form": form}, changes=changes, status=status_of(form)
    )


def _known(county: str, number: int | None) -> RuleVersion | None:
    """The version to start from. Raises NotFound for a number never given."""
    if number is None:
        return None
    found = latest_version(county, number)
    if found is None:
        raise NotFound(_("There is no such rule in this county."))
    return found


def _first_day(known: RuleVersion | None, today: dt.date) -> dt.date:
    return max(today, known.effective_from) if known else today


def _form(request: StaffRequest, county: str, known: RuleVersion | None, today: dt.date) -> RuleForm:
    typed = request.POST if AGAIN in request.POST else None
    return RuleForm(
        request.POST if request.method == "POST" and typed is None else None,
        county=county,
        today=_first_day(known, today),
        rule=known,
        service_code=request.GET.get("service", ""),
        typed=typed,
    )


def _tried(request: StaffRequest, county: str, number: int | None, form: RuleForm, now: dt.datetime) -> DryRun | None:
    """None where the draft can't be used; why stands in the form."""
    if not form.is_valid():
        return None
    try:
        checked = check_rule(county, form.input())
    except InvalidInput as error:
        add_refusal(form, error)
        return None
    draft = checked.version(number or next_number(county), form.cleaned_data["effective_from"])
    return dry_run(request.actor, county, draft, now)


def _show(
    request: StaffRequest,
    county: str,
    known: RuleVersion | None,
    form: RuleForm,
    ending: EndForm,
    *,
    tried: DryRun | None,
    status: int,
    ends: bool = False,
) -> HttpResponse:
    today = clock.local_date(clock.now())
    number = known.number if known else None
    context = {
        "form": form,
        "ending": ending,
        "number": number,
        "known": known,
        "tried": tried,
        "ends": ends,
        "lines": version_lines(county, number, today) if number else (),
    }
    ids = [str(version.id) for version in rule_versions(county, number)] if number else []
    changes = revisions(["routing_rule"], county, rows=ids, limit=SHOWN_CHANGES) if ids else ()
    return show(request, "rule.html", county, "routing", context, changes=changes, status=status)


def _save(request: StaffRequest, county: str, number: int | None, form: RuleForm, now: dt.datetime) -> None:
    said = form.cleaned_data
    try:
        save_rule(
            actor=request.actor,
            now=now,
            county=county,
            number=number,
            rule=form.input(),
            effective_from=said["effective_from"],
            key=said["idempotency_key"] or None,
        )
    except Conflict as error:  # the page was sent, changed, and sent again
        raise InvalidInput(error.message) from None


def _end(request: StaffRequest, county: str, number: int, form: EndForm, now: dt.datetime) -> None:
    try:
        end_rule(
            actor=request.actor, now=now, county=county, number=number, effective_from=form.cleaned_data["last_day"]
        )
    except InvalidInput as error:
        raise InvalidInput(
            error.message, fields={"last_day": next(iter(error.fields.values()), error.message)}
        ) from None


def _save_auto(request: StaffRequest, county: str, form: AutoDispatchForm) -> None:
    said = form.cleaned_data
    set_auto_dispatch(
        actor=request.actor,
        now=clock.now(),
        county=county,
        enabled=said["enabled"],
        services=said["services"],
        minimum_confidence=said["minimum_confidence"],
    )
