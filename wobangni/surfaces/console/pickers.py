"""What can be picked in a form: units, services, places, counties. Without scripts a list to choose from, with them a box that finds as you type."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from wobangni.catalogue.queries import categories as catalogue_categories
from wobangni.catalogue.queries import services as catalogue_services
from wobangni.organisations import queries as organisations

#: (value, label), or (group, [(value, label), …]).
Choice = tuple[Any, Any]


class Picker(forms.Select):
    """A list that frontend/src/console/picker.ts turns into a box to type in. ``data-find``: where it asks what fits the words typed."""

    def __init__(
        self, attrs: dict[str, Any] | None = None, choices: Iterable[Choice] = (), *, find_url: str = ""
    ) -> None:
        more = {"data-picker": True} | ({"data-find": find_url} if find_url else {})
        super().__init__(more | (attrs or {}), choices)

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """As Django's, but put together here: a template for each of several hundred options took most of a page's time."""
        chosen = "" if value is None else str(value)
        inner = []
        for key, label in self.choices:
            if isinstance(label, list | tuple):
                group = format_html_join("", *_options(label, chosen))
                inner.append(format_html('<optgroup label="{}">{}</optgroup>', key, group))
            else:
                inner.append(format_html_join("", *_options([(key, label)], chosen)))
        every = self.build_attrs(self.attrs, attrs) | {"name": name}
        return format_html("<select{}>{}</select>", flatatt(every), mark_safe("".join(inner)))  # noqa: S308 - escaped above


def _options(options: Iterable[Choice], chosen: str) -> tuple[str, list[tuple[Any, ...]]]:
    selected = mark_safe(" selected")
    return '<option value="{}"{}>{}</option>', [
        (key, selected if str(key) == chosen else "", label) for key, label in options
    ]


def _empty(words: str) -> Choice:
    return "", words or _("Please choose")


def units(county: str, *, empty: str = "") -> list[Choice]:
    """The active units of a county: centres, then departments."""
    found = organisations.units_of(county)
    centres = [(str(u.id), u.name) for u in found if u.is_centre]
    departments = [(str(u.id), u.name) for u in found if not u.is_centre]
    return [_empty(empty), (_("Centres"), centres), (_("Departments"), departments)]


def categories() -> list[Choice]:
    """The eight categories."""
    return [(c.code, c.label) for c in catalogue_categories()]


def services(county: str, *, empty: str = "") -> list[Choice]:
    """The services that a county offers, by category."""
    offered = catalogue_services(county)
    groups = [
        (c.label, [(s.code, s.label) for s in offered if s.category.code == c.code]) for c in catalogue_categories()
    ]
    return [_empty(empty), *((label, options) for label, options in groups if options)]


def service_ids(county: str, *, category: str = "", service: str = "") -> list[int]:
    """Ids for the filters of a queue; a category means all its services. Empty: not filtered."""
    if not (category or service):
        return []
    offered = catalogue_services(county)
    return [s.id for s in offered if category in ("", s.category.code) and service in ("", s.code)]


def divisions(county: str, *, empty: str = "") -> list[Choice]:
    """The townships of a county, each with its villages. A township can be picked as a whole."""
    groups: list[Choice] = []
    for row in organisations.places_of(county):
        whole = (row.ref.code, _("%(township)s (all)") % {"township": row.ref.name} if row.villages else row.ref.name)
        groups.append((row.ref.name, [whole, *((v.code, v.name) for v in row.villages)]))
    return [_empty(empty), *groups]


def counties(first: str) -> list[Choice]:
    """All counties by league, the league of ``first`` before the others."""
    near = organisations.league(first)
    leagues = sorted(organisations.leagues(), key=lambda one: (one != near, one.code))
    return [(one.label, [(c.code, c.label) for c in organisations.counties(one.code)]) for one in leagues]
