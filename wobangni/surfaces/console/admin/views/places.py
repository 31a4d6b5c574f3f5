"""Landmarks and grids: what a county adds to the names of its villages."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wobangni.kernel import clock
from wobangni.kernel.errors import NotFound
from wobangni.organisations import queries as organisations
from wobangni.organisations.commands.save_local_place import retire_local_place, save_local_place
from wobangni.organisations.memberships import grid_people
from wobangni.organisations.queries import LocalPlaceRef, revisions
from wobangni.organisations.rules.kinds import LocalKind
from wobangni.surfaces.console.admin.forms.places import LocalPlaceForm
from wobangni.surfaces.console.admin.frame import SHOWN_CHANGES, admin_page, done, show, status_of
from wobangni.surfaces.console.admin.place_list import place_groups
from wobangni.surfaces.shared.http import StaffRequest

TABLE = "local_place"


@admin_page
@require_safe
def places(request: StaffRequest, county: str) -> HttpResponse:
    changes = revisions([TABLE], county, limit=SHOWN_CHANGES)
    return show(request, "places.html", county, "places", {"groups": place_groups(county)}, changes=changes)


@admin_page
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: StaffRequest, county: str, place_id: int | None) -> HttpResponse:
    """``place_id`` None: a new one."""
    row = _place(county, place_id)
    form = LocalPlaceForm(request.POST or None, county=county, row=row)
    if done(request, form, lambda: _save(request, county, row, form)):
        messages.success(request, _("“%(name)s” is saved.") % {"name": form.cleaned_data["name"]})
        return redirect("console_admin:places", county=county)
    changes = revisions([TABLE], county, row=str(row.id), limit=SHOWN_CHANGES) if row else ()
    is_grid = row is not None and row.kind is LocalKind.GRID
    people = [p for p in grid_people(county, clock.now()) if row and p.grid_id == row.id] if is_grid else []
    context = {"form": form, "row": row, "is_grid": is_grid, "people": people}
    return show(request, "place.html", county, "places", context, changes=changes, status=status_of(form))


@admin_page
@require_POST
def retire(request: StaffRequest, county: str, place_id: int) -> HttpResponse:
    retire_local_place(actor=request.actor, now=clock.now(), county=county, place_id=place_id)
    messages.success(request, _("It is out of use; its past stays in the changes."))
    return redirect("console_admin:places", county=county)


def _place(county: str, place_id: int | None) -> LocalPlaceRef | None:
    if place_id is None:
        return None
    row = organisations.local_place(county, place_id)
    if row is None:
        raise NotFound(_("There is no such landmark or grid in this county."))
    return row


def _save(request: StaffRequest, county: str, row: LocalPlaceRef | None, form: LocalPlaceForm) -> None:
    said = form.cleaned_data
    save_local_place(
        actor=request.actor,
        now=clock.now(),
        county=county,
        place_id=row.id if row else None,
        kind=row.kind.value if row else said["kind"],
        name=said["name"],
        other_names=said["other_names"],
        division=said["division"],
        point=said["point"],
        ring=said["ring"],
        villages=said.get("villages", ()),
        unit_id=said.get("unit"),
        party_group=said.get("party_group", ""),
        active=said.get("active", True),
    )
