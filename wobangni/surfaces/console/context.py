"""The frame of the desk: who is here, where, and where they can go. Counts come from the tallies, in one query, only on pages that show them."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from wobangni.kernel import clock
from wobangni.kernel.actors import Actor, ActorKind, Role
from wobangni.organisations import queries as organisations
from wobangni.service_requests.queries.counts import counts
from wobangni.service_requests.queries.queue import count_review_due
from wobangni.service_requests.rules.states import State
from wobangni.surfaces.console.filters import canonical
from wobangni.surfaces.console.labels import roles_in_words
from wobangni.surfaces.console.worklists import (
    home_county,
    is_region_admin,
    landing_url,
    queue_url,
    url_or_nothing,
    worklists_of,
)
from wobangni.surfaces.shared.chrome import Desk, NavGroup, NavItem

#: Who looks for what many people complain of; the county's other roles may open the page all the same.
HOT_IN_MENU = frozenset({Role.SUPERVISOR, Role.DISPATCHER, Role.COUNTY_ADMIN})
#: Who looks after more than their own list.
TODAY_IN_MENU = frozenset({Role.SUPERVISOR, Role.DISPATCHER, Role.COUNTY_ADMIN})
LINKAGE_IN_MENU = frozenset({Role.SUPERVISOR, Role.COUNTY_ADMIN})
#: For observers and administrators of the region alike: nothing in them is about requests.
_REGION_PAGES = (
    (_l("Linkage"), "link", "console:region_linkage"),
    (_l("Visits and trainings"), "school", "console:region_outreach_list"),
)


def desk(request: HttpRequest) -> dict[str, object]:
    """``desk`` for console/base.html; nothing for people who aren't signed in as staff, and outside of the console."""
    actor: Actor | None = getattr(request, "actor", None)
    if not request.path.startswith("/console/") or actor is None or actor.kind is not ActorKind.STAFF:
        return {}
    county = _county(request, actor)
    return {
        "desk": Desk(
            person=actor.name,
            role=roles_in_words(actor, county),
            place=_place(actor, county),
            home_url=reverse("console:home"),
            nav=tuple(_nav(request, actor, county)),
            search_url=queue_url(county) if county else "",
            query=request.GET.get("q", "") if county else "",
            account_url=reverse("account_home"),
            sign_out_url=reverse("account_logout"),
            help_url=reverse("console:keys"),
            notices_url=reverse("console:notices"),
            bell_url=reverse("console:bell"),
        )
    }


def counts_for(request: HttpRequest, actor: Actor, county: str) -> Mapping[State, int]:
    """How many requests are in which state, asked for once per page."""
    known: dict[str, Mapping[State, int]] = request.__dict__.setdefault("_counts", {})
    if county not in known:
        known[county] = counts(actor, county)
    return known[county]


def _county(request: HttpRequest, actor: Actor) -> str | None:
    match = request.resolver_match
    named = match.kwargs.get("county") or str(match.kwargs.get("code", ""))[:6] if match else ""
    # A unit may work on another county's request; its desk stays where the unit is.
    county = named if named in actor.counties or actor.sees_region else home_county(actor)
    return county if county and organisations.county(county) else None


def _place(actor: Actor, county: str | None) -> str:
    if county is None:
        return _("The whole region")
    found = organisations.county(county)
    return found.label if found else county


def _nav(request: HttpRequest, actor: Actor, county: str | None) -> list[NavGroup]:
    groups = []
    if county:
        groups.append(NavGroup("", tuple(_list_items(request, actor, county))))
    if actor.sees_region:
        region = (
            (_("Counties"), "map-2", "console:region"),
            (_("Today"), "clock", "console:region_today"),
            (_("Hot issues"), "flame", "console:hot_everywhere"),
            (_("Hotline figures"), "headset", "console:hotline_figures_everywhere"),
            *_REGION_PAGES,
        )
        here = request.resolver_match.view_name if request.resolver_match else ""
        items = tuple(NavItem(str(label), reverse(name), icon, current=here == name) for label, icon, name in region)
        groups.append(NavGroup(_("Region"), items))
    elif is_region_admin(actor):
        items = tuple(NavItem(str(label), reverse(name), icon) for label, icon, name in _REGION_PAGES)
        groups.append(NavGroup(_("Region"), items))
    elsewhere = sorted(actor.counties - {county})
    if elsewhere:
        others = [NavItem(_place(actor, one), landing_url(actor, one), "building-community") for one in elsewhere]
        groups.append(NavGroup(_("My other counties"), tuple(others)))
    administration = tuple(_admin_items(request, actor, county))
    if administration:
        groups.append(NavGroup(_("Administration"), administration))
    return groups


def _admin_items(request: HttpRequest, actor: Actor, county: str | None) -> list[NavItem]:
    roles = actor.roles_in(county) if county else frozenset()
    wanted = []
    if roles & LINKAGE_IN_MENU:
        wanted.append((_("Linkage"), url_or_nothing("console:linkage", county), "link"))
        wanted.append((_("Visits and trainings"), url_or_nothing("console:outreach_list", county), "school"))
    if Role.COUNTY_ADMIN in roles:
        wanted.append((_("Settings"), url_or_nothing("console_admin:home", county), "settings"))
    elif Role.SUPERVISOR in roles:
        wanted.append((_("Contacts seen"), url_or_nothing("console_admin:reveals", county), "eye"))
    if is_region_admin(actor):
        wanted.append((_("Settings of the region"), url_or_nothing("console_admin:region_home"), "settings"))
    return [NavItem(label, url, icon, current=request.path.startswith(url)) for label, url, icon in wanted if url]


def _hotline_items(request: HttpRequest, county: str) -> list[NavItem]:
    """For clerks: where they wait for calls, and what they may answer at once."""
    desk_url, base_url = reverse("console:hotline", args=[county]), reverse("console:knowledge", args=[county])
    return [
        NavItem(_("Hotline"), desk_url, "headset", current=request.path.startswith(desk_url)),
        NavItem(_("Knowledge base"), base_url, "notes", current=request.path.startswith(base_url)),
    ]


def _list_items(request: HttpRequest, actor: Actor, county: str) -> list[NavItem]:
    match = request.resolver_match
    on_queue = match is not None and match.view_name == "console:queue" and match.kwargs["county"] == county
    here = canonical(request.GET) if on_queue else None
    numbers = counts_for(request, actor, county) if on_queue else {}
    items = []
    if Role.CLERK in actor.roles_in(county):
        url = reverse("console:new", args=[county])
        items.append(NavItem(_("New request"), url, "plus", current=request.path == url, key="n"))
        items += _hotline_items(request, county)
    if actor.roles_in(county) & TODAY_IN_MENU or actor.sees_region:
        for label, name, drawn in (
            (_("Today"), "console:today", "clock"),
            (_("Supervision"), "console:supervision", "eye"),
        ):
            url = reverse(name, args=[county])
            items.append(NavItem(label, url, drawn, current=request.path == url))
    for one in worklists_of(actor, county):
        count = sum(numbers.get(s, 0) for s in one.counted) if on_queue and one.counted else None
        if on_queue and one.slug == "reconsider":  # days pass without events: tallies can't tell
            count = count_review_due(actor, county, now=clock.now())
        items.append(
            NavItem(str(one.label), queue_url(county, one.query), one.icon, count=count, current=here == one.query)
        )
    if actor.units_in(county) or Role.COUNTY_ADMIN in actor.roles_in(county):
        url = reverse("console:pool", args=[county])
        items.append(NavItem(_("Pool of orders"), url, "list-check", current=request.path.startswith(url)))
    if actor.roles_in(county) & HOT_IN_MENU or actor.sees_region:
        url = reverse("console:hot", args=[county])
        items.append(NavItem(_("Hot issues"), url, "flame", current=request.path.startswith(url)))
        if organisations.grids_of(county):
            url = reverse("console:grids", args=[county])
            items.append(NavItem(_("Grids"), url, "map-2", current=request.path.startswith(url)))
    return items
