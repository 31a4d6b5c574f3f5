"""Administration of limits, the calendar, settings, texts, keys; the record of looks and changes."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from tests.cast import COUNTY, OTHER_COUNTY
from tests.console.admin_desk import at, soon
from tests.support.people import user_of
from wobangni.accounts.models import ApiToken, Reveal
from wobangni.catalogue.queries import limit_rows, reply_templates
from wobangni.kernel import clock
from wobangni.kernel.ids import new_id
from wobangni.organisations.queries import county_settings, unit_by_code, working_calendar


def limit(**change):
    return {"scope": "service:noise", "kind": "answer", "amount": "7", "unit": "working_days", "effective_from": soon(3),
            **change}  # fmt: skip


def test_a_limit_is_set_for_a_later_day_and_taken_back(office):
    assert office.post(at("limits/"), limit()).status_code == 302
    [row] = limit_rows(COUNTY)
    assert row.limit.amount == 7
    assert "7 个工作日" in office.get(at("limits/")).content.decode()
    assert office.post(at(f"limits/{row.id}/cancel/")).status_code == 302
    assert limit_rows(COUNTY) == ()


@pytest.mark.parametrize(
    "change",
    [{"effective_from": soon(0)}, {"effective_from": soon(-400)}, {"effective_from": "2099-01-01"}, {"amount": "0"},
     {"amount": "999"}, {"amount": "x"}, {"unit": "weeks"}, {"scope": "service:nonsense"}, {"kind": ""},
     {"effective_from": "31/12"}],
)  # fmt: skip
def test_a_limit_that_can_not_be_is_refused(office, change):
    answer = office.post(at("limits/"), limit(**change))
    assert answer.status_code == 422
    assert limit_rows(COUNTY) == ()


def test_the_regions_limits_are_not_taken_back_from_a_county(office):
    row = limit_rows(None)[0]
    assert office.post(at(f"limits/{row.id}/cancel/")).status_code == 404
    assert office.post(at(f"limits/{row.id}/cancel/", "region")).status_code == 403


def test_a_year_whose_holidays_are_unknown_says_so(office):
    year = clock.local_date(clock.now()).year + 1
    page = office.get(at(f"calendar/{year}/")).content.decode()
    assert "note-time" in page
    assert re.search(rf"{year} 年.*节假日", page)
    assert office.get(at("calendar/1999/")).status_code == 404


def test_a_day_off_is_entered_and_taken_back(office):
    day = clock.local_date(clock.now()) + dt.timedelta(days=10)
    free = working_calendar(COUNTY).is_workday(day)
    form = {"first": day.isoformat(), "last": "", "is_workday": "no" if free else "yes", "note": "那达慕"}
    assert office.post(at("calendar/"), form).status_code == 302
    assert working_calendar(COUNTY).is_workday(day) is not free
    assert "那达慕" in office.get(at(f"calendar/{day.year}/")).content.decode()
    assert office.post(at("calendar/clear/"), {"date": day.isoformat()}).status_code == 302
    assert working_calendar(COUNTY).is_workday(day) is free
    assert office.post(at("calendar/clear/"), {"date": "someday"}).status_code == 404


@pytest.mark.parametrize("change", [{"first": soon(-1)}, {"note": ""}, {"first": ""}, {"is_workday": "maybe"}])
def test_a_day_that_can_not_be_is_refused(office, change):
    form = {"first": soon(5), "last": "", "is_workday": "no", "note": "那达慕", **change}
    assert office.post(at("calendar/"), form).status_code == 422


HOURS = {"own_hours": "on", "morning_from": "09:00", "morning_to": "12:00", "afternoon_from": "13:00",
         "afternoon_to": "17:00", "hotline": "12345", "sure_percent": "85"}  # fmt: skip


def test_a_county_sets_its_office_hours(office):
    assert office.post(at("settings/"), HOURS).status_code == 302
    row = county_settings(COUNTY)
    assert (row.review_required, row.own_hours, row.office_hours[1][0].hour, row.sure_percent) == (False, True, 13, 85)
    morning_only = {**HOURS, "afternoon_from": "", "afternoon_to": ""}
    assert office.post(at("settings/"), morning_only).status_code == 302
    assert len(county_settings(COUNTY).office_hours) == 1
    assert office.get(at("settings/")).status_code == 200


@pytest.mark.parametrize(
    "change",
    [{"morning_to": "08:00"}, {"morning_to": ""}, {"afternoon_from": "11:00"}, {"hotline": "call me"},
     {"sure_percent": "49"}, {"sure_percent": "101"}, {"sure_percent": ""}, {"sure_percent": "most"},
     {"morning_from": "", "morning_to": "", "afternoon_from": "", "afternoon_to": ""}],
)  # fmt: skip
def test_settings_that_make_no_sense_are_refused(office, change):
    answer = office.post(at("settings/"), {**HOURS, **change})
    assert answer.status_code == 422
    assert "error-summary" in answer.content.decode()


def test_a_text_is_written_changed_and_taken_out(office):
    form = {"action": "answer", "title": "冬季供热", "text": "您好，〔日期〕上门测温。"}
    assert office.post(at("templates/new/"), form).status_code == 302
    [mine] = [t for t in reply_templates(COUNTY, "answer") if t.county]
    assert office.post(at(f"templates/{mine.id}/"), {**form, "title": "供热", "active": "on"}).status_code == 302
    assert office.post(at("templates/new/"), {**form, "title": "供热"}).status_code == 422
    assert office.post(at(f"templates/{mine.id}/delete/")).status_code == 302
    assert not [t for t in reply_templates(COUNTY, "answer") if t.county]
    shared = reply_templates(COUNTY, "answer")[0]
    assert office.get(at(f"templates/{shared.id}/")).status_code == 404
    assert office.post(at(f"templates/{shared.id}/delete/")).status_code == 404


def test_a_key_is_shown_once_and_taken_back(office):
    form = {
        "name": "12345 热线",
        "scopes": ["requests:write"],
        "roles": ["role:clerk"],
        "unit": "",
        "rate_per_minute": "60",
    }
    first = office.post(at("tokens/"), form, follow=True).content.decode()
    secret = re.search(r"wbn_\w{8}_[\w-]{43}", first)
    assert secret
    assert secret[0] not in office.get(at("tokens/")).content.decode()
    row = ApiToken.objects.get(name="12345 热线")
    assert set(row.scopes) == {"requests:write", "role:clerk"}
    assert office.post(at(f"tokens/{row.pk}/revoke/")).status_code == 302
    row.refresh_from_db()
    assert row.revoked_at is not None


@pytest.mark.parametrize("change", [{"name": ""}, {"scopes": []}, {"scopes": ["everything"]}, {"rate_per_minute": "0"},
                                    {"roles": ["role:county_admin"]}])  # fmt: skip
def test_a_key_that_can_not_be_is_refused(office, change):
    form = {"name": "热线", "scopes": ["requests:write"], "unit": "", "rate_per_minute": "60", **change}
    assert office.post(at("tokens/"), form).status_code == 422
    assert not ApiToken.objects.exists()


def test_every_look_at_a_contact_is_listed_with_its_purpose(office, cast, at_desk):
    user_of(cast.supervisor)
    for county, purpose in ((COUNTY, "约上门时间"), (OTHER_COUNTY, "别的旗县的事")):
        Reveal.objects.create(
            county=county, contact_id=new_id(), request_code=f"{county}1234567890", actor_kind="staff", actor_id="4",
            actor_name="李建国", purpose=purpose, fields=["name", "phone"], at=clock.now(),
        )  # fmt: skip
    for browser in (office, at_desk(cast.supervisor)):
        page = browser.get(at("reveals/")).content.decode()
        assert "约上门时间" in page
        assert "别的旗县的事" not in page
    assert "约上门时间" not in office.get(at("reveals/?who=王")).content.decode()


def test_the_history_goes_on_page_by_page(office, cast):
    housing = unit_by_code("150105-housing")
    form = {"name": housing.name, "short_name": "住建", "active": "on"}
    for number in range(55):
        office.post(at(f"units/{housing.id}/"), {**form, "phone": f"0471-66{number:05}"})
    first = office.get(at("history/?table=unit"))
    following = re.search(r'href="(\?[^"]*cursor=\d+[^"]*)"', first.content.decode())
    assert following
    second = office.get(at("history/") + following[1].replace("&amp;", "&")).content.decode()
    assert "0471-6600054" in first.content.decode()
    assert "0471-6600000" in second
    assert "0471-6600054" not in second
    assert office.get(at("history/?cursor=x&table='")).status_code == 200
