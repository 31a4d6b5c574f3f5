"""A county's app: for its pages, and for its administrators."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models.functions import Length

from wobangni.exchange.models import CountyApp
from wobangni.exchange.rules.app_look import Look, look_of


@dataclass(frozen=True, slots=True)
class AppRow:
    """``changing``: two secrets are good just now. ``darkened``: the county's colour was too light for words on it."""

    county: str
    name: str
    colour: str
    look: Look
    has_logo: bool
    origins: tuple[str, ...]
    key: str
    active: bool
    changing: bool
    changed_at: dt.datetime
    version: int

    @property
    def darkened(self) -> bool:
        return self.look.action != self.colour


def county_app(county: str) -> AppRow | None:
    """Also one that is switched off; one query."""
    row = CountyApp.objects.filter(county=county).defer("logo").annotate(logo_size=Length("logo")).first()
    if row is None:
        return None
    return AppRow(
        county=row.county_id,
        name=row.name,
        colour=row.colour,
        look=look_of(row.colour),
        has_logo=bool(row.logo_size),
        origins=tuple(row.origins),
        key=row.key,
        active=row.active,
        changing=bool(bytes(row.former_sealed)),
        changed_at=row.changed_at,
        version=row.version,
    )


def app_logo(county: str) -> bytes:
    """The JPEG; empty for none."""
    found = CountyApp.objects.filter(county=county, active=True).values_list("logo", flat=True).first()
    return bytes(found) if found else b""
