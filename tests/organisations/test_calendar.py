"""A county's calendar: statute, region, county."""

import datetime as dt

import pytest

from tests.cast import COUNTY, OTHER_COUNTY, make_cast
from wobangni.kernel.actors import SYSTEM
from wobangni.kernel.errors import Forbidden, InvalidInput
from wobangni.kernel.rules.time_units import TimeUnit
from wobangni.kernel.rules.working_calendar import SHANGHAI
from wobangni.organisations.commands.save_county_settings import save_county_settings
from wobangni.organisations.commands.set_calendar_days import clear_calendar_day, set_calendar_days
from wobangni.organisations.models import Revision
from wobangni.organisations.queries import calendar_warnings, calendar_year, county_settings, working_calendar
from wobangni.organisations.rules.office_hours import BadHours, hours_data, parse_hours
from wobangni.organisations.rules.statutory import holiday_name, is_known, is_statutory_workday

pytestmark = pytest.mark.usefixtures("region")

NOW = dt.datetime(2026, 3, 2, 9, tzinfo=SHANGHAI)
NADAAM = dt.date(2026, 7, 15)  # a Wednesday


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("date", "worked", "why"),
    [
        ("2026-02-17", False, "春节"),
        ("2026-02-14", True, "春节"),  # a Saturday worked for the holiday
        ("2026-10-01", False, "国庆节"),
        ("2026-03-03", True, ""),
        ("2026-03-07", False, ""),
    ],
)
def test_statute_decides_where_nobody_said_otherwise(date, worked, why):
    assert is_statutory_workday(day(date)) is worked
    assert holiday_name(day(date)) == why
    assert working_calendar(COUNTY).is_workday(day(date)) is worked


def test_an_unknown_year_falls_back_to_weekends_and_warns():
    assert not is_known(2031)
    calendar = working_calendar(COUNTY)
    assert calendar.is_workday(day("2031-10-01"))  # a Wednesday, and in truth a holiday
    assert not calendar.is_workday(day("2031-10-04"))
    [warning] = calendar_warnings(COUNTY, 2031)
    assert warning.year == 2031
    assert "2031" in warning.message
    assert calendar_warnings(COUNTY, 2026) == ()


def test_days_entered_for_an_unknown_year_count_and_are_counted():
    set_calendar_days(
        actor=SYSTEM, now=dt.datetime(2030, 12, 1, tzinfo=dt.UTC), county=None, first=day("2031-10-01"),
        last=day("2031-10-07"), is_workday=False, note="国庆节",
    )  # fmt: skip
    assert not working_calendar(COUNTY).is_workday(day("2031-10-01"))
    assert calendar_warnings(COUNTY, 2031)[0].days_entered == 7


def test_a_countys_day_stands_before_the_regions_and_both_before_statute():
    set_calendar_days(actor=SYSTEM, now=NOW, county=None, first=NADAAM, last=None, is_workday=False, note="那达慕")
    assert not working_calendar(COUNTY).is_workday(NADAAM)
    assert not working_calendar(OTHER_COUNTY).is_workday(NADAAM)
    set_calendar_days(
        actor=make_cast().admin, now=NOW, county=COUNTY, first=NADAAM, last=None, is_workday=True, note="照常上班"
    )
    assert working_calendar(COUNTY).is_workday(NADAAM)
    assert not working_calendar(OTHER_COUNTY).is_workday(NADAAM)
    [row] = [r for r in calendar_year(COUNTY, 2026) if r.date == NADAAM]
    assert (row.source, row.is_workday, row.name) == ("county", True, "照常上班")
    assert clear_calendar_day(actor=make_cast().admin, now=NOW, county=COUNTY, date=NADAAM)
    assert not working_calendar(COUNTY).is_workday(NADAAM)


def test_a_free_day_moves_deadlines():
    start = dt.datetime(2026, 7, 14, 10, tzinfo=SHANGHAI)
    before = working_calendar(COUNTY).due(start, 1, TimeUnit.WORKING_DAYS)
    set_calendar_days(
        actor=make_cast().admin, now=NOW, county=COUNTY, first=NADAAM, last=None, is_workday=False, note="那达慕"
    )
    assert working_calendar(COUNTY).due(start, 1, TimeUnit.WORKING_DAYS) - before == dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("first", "last", "note", "field"),
    [
        ("2026-03-01", None, "昨天", "first"),
        ("2030-01-01", None, "太远", "first"),
        ("2026-05-02", "2026-05-01", "反了", "last"),
        ("2026-05-01", "2026-08-01", "太长", "last"),
        ("2026-05-01", None, " \u200b ", "note"),
    ],
)
def test_days_that_make_no_sense_are_refused(first, last, note, field):
    with pytest.raises(InvalidInput) as refused:
        set_calendar_days(
            actor=make_cast().admin, now=NOW, county=COUNTY, first=day(first), last=day(last) if last else None,
            is_workday=False, note=note,
        )  # fmt: skip
    assert field in refused.value.fields


@pytest.mark.parametrize("who", ["clerk", "supervisor", "observer", "afar_dispatcher", "qiqige"])
def test_only_the_countys_administrator_changes_its_calendar(who):
    actor = make_cast().everybody[who]
    with pytest.raises(Forbidden):
        set_calendar_days(actor=actor, now=NOW, county=COUNTY, first=NADAAM, last=None, is_workday=False, note="那达慕")


def test_a_countys_administrator_changes_neither_the_region_nor_another_county():
    admin = make_cast().admin
    for county in (None, OTHER_COUNTY):
        with pytest.raises(Forbidden):
            set_calendar_days(
                actor=admin, now=NOW, county=county, first=NADAAM, last=None, is_workday=False, note="那达慕"
            )


def test_every_day_set_and_cleared_is_in_the_history():
    admin = make_cast().admin
    set_calendar_days(actor=admin, now=NOW, county=COUNTY, first=NADAAM, last=None, is_workday=False, note="那达慕")
    set_calendar_days(actor=admin, now=NOW, county=COUNTY, first=NADAAM, last=None, is_workday=False, note="那达慕")
    clear_calendar_day(actor=admin, now=NOW, county=COUNTY, date=NADAAM)
    kinds = list(Revision.objects.filter(table="calendar_day").order_by("id").values_list("kind", "actor_name"))
    assert kinds == [("created", "刘志强"), ("deleted", "刘志强")]


def test_office_hours_decide_when_working_hours_run():
    save_county_settings(
        actor=make_cast().admin, now=NOW, county=COUNTY, review_required=False, hotline="0471-12345",
        office_hours=[["09:00", "12:00"], ["13:00", "17:00"]],
    )  # fmt: skip
    start = dt.datetime(2026, 3, 3, 11, tzinfo=SHANGHAI)
    assert working_calendar(COUNTY).due(start, 2, TimeUnit.WORKING_HOURS).astimezone(SHANGHAI).hour == 14
    assert working_calendar(OTHER_COUNTY).due(start, 2, TimeUnit.WORKING_HOURS).astimezone(SHANGHAI).hour == 15
    settings = county_settings(COUNTY)
    assert (settings.review_required, settings.hotline, settings.own_hours) == (False, "0471-12345", True)


@pytest.mark.parametrize(
    "hours",
    [[], [["8:30", "12"]], [["12:00", "08:00"]], [["08:00", "12:00"], ["11:00", "17:00"]], [["x", "y"]], [["08:00"]]],
)
def test_office_hours_that_make_no_sense_are_refused(hours):
    with pytest.raises(BadHours):
        parse_hours(hours)
    with pytest.raises(InvalidInput):
        save_county_settings(actor=SYSTEM, now=NOW, county=COUNTY, review_required=True, hotline="", office_hours=hours)


@pytest.mark.parametrize("percent", [-1, 0, 49, 101])
def test_a_confidence_that_makes_no_sense_is_refused(percent):
    with pytest.raises(InvalidInput) as refused:
        save_county_settings(
            actor=SYSTEM, now=NOW, county=COUNTY, review_required=True, hotline="", office_hours=None, sure_percent=percent
        )  # fmt: skip
    assert set(refused.value.fields) == {"sure_percent"}


def test_the_confidence_stays_when_other_settings_are_saved():
    assert county_settings(COUNTY).sure_percent == 90
    for percent in (75, None):
        save_county_settings(
            actor=SYSTEM, now=NOW, county=COUNTY, review_required=True, hotline="", office_hours=None, sure_percent=percent
        )  # fmt: skip
    assert county_settings(COUNTY).sure_percent == 75


def test_office_hours_survive_being_stored():
    stored = [["08:30", "12:00"], ["14:30", "18:00"]]
    assert hours_data(parse_hours(stored)) == stored
