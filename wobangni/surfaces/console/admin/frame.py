"""The frame of the administration pages: the sections, which one is open, what was changed last."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django import forms
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from wobangni.kernel.actors import Role
from wobangni.kernel.errors import InvalidInput, NotFound
from wobangni.organisations import queries as organisations
from wobangni.organisations.access import check_admin
from wobangni.organisations.queries import RevisionRow
from wobangni.surfaces.shared.fields import add_refusal
from wobangni.surfaces.shared.http import StaffRequest
from wobangni.surfaces.shared.permissions import View, staff

#: Changes shown at the foot of a page; the rest is on the page of the history.
SHOWN_CHANGES = 6


@dataclass(frozen=True, slots=True)
class Section:
    """``in_region``: exists for the region too. ``roles``: who may open it besides the administrator."""

    name: str
    label: Promise
    in_region: bool = False
    roles: frozenset[Role] = frozenset()


SECTIONS = (
    Section("home", pgettext_lazy("administration", "Overview"), in_region=True),
    Section("people", pgettext_lazy("administration", "People")),
    Section("units", pgettext_lazy("administration", "Units")),
    Section("places", pgettext_lazy("administration", "Landmarks and grids")),
    Section("services", pgettext_lazy("administration", "Services"), in_region=True),
    Section("routing", pgettext_lazy("administration", "Routing")),
    Section("limits", pgettext_lazy("administration", "Time limits"), in_region=True),
    Section("ladder", pgettext_lazy("administration", "Reminders and escalation"), in_region=True),
    Section("calendar", pgettext_lazy("administration", "Calendar"), in_region=True),
    Section("templates", pgettext_lazy("administration", "Reply texts"), in_region=True),
    Section("knowledge", pgettext_lazy("administration", "Knowledge base"), in_region=True),
    Section("telephones", pgettext_lazy("administration", "Telephones")),
    Section("app", pgettext_lazy("administration", "County app")),
    Section("settings", pgettext_lazy("administration", "County settings")),
    Section("tokens", pgettext_lazy("administration", "API tokens")),
    Section("channels", pgettext_lazy("administration", "Ways out")),
    Section("messages", pgettext_lazy("administration", "Unsent messages"), in_region=True),
    Section("reveals", pgettext_lazy("administration", "Contacts seen"), roles=frozenset({Role.SUPERVISOR})),
    Section("drafts", pgettext_lazy("administration", "Drafts"), roles=frozenset({Role.SUPERVISOR})),
    Section("history", pgettext_lazy("administration", "Changes"), in_region=True),
)


@dataclass(frozen=True, slots=True)
class Tab:
    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """``place``: the county, or the region, in words. ``home``: where the sections begin."""

    county: str | None
    place: str
    tabs: tuple[Tab, ...]
    history_url: str


def admin_page(view: View) -> View:
    """For administrators of the county that the address names; of the region where it names none."""

    @functools.wraps(view)
    def inner(request: StaffRequest, *args: object, county: str | None, **kwargs: object) -> HttpResponseBase:
        check_admin(request.actor, county)
        return view(request, *args, county=county, **kwargs)

    return staff(Role.COUNTY_ADMIN)(inner)


def url(name: str, county: str | None, **more: object) -> str:
    """The address of an administration page in a county, or (None) in the region."""
    if county is None:
        return reverse(f"console_admin:region_{name}", kwargs=more)
    return reverse(f"console_admin:{name}", kwargs={"county": county, **more})


def show(
    request: StaffRequest,
    template: str,
    county: str | None,
    section: str,
    context: Mapping[str, object],
    *,
    changes: tuple[RevisionRow, ...] = (),
    status: int = 200,
) -> HttpResponse:
    """Renders ``console/admin/<template>`` in the frame. Raises NotFound for a county that there is none of."""
    frame = _frame(request, county, section)
    return render(
        request,
        f"console/admin/{template}",
        {"frame": frame, "county": county, "changes": changes, **context},
        status=status,
    )


def done(request: StaffRequest, form: forms.BaseForm, command: Callable[[], object]) -> bool:
    """Whether the form was sent, and the command carried it out; what the command refused stands in the form."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        command()
    except InvalidInput as error:
        add_refusal(form, error)
        return False
    return True


def status_of(*bound: forms.BaseForm) -> int:
    """422 when something that was sent could not be used."""
    return 422 if any(form.is_bound and form.errors for form in bound) else 200


def _frame(request: StaffRequest, county: str | None, section: str) -> Frame:
    found = organisations.county(county) if county else None
    if county and found is None:
        raise NotFound(_("There is no such county."))
    is_admin = county is None or Role.COUNTY_ADMIN in {
        g.role for g in request.actor.grants if g.county in (county, None)
    }
    mine = [
        s for s in SECTIONS if (county or s.in_region) and (is_admin or s.roles & request.actor.roles_in(county or ""))
    ]
    return Frame(
        county=county,
        place=found.label if found else _("The whole region"),
        tabs=tuple(Tab(str(s.label), url(s.name, county), s.name == section) for s in mine),
        history_url=url("history", county) if is_admin else "",
    )
