"""People: who works here, in which roles; new ones, passwords, switching off."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wobangni.kernel import clock
from wobangni.kernel.actors import Role
from wobangni.kernel.errors import Conflict, Forbidden
from wobangni.organisations.commands.create_staff import NewStaff, create_staff
from wobangni.organisations.commands.deactivate_staff import deactivate_staff, reactivate_staff
from wobangni.organisations.commands.grant_role import grant_role
from wobangni.organisations.commands.reset_password import reset_password
from wobangni.organisations.commands.revoke_role import revoke_role
from wobangni.organisations.memberships import staff_member, staff_of
from wobangni.organisations.queries import revisions, revisions_of_person
from wobangni.surfaces.console.admin.forms.people import NewPersonForm, PasswordForm, PeopleFilter, RoleForm
from wobangni.surfaces.console.admin.frame import SHOWN_CHANGES, admin_page, done, show, status_of
from wobangni.surfaces.console.admin.people_list import filtered
from wobangni.surfaces.shared.http import StaffRequest
from wobangni.surfaces.shared.sealed import show_once, shown_once

TABLES = ("accounts_user", "membership")


@admin_page
@require_safe
def people(request: StaffRequest, county: str) -> HttpResponse:
    found = PeopleFilter(request.GET)
    everybody = staff_of(request.actor, county, clock.now())
    context = {"rows": filtered(everybody, county, found), "total": len(everybody), "filter": found}
    changes = revisions(TABLES, county, limit=SHOWN_CHANGES)
    return show(request, "people.html", county, "people", context, changes=changes)


@admin_page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest, county: str) -> HttpResponse:
    """The temporary password is shown once, on the new person's page."""
    form = NewPersonForm(request.POST or None, county=county)
    made: list[NewStaff] = []

    def create() -> None:
        said = form.cleaned_data
        made.append(
            create_staff(
                actor=request.actor,
                now=clock.now(),
                username=said["username"],
                name=said["name"],
                role=Role(said["role"]),
                county=county,
                unit_id=said["unit"],
                leader=said["leader"],
                grid_id=said["grid"],
            )
        )

    if done(request, form, create):
        show_once(request, _once(made[0].user_id), made[0].password)
        return redirect("console_admin:person", county=county, user_id=made[0].user_id)
    return show(request, "person_new.html", county, "people", {"form": form}, status=status_of(form))


@admin_page
@require_safe
@never_cache
def person(request: StaffRequest, county: str, user_id: int) -> HttpResponse:
    return _page(request, county, user_id, RoleForm(county=county))


@admin_page
@require_POST
def grant(request: StaffRequest, county: str, user_id: int) -> HttpResponse:
    form = RoleForm(request.POST, county=county)
    staff_member(request.actor, user_id, clock.now())  # whose page it is: not just anybody of another county

    def give() -> None:
        said = form.cleaned_data
        grant_role(
            actor=request.actor,
            now=clock.now(),
            user_id=user_id,
            role=Role(said["role"]),
            county=county,
            unit_id=said["unit"],
            grid_id=said["grid"],
            leader=said["leader"],
        )

    if done(request, form, give):
        messages.success(request, _("The role holds from now on."))
        return _back(county, user_id)
    return _page(request, county, user_id, form, status=422)


@admin_page
@require_POST
def revoke(request: StaffRequest, county: str, user_id: int, membership_id: int) -> HttpResponse:
    try:
        revoke_role(actor=request.actor, now=clock.now(), membership_id=membership_id)
    except Conflict as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("The role has ended."))
    return _back(county, user_id)


@admin_page
@require_POST
def password(request: StaffRequest, county: str, user_id: int) -> HttpResponse:
    form = PasswordForm(request.POST)
    drop = form.is_valid() and form.cleaned_data["drop_second_factor"]
    try:
        fresh = reset_password(actor=request.actor, now=clock.now(), user_id=user_id, drop_second_factor=drop)
    except (Conflict, Forbidden) as error:
        messages.error(request, str(error.message))
    else:
        show_once(request, _once(user_id), fresh)
    return _back(county, user_id)


@admin_page
@require_POST
def switch(request: StaffRequest, county: str, user_id: int, active: bool) -> HttpResponse:
    command = reactivate_staff if active else deactivate_staff
    try:
        command(actor=request.actor, now=clock.now(), user_id=user_id)
    except (Conflict, Forbidden) as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("May sign in again.") if active else _("Can't sign in any more."))
    return _back(county, user_id)


def _page(request: StaffRequest, county: str, user_id: int, form: RoleForm, status: int = 200) -> HttpResponse:
    row = staff_member(request.actor, user_id, clock.now())
    context = {
        "row": row,
        "form": form,
        "password_form": PasswordForm(),
        "password": shown_once(request, _once(user_id)),
        "is_self": str(user_id) == request.actor.id,
    }
    changes = revisions_of_person(county, user_id, limit=SHOWN_CHANGES)
    return show(request, "person.html", county, "people", context, changes=changes, status=status)


def _back(county: str, user_id: int) -> HttpResponse:
    return redirect("console_admin:person", county=county, user_id=user_id)


def _once(user_id: int) -> str:
    return f"password:{user_id}"
