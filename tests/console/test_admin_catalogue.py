"""Administration of units and services."""

from __future__ import annotations

from tests.cast import COUNTY, OTHER_COUNTY
from tests.console.admin_desk import at
from wobangni.catalogue.queries import service, services
from wobangni.organisations.models import Revision
from wobangni.organisations.queries import unit, unit_by_code, units_of


def test_a_unit_is_changed_and_the_change_stands_below(office):
    housing = unit_by_code("150105-housing")
    form = {"name": housing.name, "short_name": "住建", "phone": "0471-6601234", "address": "", "active": "on"}
    assert office.post(at(f"units/{housing.id}/"), form).status_code == 302
    assert unit(housing.id).phone == "0471-6601234"
    page = office.get(at(f"units/{housing.id}/")).content.decode()
    assert "刘志强" in page
    assert "<ins>0471-6601234</ins>" in page


def test_a_units_wrong_number_comes_back_with_what_was_typed(office):
    housing = unit_by_code("150105-housing")
    answer = office.post(at(f"units/{housing.id}/"), {"name": "新的名字", "phone": "请找老王"})
    assert answer.status_code == 422
    assert "请找老王" in answer.content.decode()
    assert unit(housing.id).name == housing.name


def test_a_unit_of_another_county_is_not_found_here(office):
    afar = units_of(OTHER_COUNTY)[0]
    assert office.post(at(f"units/{afar.id}/"), {"name": "我的了"}).status_code == 404


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


def test_saving_a_service_unchanged_changes_nothing(office):
    noise = service("noise", COUNTY)
    form = {"description": noise.description_zh, "keywords": "", "active": "on", **question_fields(noise)}
    assert office.post(at("services/noise/"), form).status_code == 302
    assert service("noise", COUNTY) == noise
    assert not Revision.objects.filter(table="county_service").exists()


def test_a_county_gives_a_service_its_own_words_and_questions(office):
    heating = service("heating-cold", COUNTY)
    form = {
        "description": "热线 24 小时有人接。",
        "keywords": "富泰热力，城发",
        "active": "on",
        **question_fields(heating),
    }
    form |= {"q1-label": "", "q5-label": "有没有钥匙？", "q5-kind": "single", "q5-options": "有\n没有"}
    assert office.post(at("services/heating-cold/"), form).status_code == 302
    here = service("heating-cold", COUNTY)
    assert here.description_zh == "热线 24 小时有人接。"
    assert here.keywords[-2:] == ("富泰热力", "城发")
    codes = [question.code for question in here.questions]
    assert codes == ["since", "extent", "vulnerable", "q1"]
    assert here.questions[1].spec.options == heating.questions[2].spec.options  # codes and English kept
    assert here.questions[-1].options == (("o1", "有"), ("o2", "没有"))
    assert service("heating-cold", OTHER_COUNTY).questions == heating.questions


def test_a_choice_without_choices_is_refused(office):
    noise = service("noise", COUNTY)
    form = {"description": "", "keywords": "", "active": "on", **question_fields(noise)}
    form |= {"q3-label": "哪一种？", "q3-kind": "single", "q3-options": "只有一个"}
    answer = office.post(at("services/noise/"), form)
    assert answer.status_code == 422
    assert "只有一个" in answer.content.decode()
    assert service("noise", COUNTY) == noise


SERVICE = {
    "name": "骆驼走失找寻", "category": "farming", "description": "骆驼走失了，请大家帮着找。", "keywords": "骆驼 走失",
    "nature": "help", "unit_kind": "agriculture", "order": "50", "active": "on", "q1-label": "几峰？", "q1-kind": "number",
    "q1-unit": "峰",
}  # fmt: skip


def test_a_county_offers_something_of_its_own(office):
    assert office.post(at("services/new/"), SERVICE).status_code == 302
    [mine] = [s for s in services(COUNTY) if s.county]
    assert (mine.name, mine.questions[0].unit) == ("骆驼走失找寻", "峰")
    edited = office.post(at(f"services/{mine.code}/"), {**SERVICE, "q1-code": "q1", "name": "找骆驼"})
    assert edited.status_code == 302
    assert service(mine.code, COUNTY).name == "找骆驼"
    assert office.post(at("services/new/"), {**SERVICE, "name": ""}).status_code == 422


def test_the_region_changes_a_service_for_every_county(region_office):
    noise = service("noise")
    form = {**SERVICE, **question_fields(noise), "name": "噪声扰民问题", "category": "environment", "nature": "complaint",
            "unit_kind": "environment"}  # fmt: skip
    assert region_office.post(at("services/noise/", "region"), form).status_code == 302
    assert service("noise", OTHER_COUNTY).name == "噪声扰民问题"


def test_what_people_write_into_the_catalogue_does_no_harm_to_a_page(office):
    evil = "<script>alert(1)</script>"
    office.post(at("services/new/"), {**SERVICE, "name": evil[:40], "description": evil})
    page = office.get(at("services/")).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
