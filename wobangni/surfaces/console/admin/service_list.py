"""The list of services for administrators."""

from __future__ import annotations

from dataclasses import dataclass

from wobangni.catalogue import queries as catalogue
from wobangni.catalogue.queries import Category, Service
from wobangni.organisations.queries import UnitRef
from wobangni.surfaces.console.admin.frame import url
from wobangni.surfaces.console.admin.words import nature_label, unit_kind_label


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """``own``: this county's alone. ``differs``: the county says something differently from the region."""

    service: Service
    url: str
    unit: UnitRef | None
    unit_kind: str
    nature: str
    own: bool
    differs: bool


def service_groups(county: str | None, words: str) -> list[tuple[Category, list[ServiceRow]]]:
    """By category, inactive ones too; those that fit ``words`` if there are any. No query when warm."""
    rows = [_row(one, county) for one in catalogue.services(county, inactive=True)]
    if words.strip():
        fitting = {match.service.code for match in catalogue.search_services(words, county, limit=100)}
        wanted = words.strip().lower()
        rows = [r for r in rows if r.service.code in fitting or wanted in r.service.name.lower()]
    found = catalogue.categories(county)
    groups = [(category, [r for r in rows if r.service.category.code == category.code]) for category in found]
    return [(category, members) for category, members in groups if members]


def _row(one: Service, county: str | None) -> ServiceRow:
    region = catalogue.service(one.code) if county else None
    return ServiceRow(
        service=one,
        url=url("service", county, code=one.code),
        unit=catalogue.default_unit(county, one.id) if county else None,
        unit_kind=unit_kind_label(one.unit_kind),
        nature=nature_label(one.nature),
        own=one.county is not None,
        differs=region is not None and one != region,
    )
