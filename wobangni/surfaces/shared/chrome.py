"""What console/base.html needs to draw the frame of the desk. The console's context processor fills it; templates only read it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NavItem:
    label: str
    url: str
    icon: str
    count: int | None = None
    urgent: bool = False  # the count in red: something is overdue
    current: bool = False
    key: str = ""  # keyboard shortcut


@dataclass(frozen=True, slots=True)
class NavGroup:
    title: str
    items: tuple[NavItem, ...]


@dataclass(frozen=True, slots=True)
class Desk:
    """Who is here, where, and where they can go."""

    person: str
    role: str  # in words
    place: str  # county, unit or region, in words
    home_url: str
    nav: tuple[NavGroup, ...]
    search_url: str = ""
    query: str = ""  # what the search box holds
    account_url: str = ""
    sign_out_url: str = ""
    help_url: str = ""
    notices_url: str = ""
    bell_url: str = ""  # what tells how many are unread
