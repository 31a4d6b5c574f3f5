"""Reads of the region: divisions, units, calendars, history. Everything returned is frozen."""

from wobangni.organisations.boundaries import county_at, county_boundary, is_in_county
from wobangni.organisations.queries.calendar import (
    CalendarWarning,
    DayRow,
    calendar_warnings,
    calendar_year,
    working_calendar,
)
from wobangni.organisations.queries.divisions import (
    DivisionRef,
    TownshipRow,
    counties,
    county,
    division,
    divisions,
    league,
    leagues,
    places_of,
    search_counties,
    search_places,
    villages_of,
)
from wobangni.organisations.queries.history import RevisionRow, revisions, revisions_of_person
from wobangni.organisations.queries.local_places import (
    LocalPlaceRef,
    grid_for,
    grids_at,
    grids_of,
    local_place,
    local_places,
    unit_of_grid,
)
from wobangni.organisations.queries.settings import CountySettingsRow, county_settings, review_required
from wobangni.organisations.queries.units import UnitRef, unit, unit_by_code, units_of

__all__ = [
    "CalendarWarning",
    "CountySettingsRow",
    "DayRow",
    "DivisionRef",
    "LocalPlaceRef",
    "RevisionRow",
    "TownshipRow",
    "UnitRef",
    "calendar_warnings",
    "calendar_year",
    "counties",
    "county",
    "county_at",
    "county_boundary",
    "county_settings",
    "division",
    "divisions",
    "grid_for",
    "grids_at",
    "grids_of",
    "is_in_county",
    "league",
    "leagues",
    "local_place",
    "local_places",
    "places_of",
    "review_required",
    "revisions",
    "revisions_of_person",
    "search_counties",
    "search_places",
    "unit",
    "unit_by_code",
    "unit_of_grid",
    "units_of",
    "villages_of",
    "working_calendar",
]
