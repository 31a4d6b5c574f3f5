"""Administration pages: who may open them, how much they ask of the database, what is sent and refused."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import connection

from tests.cast import COUNTY, OTHER_COUNTY, staff
from tests.support.people import user_of
from tests.support.queries import at_most
from wobangni.accounts.models import ApiToken, Reveal, User
from wobangni.catalogue.queries import default_unit, limit_rows, reply_templates, service, services
from wobangni.kernel import clock
from wobangni.kernel.actors import Grant, Role
from wobangni.kernel.ids import new_id
from wobangni.organisations.memberships import staff_of
from wobangni.organisations.models import Membership, Revision
from wobangni.organisations.queries import county_settings, unit, unit_by_code, units_of, working_calendar

LISTS = ["", "people/", "units/", "services/", "limits/", "routing/", "templates/", "calendar/", "settings/", "tokens/",
         "reveals/", "history/"]  # fmt: skip
FORMS = ["people/new/", "units/new/", "services/new/", "services/noise/", "templates/new/", "calendar/2027/"]
REGION = ["", "services/", "services/noise/", "services/new/", "limits/", "templates/", "calendar/", "history/"]

#: What is shown once.
SECRET = re.compile(r'class="secret-words code">([^<]+)<')


def at(page: str, county: str = COUNTY) -> str:
    return f"/console/admin/{county}/{page}"


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    """Argon2 takes its time on purpose; nothing here is about that."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def desk(cast, at_desk):
    """The administrator's browser."""
    return at_desk(cast.admin)


@pytest.fixture
def region_desk(region, at_desk):
    """The browser of somebody who administers the whole region."""
    return at_desk(staff(90, "区管理员", Grant(Role.COUNTY_ADMIN), Grant(Role.REGION_OBSERVER)))


@pytest.mark.parametrize("page", [*LISTS, *FORMS])
def test_every_page_opens_in_both_languages(desk, page):
    for language in ("zh-hans", "en"):
        answer = desk.get(at(page), headers={"accept-language": language})
        assert answer.status_code == 200
        assert "<h1>" in answer.content.decode()


@pytest.mark.parametrize("page", LISTS)
@pytest.mark.parametrize("who", ["clerk", "dispatcher", "housing_handler", "reviewer", "caller", "observer"])
def test_pages_are_for_administrators(cast, at_desk, page, who):
    assert at_desk(cast.everybody[who]).get(at(page)).status_code in (403, 404)


def test_supervisors_see_who_looked_at_contacts_and_nothing_else(cast, at_desk):
    desk = at_desk(cast.supervisor)
    opened = [page for page in LISTS if desk.get(at(page)).status_code == 200]
    assert opened == ["reveals/"]
    assert at("people/") not in desk.get(at("reveals/")).content.decode()


@pytest.mark.parametrize("page", [*LISTS, *FORMS])
def test_another_countys_pages_do_not_exist(desk, page):
    assert desk.get(at(page, OTHER_COUNTY)).status_code == 404


@pytest.mark.parametrize("page", REGION)
def test_what_holds_everywhere_is_for_administrators_of_the_region(desk, region_desk, page):
    assert desk.get(at(page, "region")).status_code == 403
    assert region_desk.get(at(page, "region")).status_code == 200


@pytest.mark.parametrize("page", LISTS)
def test_no_page_asks_much_of_the_database(desk, cast, page):
    for number in range(200, 230):
        user_of(staff(number, f"承办人{number}", Grant(Role.HANDLER, COUNTY, cast.housing)))
    desk.get(at(page))
    with at_most(12):
        desk.get(at(page))


# People


@pytest.fixture
def free_keys(cast):
    """The cast's users have keys of their own; new ones must not meet them."""
    for actor in (cast.admin, cast.housing_handler, cast.clerk):
        user_of(actor)
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('accounts_user', 'id')) FROM generate_series(1, 100)")


def new_person(desk, **change):
    data = {"name": "乌兰其其格", "username": "wulan", "role": "clerk", "unit": ""}
    return desk.post(at("people/new/"), {**data, **change})


@pytest.mark.usefixtures("free_keys")
def test_a_new_person_gets_a_password_that_is_shown_once(desk, client):
    answer = new_person(desk)
    person = User.objects.get(username="wulan")
    assert answer["Location"] == at(f"people/{person.pk}/")
    first = desk.get(answer["Location"]).content.decode()
    password = SECRET.search(first)
    assert password
    assert person.check_password(password[1])
    assert password[1] not in desk.get(answer["Location"]).content.decode()


@pytest.mark.usefixtures("free_keys")
@pytest.mark.parametrize(
    "change",
    [
        {"name": ""},
        {"username": "名 字"},
        {"role": "handler"},
        {"role": "region_observer"},
        {"unit": "1"},
        {"role": ""},
    ],
)
def test_a_person_that_can_not_be_is_refused_and_what_was_typed_stays(desk, change):
    answer = new_person(desk, **change)
    assert answer.status_code == 422
    assert "error-summary" in answer.content.decode()
    assert not User.objects.filter(username="wulan").exists()
    kept = {"name": "乌兰其其格", "username": "wulan", **change}
    assert kept["name"] in answer.content.decode()


@pytest.mark.usefixtures("free_keys")
def test_a_name_that_is_taken_is_refused(desk):
    new_person(desk)
    assert "登录名" in new_person(desk).content.decode()


def test_roles_are_given_and_ended(desk, cast):
    user = user_of(cast.clerk)
    person = at(f"people/{user.pk}/")
    assert desk.post(person + "roles/", {"role": "handler", "unit": ""}).status_code == 422
    assert desk.post(person + "roles/", {"role": "handler", "unit": cast.housing}).status_code == 302
    held = Membership.objects.get(user=user, role="handler")
    assert "赛罕区住房和城乡建设局" in desk.get(person).content.decode()
    desk.post(f"{person}roles/{held.pk}/end/")
    held.refresh_from_db()
    assert held.until is not None
    assert "承办人" in desk.get(person).content.decode()  # in the changes


def test_an_administrator_can_not_lock_themselves_out(desk, cast):
    me = user_of(cast.admin)
    role = Membership.objects.get(user=me)
    desk.post(at(f"people/{me.pk}/off/"))
    desk.post(at(f"people/{me.pk}/roles/{role.pk}/end/"))
    desk.post(at(f"people/{me.pk}/password/"))
    me.refresh_from_db()
    role.refresh_from_db()
    assert me.is_active
    assert role.until is None
    assert desk.get(at("")).status_code == 200


def test_switched_off_people_stay_in_the_list_and_come_back(desk, cast):
    user = user_of(cast.clerk)
    desk.post(at(f"people/{user.pk}/off/"))
    assert not User.objects.get(pk=user.pk).is_active
    assert "王秀兰" in desk.get(at("people/")).content.decode()
    desk.post(at(f"people/{user.pk}/on/"))
    assert User.objects.get(pk=user.pk).is_active


def test_a_reset_password_is_shown_once_and_ends_sessions(desk, cast, at_desk):
    theirs = at_desk(cast.clerk)
    user = user_of(cast.clerk)
    answer = desk.post(at(f"people/{user.pk}/password/"), follow=True).content.decode()
    password = SECRET.search(answer)
    assert password
    assert User.objects.get(pk=user.pk).check_password(password[1])
    assert theirs.get("/console/").status_code == 302
    assert Revision.objects.filter(table="accounts_user", after__password="reset").exists()
    assert not Revision.objects.filter(after__icontains=password[1]).exists()


def test_people_of_other_counties_are_out_of_reach(desk, cast):
    afar = user_of(cast.afar_handler)
    role = Membership.objects.get(user=afar)
    assert desk.get(at(f"people/{afar.pk}/")).status_code == 404
    for what in ("roles/", "password/", "off/", "on/", f"roles/{role.pk}/end/"):
        data = {"role": "clerk", "unit": ""}
        assert desk.post(at(f"people/{afar.pk}/{what}"), data).status_code == 404, what
    assert Membership.objects.filter(user=afar, until=None).count() == 1


def test_people_are_found_by_name_and_role(desk, cast):
    for actor in (cast.clerk, cast.housing_handler, cast.supervisor):
        user_of(actor)
    assert len(staff_of(cast.admin, COUNTY, clock.now())) == 4

    def names(query):
        return re.findall(r'people/\d+/">([^<]+)</a>', desk.get(at(f"people/?{query}")).content.decode())

    assert names("q=秀") == ["王秀兰"]
    assert names("role=handler") == ["李建国"]
    assert names("q=nobody") == []


# Units, services, routing


def test_a_unit_is_changed_and_the_change_stands_below(desk):
    housing = unit_by_code("150105-housing")
    form = {"name": housing.name, "short_name": "住建", "phone": "0471-6601234", "address": "", "active": "on"}
    assert desk.post(at(f"units/{housing.id}/"), form).status_code == 302
    assert unit(housing.id).phone == "0471-6601234"
    page = desk.get(at(f"units/{housing.id}/")).content.decode()
    assert "刘志强" in page
    assert "<ins>0471-6601234</ins>" in page


def test_a_units_wrong_number_comes_back_with_what_was_typed(desk):
    housing = unit_by_code("150105-housing")
    answer = desk.post(at(f"units/{housing.id}/"), {"name": "新的名字", "phone": "请找老王"})
    assert answer.status_code == 422
    assert "请找老王" in answer.content.decode()
    assert unit(housing.id).name == housing.name


def test_a_unit_of_another_county_is_not_found_here(desk):
    afar = units_of(OTHER_COUNTY)[0]
    assert desk.post(at(f"units/{afar.id}/"), {"name": "我的了"}).status_code == 404


def question_fields(one):
    """The questions of a service as its form sends them."""
    data = {}
    for number, question in enumerate((q.spec for q in one.questions), start=1):
        data |= {
            f"q{number}-code": question.code,
            f"q{number}-label": question.label,
            f"q{number}-kind": question.kind.value,
            f"q{number}-why": question.why,
            f"q{number}-unit": question.unit,
            f"q{number}-options": "\n".join(option.label for option in question.options),
        } | ({f"q{number}-required": "on"} if question.required else {})
    data[f"q{len(one.questions) + 1}-kind"] = "single"
    return data


def test_saving_a_service_unchanged_changes_nothing(desk):
    noise = service("noise", COUNTY)
    form = {"description": noise.description_zh, "keywords": "", "active": "on", **question_fields(noise)}
    assert desk.post(at("services/noise/"), form).status_code == 302
    assert service("noise", COUNTY) == noise
    assert not Revision.objects.filter(table="county_service").exists()


def test_a_county_gives_a_service_its_own_words_and_questions(desk):
    heating = service("heating-cold", COUNTY)
    form = {
        "description": "热线 24 小时有人接。",
        "keywords": "富泰热力，城发",
        "active": "on",
        **question_fields(heating),
    }
    form |= {"q1-label": "", "q5-label": "有没有钥匙？", "q5-kind": "single", "q5-options": "有\n没有"}
    assert desk.post(at("services/heating-cold/"), form).status_code == 302
    here = service("heating-cold", COUNTY)
    assert here.description_zh == "热线 24 小时有人接。"
    assert here.keywords[-2:] == ("富泰热力", "城发")
    codes = [question.code for question in here.questions]
    assert codes == ["since", "extent", "vulnerable", "q1"]
    assert here.questions[1].spec.options == heating.questions[2].spec.options  # codes and English kept
    assert here.questions[-1].options == (("o1", "有"), ("o2", "没有"))
    assert service("heating-cold", OTHER_COUNTY).questions == heating.questions


def test_a_choice_without_choices_is_refused(desk):
    noise = service("noise", COUNTY)
    form = {"description": "", "keywords": "", "active": "on", **question_fields(noise)}
    form |= {"q3-label": "哪一种？", "q3-kind": "single", "q3-options": "只有一个"}
    answer = desk.post(at("services/noise/"), form)
    assert answer.status_code == 422
    assert "只有一个" in answer.content.decode()
    assert service("noise", COUNTY) == noise


SERVICE = {
    "name": "骆驼走失找寻", "category": "farming", "description": "骆驼走失了，请大家帮着找。", "keywords": "骆驼 走失",
    "nature": "help", "unit_kind": "agriculture", "order": "50", "active": "on", "q1-label": "几峰？", "q1-kind": "number",
    "q1-unit": "峰",
}  # fmt: skip


def test_a_county_offers_something_of_its_own(desk):
    assert desk.post(at("services/new/"), SERVICE).status_code == 302
    [mine] = [s for s in services(COUNTY) if s.county]
    assert (mine.name, mine.questions[0].unit) == ("骆驼走失找寻", "峰")
    edited = desk.post(at(f"services/{mine.code}/"), {**SERVICE, "q1-code": "q1", "name": "找骆驼"})
    assert edited.status_code == 302
    assert service(mine.code, COUNTY).name == "找骆驼"
    assert desk.post(at("services/new/"), {**SERVICE, "name": ""}).status_code == 422


def test_the_region_changes_a_service_for_every_county(region_desk):
    noise = service("noise")
    form = {**SERVICE, **question_fields(noise), "name": "噪声扰民问题", "category": "environment", "nature": "complaint",
            "unit_kind": "environment"}  # fmt: skip
    assert region_desk.post(at("services/noise/", "region"), form).status_code == 302
    assert service("noise", OTHER_COUNTY).name == "噪声扰民问题"


def test_a_service_goes_to_another_unit_and_back(desk, cast):
    noise = service("noise").id
    assert desk.post(at("routing/"), {"service": "noise", "unit": cast.housing}).status_code == 302
    assert default_unit(COUNTY, noise).id == cast.housing
    desk.post(at("routing/"), {"service": "noise", "unit": ""})
    assert default_unit(COUNTY, noise).code == "150105-environment"
    assert desk.post(at("routing/"), {"service": "noise", "unit": cast.afar}).status_code == 422
    assert desk.post(at("routing/"), {"service": "nonsense", "unit": ""}).status_code == 422


# Limits, calendar, settings, texts


def soon(days: int) -> str:
    return (clock.local_date(clock.now()) + dt.timedelta(days=days)).isoformat()


def limit(**change):
    return {"scope": "service:noise", "kind": "answer", "amount": "7", "unit": "working_days", "effective_from": soon(3),
            **change}  # fmt: skip


def test_a_limit_is_set_for_a_later_day_and_taken_back(desk):
    assert desk.post(at("limits/"), limit()).status_code == 302
    [row] = limit_rows(COUNTY)
    assert row.limit.amount == 7
    assert "7 个工作日" in desk.get(at("limits/")).content.decode()
    assert desk.post(at(f"limits/{row.id}/cancel/")).status_code == 302
    assert limit_rows(COUNTY) == ()


@pytest.mark.parametrize(
    "change",
    [{"effective_from": soon(0)}, {"effective_from": soon(-400)}, {"effective_from": "2099-01-01"}, {"amount": "0"},
     {"amount": "999"}, {"amount": "x"}, {"unit": "weeks"}, {"scope": "service:nonsense"}, {"kind": ""},
     {"effective_from": "31/12"}],
)  # fmt: skip
def test_a_limit_that_can_not_be_is_refused(desk, change):
    answer = desk.post(at("limits/"), limit(**change))
    assert answer.status_code == 422
    assert limit_rows(COUNTY) == ()


def test_the_regions_limits_are_not_taken_back_from_a_county(desk):
    row = limit_rows(None)[0]
    assert desk.post(at(f"limits/{row.id}/cancel/")).status_code == 404
    assert desk.post(at(f"limits/{row.id}/cancel/", "region")).status_code == 403


def test_a_year_whose_holidays_are_unknown_says_so(desk):
    year = clock.local_date(clock.now()).year + 1
    page = desk.get(at(f"calendar/{year}/")).content.decode()
    assert "note-time" in page
    assert re.search(rf"{year} 年.*节假日", page)
    assert desk.get(at("calendar/1999/")).status_code == 404


def test_a_day_off_is_entered_and_taken_back(desk):
    day = clock.local_date(clock.now()) + dt.timedelta(days=10)
    free = working_calendar(COUNTY).is_workday(day)
    form = {"first": day.isoformat(), "last": "", "is_workday": "no" if free else "yes", "note": "那达慕"}
    assert desk.post(at("calendar/"), form).status_code == 302
    assert working_calendar(COUNTY).is_workday(day) is not free
    assert "那达慕" in desk.get(at(f"calendar/{day.year}/")).content.decode()
    assert desk.post(at("calendar/clear/"), {"date": day.isoformat()}).status_code == 302
    assert working_calendar(COUNTY).is_workday(day) is free
    assert desk.post(at("calendar/clear/"), {"date": "someday"}).status_code == 404


@pytest.mark.parametrize("change", [{"first": soon(-1)}, {"note": ""}, {"first": ""}, {"is_workday": "maybe"}])
def test_a_day_that_can_not_be_is_refused(desk, change):
    form = {"first": soon(5), "last": "", "is_workday": "no", "note": "那达慕", **change}
    assert desk.post(at("calendar/"), form).status_code == 422


HOURS = {"own_hours": "on", "morning_from": "09:00", "morning_to": "12:00", "afternoon_from": "13:00",
         "afternoon_to": "17:00", "hotline": "12345"}  # fmt: skip


def test_a_county_sets_its_office_hours(desk):
    assert desk.post(at("settings/"), HOURS).status_code == 302
    row = county_settings(COUNTY)
    assert (row.review_required, row.own_hours, row.office_hours[1][0].hour) == (False, True, 13)
    morning_only = {**HOURS, "afternoon_from": "", "afternoon_to": ""}
    assert desk.post(at("settings/"), morning_only).status_code == 302
    assert len(county_settings(COUNTY).office_hours) == 1
    assert desk.get(at("settings/")).status_code == 200


@pytest.mark.parametrize(
    "change",
    [{"morning_to": "08:00"}, {"morning_to": ""}, {"afternoon_from": "11:00"}, {"hotline": "call me"},
     {"morning_from": "", "morning_to": "", "afternoon_from": "", "afternoon_to": ""}],
)  # fmt: skip
def test_settings_that_make_no_sense_are_refused(desk, change):
    answer = desk.post(at("settings/"), {**HOURS, **change})
    assert answer.status_code == 422
    assert "error-summary" in answer.content.decode()


def test_a_text_is_written_changed_and_taken_out(desk):
    form = {"action": "answer", "title": "冬季供热", "text": "您好，〔日期〕上门测温。"}
    assert desk.post(at("templates/new/"), form).status_code == 302
    [mine] = [t for t in reply_templates(COUNTY, "answer") if t.county]
    assert desk.post(at(f"templates/{mine.id}/"), {**form, "title": "供热", "active": "on"}).status_code == 302
    assert desk.post(at("templates/new/"), {**form, "title": "供热"}).status_code == 422
    assert desk.post(at(f"templates/{mine.id}/delete/")).status_code == 302
    assert not [t for t in reply_templates(COUNTY, "answer") if t.county]
    shared = reply_templates(COUNTY, "answer")[0]
    assert desk.get(at(f"templates/{shared.id}/")).status_code == 404
    assert desk.post(at(f"templates/{shared.id}/delete/")).status_code == 404


# Tokens, reveals, history


def test_a_key_is_shown_once_and_taken_back(desk):
    form = {
        "name": "12345 热线",
        "scopes": ["requests:write"],
        "roles": ["role:clerk"],
        "unit": "",
        "rate_per_minute": "60",
    }
    first = desk.post(at("tokens/"), form, follow=True).content.decode()
    secret = re.search(r"wbn_\w{8}_[\w-]{43}", first)
    assert secret
    assert secret[0] not in desk.get(at("tokens/")).content.decode()
    row = ApiToken.objects.get(name="12345 热线")
    assert set(row.scopes) == {"requests:write", "role:clerk"}
    assert desk.post(at(f"tokens/{row.pk}/revoke/")).status_code == 302
    row.refresh_from_db()
    assert row.revoked_at is not None


@pytest.mark.parametrize("change", [{"name": ""}, {"scopes": []}, {"scopes": ["everything"]}, {"rate_per_minute": "0"},
                                    {"roles": ["role:county_admin"]}])  # fmt: skip
def test_a_key_that_can_not_be_is_refused(desk, change):
    form = {"name": "热线", "scopes": ["requests:write"], "unit": "", "rate_per_minute": "60", **change}
    assert desk.post(at("tokens/"), form).status_code == 422
    assert not ApiToken.objects.exists()


def test_every_look_at_a_contact_is_listed_with_its_purpose(desk, cast, at_desk):
    user_of(cast.supervisor)
    for county, purpose in ((COUNTY, "约上门时间"), (OTHER_COUNTY, "别的旗县的事")):
        Reveal.objects.create(
            county=county, contact_id=new_id(), request_code=f"{county}1234567890", actor_kind="staff", actor_id="4",
            actor_name="李建国", purpose=purpose, fields=["name", "phone"], at=clock.now(),
        )  # fmt: skip
    for browser in (desk, at_desk(cast.supervisor)):
        page = browser.get(at("reveals/")).content.decode()
        assert "约上门时间" in page
        assert "别的旗县的事" not in page
    assert "约上门时间" not in desk.get(at("reveals/?who=王")).content.decode()


def test_the_history_goes_on_page_by_page(desk, cast):
    housing = unit_by_code("150105-housing")
    form = {"name": housing.name, "short_name": "住建", "active": "on"}
    for number in range(55):
        desk.post(at(f"units/{housing.id}/"), {**form, "phone": f"0471-66{number:05}"})
    first = desk.get(at("history/?table=unit"))
    following = re.search(r'href="(\?[^"]*cursor=\d+[^"]*)"', first.content.decode())
    assert following
    second = desk.get(at("history/") + following[1].replace("&amp;", "&")).content.decode()
    assert "0471-6600054" in first.content.decode()
    assert "0471-6600000" in second
    assert "0471-6600054" not in second
    assert desk.get(at("history/?cursor=x&table='")).status_code == 200


def test_what_people_write_into_the_catalogue_does_no_harm_to_a_page(desk):
    evil = "<script>alert(1)</script>"
    desk.post(at("services/new/"), {**SERVICE, "name": evil[:40], "description": evil})
    page = desk.get(at("services/")).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
