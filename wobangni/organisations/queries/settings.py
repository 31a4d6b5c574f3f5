"""What counties decide for themselves."""

from __future__ import annotations

from dataclasses import dataclass

from wobangni.kernel.rules.working_calendar import DEFAULT_OFFICE_HOURS, OfficeHours
from wobangni.organisations import reference
from wobangni.organisations.models import CountySettings
from wobangni.organisations.rules.office_hours import parse_hours


@dataclass(frozen=True, slots=True)
class CountySettingsRow:
    """``own_hours``: whether the office hours are the county's own or the region's. ``sure_percent``: less confident suggestions a person decides.

    ``info_lapses``: whether a request ends when its resident has not replied to a question in time.
    """

    county: str
    review_required: bool
    hotline: str
    office_hours: OfficeHours
    own_hours: bool
    sure_percent: int
    info_lapses: bool


def county_settings(county: str) -> CountySettingsRow:
    """The settings in force, defaults where the county has said nothing."""
    return _kept_settings.get(county)


def review_required(county: str) -> bool:
    """Whether answers pass a reviewer before the resident sees them."""
    return county_settings(county).review_required


def _load(county: str) -> CountySettingsRow:
    row = CountySettings.objects.filter(county=county).first() or CountySettings(county_id=county)
    hours = parse_hours(row.office_hours) if row.office_hours else DEFAULT_OFFICE_HOURS
    return CountySettingsRow(
        county,
        row.review_required,
        row.hotline,
        hours,
        own_hours=bool(row.office_hours),
        sure_percent=row.sure_percent,
        info_lapses=row.info_lapses,
    )


_kept_settings: reference.Kept[str, CountySettingsRow] = reference.Kept(reference.CALENDAR, _load)
