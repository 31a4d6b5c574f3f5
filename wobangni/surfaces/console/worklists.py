"""The lists that each role works from: filters of the queue with a name. The first that fits a person is where their day begins."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wobangni.kernel.actors import COUNTY_ROLES, Actor, Role
from wobangni.service_requests.rules.states import State

_COUNTY = COUNTY_ROLES


@dataclass(frozen=True, slots=True)
class Worklist:
    """``filters``: as in the address. ``counted``: states whose sum is the list's length, where tallies can tell. ``urgent``: shown in red."""

    slug: str
    label: Promise
    icon: str
    roles: frozenset[Role]
    filters: tuple[tuple[str, str], ...]
    counted: frozenset[State] = frozenset()
    empty: Promise | str = ""  # what it means that nothing is there

    @property
    def query(self) -> str:
        """The filters in the order of ``filters.canonical``."""
        return urlencode(self.filters)


def _list(
    slug: str, label: Promise, icon: str, roles: frozenset[Role], *filters: tuple[str, str], empty: Promise | str = ""
) -> Worklist:
    names = {name for name, _value in filters}
    states = frozenset(State(value) for name, value in filters if name == "state")
    # What lies in the pool belongs to no unit yet, and a handler's tallies are those of their units.
    counted = states if names == {"state"} and slug != "pool" else frozenset()
    return Worklist(slug, label, icon, roles, filters, counted, empty)


R, S = Role, State
#: In the order in which a person with several roles is asked for: what waits longest for a first hand comes first.
WORKLISTS: tuple[Worklist, ...] = (
    _list("intake", _("To accept"), "inbox", frozenset({R.CLERK}), ("state", S.SUBMITTED),
          empty=_("Every request has been looked at. New ones appear here as they come in.")),
    _list("dispatch", _("To dispatch"), "send", frozenset({R.DISPATCHER}), ("state", S.ACCEPTED),
          empty=_("Everything accepted has found its unit.")),
    _list("arbitration", _("To decide"), "send", frozenset({R.DISPATCHER}), ("arbitration", "on"),
          empty=_("No order has been returned twice.")),
    _list("mine", _("My units"), "briefcase", frozenset({R.HANDLER}), ("state", S.DISPATCHED), ("state", S.IN_PROGRESS), ("mine", "on"),
          empty=_("Nothing waits for your unit. Requests without a unit are under “To claim”.")),
    _list("helping", _("We help"), "users", frozenset({R.HANDLER}), ("helping", "on"),
          empty=_("No other unit has asked yours for help.")),
    _list("pool", _("To claim"), "user-check", frozenset({R.HANDLER}), ("state", S.ACCEPTED),
          empty=_("No request is waiting for a unit.")),
    _list("review", _("To review"), "checkbox", frozenset({R.REVIEWER}), ("state", S.IN_REVIEW),
          empty=_("No answer is waiting for review.")),
    _list("extensions", _("Extensions asked for"), "hourglass", frozenset({R.REVIEWER, R.DISPATCHER}), ("extension", "on"),
          empty=_("No unit has asked for more time.")),
    _list("reconsider", _("To look at again"), "calendar", frozenset({R.DISPATCHER, R.REVIEWER}), ("review", "on"),
          empty=_("No suspended request has reached its date of review.")),
    _list("callback", _("To call back"), "phone", frozenset({R.CALLER}), ("state", S.ANSWERED),
          empty=_("Every answer has been followed up.")),
    _list("overdue", pgettext_lazy("light", "Overdue"), "bell", frozenset({R.SUPERVISOR, R.COUNTY_ADMIN}), ("light", "red"),
          empty=_("Nothing is overdue.")),
    _list("problems", _("Problem requests"), "alert-triangle", frozenset({R.SUPERVISOR, R.COUNTY_ADMIN}), ("problem", "on"),
          empty=_("Nothing has been reworked three times.")),
    _list("info", _("Waiting for the resident"), "message-circle", frozenset({R.CLERK, R.DISPATCHER}), ("state", S.NEEDS_INFO),
          empty=_("No resident has been asked for anything.")),
    _list("suspended", pgettext_lazy("list", "Suspended"), "player-pause", frozenset({R.DISPATCHER, R.SUPERVISOR}), ("state", S.SUSPENDED),
          empty=_("Nothing is suspended.")),
    _list("afar", _("From other counties"), "building-community", frozenset({R.DISPATCHER, R.SUPERVISOR}), ("afar", "on"),
          empty=_("No other county has handed a request to a unit of this one.")),
    _list("open", _("All open"), "list", _COUNTY | {R.HANDLER, R.GRID_WORKER, R.REGION_OBSERVER}),
    _list("all", _("Everything"), "table", _COUNTY | {R.HANDLER, R.REGION_OBSERVER}, ("sort", "new")),
)  # fmt: skip


def worklists_of(actor: Actor, county: str) -> Iterator[Worklist]:
    """The lists that this person works from in this county, in their order."""
    roles = {g.role for g in actor.grants if g.county in (county, None)}
    return (one for one in WORKLISTS if one.roles & roles)


def queue_url(county: str, query: str = "") -> str:
    """The queue of a county with these filters."""
    url = reverse("console:queue", args=[county])
    return f"{url}?{query}" if query else url


def home_county(actor: Actor) -> str | None:
    """Where a person with several counties begins: the lowest code. None for who works for the region alone."""
    return min(actor.counties, default=None)


def is_region_admin(actor: Actor) -> bool:
    """Looks after the services, limits and calendars of all counties; sees no requests by that."""
    return any(g.role is Role.COUNTY_ADMIN and g.county is None for g in actor.grants)


def url_or_nothing(name: str, *args: object) -> str:
    """The address of a page; empty where this installation has none."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def landing_url(actor: Actor, county: str | None = None) -> str:
    """Where this person's day begins."""
    county = county or home_county(actor)
    if county is None and is_region_admin(actor) and not actor.sees_region:
        return url_or_nothing("console_admin:region_home") or reverse("console:keys")
    if county is None:
        return reverse("console:region")
    if {g.role for g in actor.grants if g.county in (county, None)} == {Role.GRID_WORKER}:  # on a phone, in their grid
        return reverse("grid:mine", args=[county])
    return queue_url(county, next(worklists_of(actor, county)).query)
