"""The catalogue as shipped."""

import pytest

from tests.cast import COUNTY, make_cast
from tests.support.queries import at_most
from wobangni.catalogue import queries, shipped
from wobangni.catalogue.commands.load_catalogue import load_catalogue
from wobangni.catalogue.commands.save_service import ServiceInput, save_service
from wobangni.catalogue.commands.save_template import delete_template
from wobangni.catalogue.models import ReplyTemplate, Service, TimeLimit
from wobangni.catalogue.rules.natures import Nature
from wobangni.kernel import clock
from wobangni.kernel.actors import SYSTEM
from wobangni.kernel.errors import Forbidden
from wobangni.organisations.queries import counties
from wobangni.organisations.rules.kinds import UnitKind
from wobangni.service_requests.rules.lifecycle import BY_ACTION, Action

pytestmark = pytest.mark.usefixtures("region")


def test_there_are_eight_categories_with_services_in_each():
    assert len(queries.categories(COUNTY)) == 8
    assert 60 <= len(queries.services(COUNTY)) <= 80
    for category in queries.categories(COUNTY):
        assert len(queries.services(COUNTY, category.code)) >= 5


def test_every_kind_of_unit_has_something_to_do():
    assert {service.unit_kind for service in queries.services()} == set(UnitKind)


def test_every_service_has_a_unit_in_every_county():
    for county in counties():
        for service in queries.services(county.code):
            unit = queries.default_unit(county.code, service.id)
            assert (unit.county, unit.kind) == (county.code, service.unit_kind)


@pytest.mark.parametrize("row", list(shipped.services()), ids=lambda row: row["code"])
def test_a_service_says_what_it_is_for_and_asks_little(row):
    assert 2 <= len(row["name"]) <= 16
    assert row["name_en"]
    assert 15 <= len(row["description"]) <= 80
    assert row["description_en"]
    assert len(row["questions"]) <= 4
    if row["code"] != "other":
        assert 8 <= len(row["keywords"]) <= 40
        assert row["questions"]
    for question in row["questions"]:
        assert question["label_en"], question["code"]
        assert not question.get("why") or question["why_en"], question["code"]
        assert all(option["label_en"] for option in question.get("options", []))


def test_no_word_belongs_to_two_services():
    words = [word for row in shipped.services() for word in row["keywords"]]
    assert len(words) == len(set(words))


def test_urgent_services_have_the_limits_of_urgent_ones():
    urgent = [service for service in queries.services() if service.nature is Nature.EMERGENCY]
    assert len(urgent) >= 5
    assert all(service.urgent for service in urgent)


def test_texts_are_offered_only_where_an_action_takes_one():
    for row in shipped.templates():
        fields = BY_ACTION[Action(row["action"])].fields
        assert any(field.kind == "text" for field in fields), row["action"]
    assert queries.reply_templates(COUNTY, "answer")


def test_loading_again_writes_nothing():
    assert load_catalogue(actor=SYSTEM, now=clock.now()).written == 0


def test_loading_again_keeps_what_people_have_changed_and_renews_the_rest():
    light = queries.service("street-light")
    save_service(
        actor=SYSTEM, now=clock.now(), county=None, code="street-light",
        data=ServiceInput(
            category=light.category.code, name="路灯和亮化", description="路灯不亮请告诉我们。", unit_kind="housing",
            keywords=light.keywords,
        ),
    )  # fmt: skip
    Service.objects.filter(code="snow").update(description="旧版本的说明文字")
    template = ReplyTemplate.objects.filter(county=None).first()
    delete_template(actor=SYSTEM, now=clock.now(), county=None, template_id=template.pk)
    assert load_catalogue(actor=SYSTEM, now=clock.now()).written == 1
    assert queries.service("street-light").name == "路灯和亮化"
    assert queries.service("snow").description_zh.startswith("下雪后")
    assert not ReplyTemplate.objects.filter(county=None, action=template.action, title=template.title).exists()


def test_a_limit_of_the_region_is_never_rewritten_by_loading():
    TimeLimit.objects.filter(county=None, nature="complaint", kind="answer").update(amount=7)
    load_catalogue(actor=SYSTEM, now=clock.now())
    assert TimeLimit.objects.get(county=None, nature="complaint", kind="answer").amount == 7


def test_only_the_platform_and_administrators_of_the_region_may_load_it():
    with pytest.raises(Forbidden):
        load_catalogue(actor=make_cast().admin, now=clock.now())


def test_words_come_in_the_readers_language():
    from django.utils import translation

    service = queries.service("heating-cold")
    with translation.override("en"):
        assert service.label == "Home not warm enough"
        assert service.category.label == "Water, power, gas, heating"
        assert service.questions[0].label == "About how warm is it indoors now?"
        assert service.questions[2].options[0] == ("home", "Only mine")
    with translation.override("zh-hans"):
        assert service.label == "家里暖气不热"
        assert service.questions[0].why == "低于 18℃ 会优先安排上门。"


def test_warm_reads_ask_the_database_nothing():
    heating = queries.service("heating-cold", COUNTY)
    queries.limits_for(COUNTY, heating.id, clock.now())
    queries.default_unit(COUNTY, heating.id)
    queries.reply_templates(COUNTY, "answer")
    with at_most(0):
        queries.limits_for(COUNTY, heating.id, clock.now())
        queries.default_unit(COUNTY, heating.id)
        queries.reply_templates(COUNTY, "answer")
        queries.search_services("暖气", COUNTY)
        queries.guess_service("家里暖气不热", county=COUNTY)
        queries.services(COUNTY)
