"""Units: the four centres and the departments."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wobangni.kernel import clock
from wobangni.kernel.errors import NotFound
from wobangni.organisations import queries as organisations
from wobangni.organisations.commands.save_unit import save_unit
from wobangni.organisations.queries import UnitRef, revisions, units_of
from wobangni.surfaces.console.admin.forms.units import UnitForm
from wobangni.surfaces.console.admin.frame import SHOWN_CHANGES, admin_page, done, show, status_of
from wobangni.surfaces.shared.http import StaffRequest


@admin_page
@require_safe
def units(request: StaffRequest, county: str) -> HttpResponse:
    found = units_of(county, inactive=True)
    groups = [
        (_("Centres"), [u for u in found if u.is_centre]),
        (_("Departments"), [u for u in found if not u.is_centre]),
    ]
    changes = revisions(["unit"], county, limit=SHOWN_CHANGES)
    return show(request, "units.html", county, "units", {"groups": groups}, changes=changes)


@admin_page
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: StaffRequest, county: str, unit_id: int | None) -> HttpResponse:
    """``unit_id`` None: a new one."""
    row = _unit(county, unit_id)
    form = UnitForm(request.POST or None, unit=row)
    if done(request, form, lambda: _save(request, county, row, form)):
        messages.success(request, _("“%(name)s” is saved.") % {"name": form.cleaned_data["name"]})
        return redirect("console_admin:units", county=county)
    changes = revisions(["unit"], county, row=str(row.id), limit=SHOWN_CHANGES) if row else ()
    context = {"form": form, "row": row}
    return show(request, "unit.html", county, "units", context, changes=changes, status=status_of(form))


def _unit(county: str, unit_id: int | None) -> UnitRef | None:
    if unit_id is None:
        return None
    row = organisations.unit(unit_id)
    if row is None or row.county != county:
        raise NotFound(_("There is no such unit in this county."))
    return row


def _save(request: StaffRequest, county: str, row: UnitRef | None, form: UnitForm) -> None:
    said = form.cleaned_data
    save_unit(
        actor=request.actor,
        now=clock.now(),
        county=county,
        unit_id=row.id if row else None,
        kind=row.kind.value if row else said["kind"],
        name=said["name"],
        short_name=said["short_name"],
        phone=said["phone"],
        address=said["address"],
        active=said.get("active", True),
    )
