"""Editing the catalogue: the region's services, what a county says differently, routing, texts."""

import pytest

from tests.cast import COUNTY, OTHER_COUNTY, make_cast
from wobangni.catalogue.commands.save_county_service import save_county_service
from wobangni.catalogue.commands.save_rule import RuleInput, end_rule, save_rule
from wobangni.catalogue.commands.save_service import ServiceInput, save_service
from wobangni.catalogue.commands.save_template import delete_template, save_template
from wobangni.catalogue.queries import (
    default_unit,
    guess_service,
    reply_templates,
    routes,
    service,
    service_by_id,
    services,
)
from wobangni.kernel import clock
from wobangni.kernel.actors import SYSTEM
from wobangni.kernel.errors import Forbidden, InvalidInput, NotFound
from wobangni.organisations.commands.save_unit import save_unit
from wobangni.organisations.models import Revision
from wobangni.organisations.queries import revisions, unit_by_code

pytestmark = pytest.mark.usefixtures("region")

CAMEL = ServiceInput(
    category="farming", name="骆驼走失找寻", description="骆驼走失了，请嘎查和志愿者帮着找。", unit_kind="agriculture",
    keywords=["骆驼", "骆驼走失", " 骆驼 "], questions=[{"code": "head", "label": "几峰？", "kind": "number"}],
)  # fmt: skip


def save(actor=None, county=COUNTY, code=None, data=CAMEL):
    return save_service(actor=actor or make_cast().admin, now=clock.now(), county=county, code=code, data=data)


def test_a_county_may_offer_something_of_its_own():
    code = save()
    assert code == "150105-farming-1"
    assert service(code, COUNTY).keywords == ("骆驼", "骆驼走失")
    assert guess_service("我家两峰骆驼走失了", county=COUNTY).service.code == code
    assert service(code, OTHER_COUNTY) is None
    assert service(code) is None
    assert code not in [s.code for s in services()]
    assert service_by_id(service(code, COUNTY).id).name == "骆驼走失找寻"
    assert save() == "150105-farming-2"


def test_a_countys_administrator_does_not_change_what_the_region_offers():
    with pytest.raises(Forbidden):
        save(code="noise")
    with pytest.raises(Forbidden):
        save(county=None)
    assert save(actor=SYSTEM, county=None) == "farming-1"


def test_another_countys_own_service_is_unknown_here():
    code = save(actor=SYSTEM, county=OTHER_COUNTY)
    with pytest.raises(NotFound):
        save(code=code)
    with pytest.raises(InvalidInput) as refused:
        route("150105-housing", code)
    assert "service" in refused.value.fields


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "长" * 41}, "name"),
        ({"description": "短"}, "description"),
        ({"category": "space"}, "category"),
        ({"unit_kind": "airport"}, "unit_kind"),
        ({"nature": "whim"}, "nature"),
        ({"order": -1}, "order"),
        ({"keywords": ["长" * 21]}, "keywords"),
        ({"keywords": [str(n) for n in range(61)]}, "keywords"),
        ({"questions": [{"code": "a", "label": "?", "kind": "poem"}]}, "questions"),
        ({"questions": [{"code": "a", "label": "", "kind": "text"}]}, "questions"),
        ({"questions": [{"code": "A B", "label": "?", "kind": "text"}]}, "questions"),
        ({"questions": [{"code": "a", "label": "?", "kind": "single", "options": []}]}, "questions"),
        ({"questions": [{"code": "a", "label": "?", "kind": "text"}] * 2}, "questions"),
        ({"questions": [{"code": f"q{n}", "label": "?", "kind": "text"} for n in range(9)]}, "questions"),
    ],
)
def test_what_can_not_be_used_is_refused_field_by_field(change, field):
    from dataclasses import replace

    with pytest.raises(InvalidInput) as refused:
        save(data=replace(CAMEL, **change))
    assert field in refused.value.fields


def differ(actor=None, county=COUNTY, code="heating-cold", **said):
    return save_county_service(actor=actor or make_cast().admin, now=clock.now(), county=county, code=code, **said)


def test_a_county_says_it_in_its_own_words():
    differ(
        description="赛罕区供热热线 24 小时有人接。", keywords=["富泰热力"],
        questions=[{"code": "room", "label": "哪个房间？", "kind": "text"}],
    )  # fmt: skip
    here, there = service("heating-cold", COUNTY), service("heating-cold", OTHER_COUNTY)
    assert here.description == "赛罕区供热热线 24 小时有人接。"
    assert [question.code for question in here.questions] == ["room"]
    assert guess_service("富泰热力不管", county=COUNTY).service.code == "heating-cold"
    assert there.description.startswith("供暖期")
    assert guess_service("富泰热力不管", county=OTHER_COUNTY) is None
    assert len(there.questions) == 4


def test_a_service_that_a_county_does_not_offer_is_offered_elsewhere():
    differ(code="rural-water", active=False)
    assert "rural-water" not in [s.code for s in services(COUNTY)]
    assert "rural-water" in [s.code for s in services(OTHER_COUNTY)]
    assert not service("rural-water", COUNTY).active


def test_saying_the_same_as_the_region_is_saying_nothing():
    heating = service("heating-cold")
    assert not differ(description=heating.description_zh)
    assert Revision.objects.filter(table="county_service").count() == 0


def test_a_county_only_speaks_for_itself():
    with pytest.raises(Forbidden):
        differ(county=OTHER_COUNTY, active=False)
    with pytest.raises(Forbidden):
        differ(actor=make_cast().clerk, active=False)
    with pytest.raises(NotFound):
        differ(code="no-such")


def route(unit_code, code="noise"):
    """What residents of the county ask for goes to this unit from today on; the number of the rule."""
    now = clock.now()
    rule = RuleInput(unit_id=unit_by_code(unit_code).id, service=code)
    return save_rule(
        actor=make_cast().admin, now=now, county=COUNTY, number=None, rule=rule, effective_from=clock.local_date(now)
    )


def test_a_county_sends_a_service_to_another_unit_and_back():
    noise, now = service("noise").id, clock.now()
    assert default_unit(COUNTY, noise).code == "150105-environment"
    number = route("150105-housing")
    assert default_unit(COUNTY, noise).code == "150105-housing"
    assert default_unit(OTHER_COUNTY, noise).code == "150502-environment"
    assert [(row.service.code, row.number) for row in routes(COUNTY) if row.own] == [("noise", number)]
    end_rule(actor=make_cast().admin, now=now, county=COUNTY, number=number, effective_from=clock.local_date(now))
    assert default_unit(COUNTY, noise).code == "150105-environment"


def test_a_unit_out_of_use_gets_nothing_more():
    route("150105-housing")
    housing = unit_by_code("150105-housing")
    save_unit(
        actor=SYSTEM, now=clock.now(), county=COUNTY, unit_id=housing.id, kind="housing", name=housing.name,
        short_name=housing.short_name, active=False,
    )  # fmt: skip
    assert default_unit(COUNTY, service("noise").id).code == "150105-environment"
    assert default_unit(COUNTY, service("street-light").id) is None
    with pytest.raises(InvalidInput) as refused:
        route("150105-housing")
    assert "unit" in refused.value.fields


def test_nothing_is_routed_without_a_service():
    assert default_unit(COUNTY, None) is None
    assert default_unit(COUNTY, 10**9) is None


def text(actor=None, county=COUNTY, template_id=None, title="冬季供热", words="您好，已派人上门测温。", **more):
    return save_template(
        actor=actor or make_cast().admin, now=clock.now(), county=county, template_id=template_id,
        **{"action": "answer", "title": title, "text": words, **more},
    )  # fmt: skip


def test_a_countys_own_texts_come_first_and_only_here():
    row = text()
    assert reply_templates(COUNTY, "answer")[0].id == row
    assert row not in [t.id for t in reply_templates(OTHER_COUNTY, "answer")]
    text(template_id=row, words="您好，今天已上门。", active=False)
    assert row not in [t.id for t in reply_templates(COUNTY, "answer")]
    delete_template(actor=make_cast().admin, now=clock.now(), county=COUNTY, template_id=row)
    history = revisions(["reply_template"], COUNTY)
    assert [r.kind for r in history] == ["deleted", "changed", "created"]
    assert history[0].before["text"] == "您好，今天已上门。"


@pytest.mark.parametrize(
    ("change", "field"),
    [({"title": ""}, "title"), ({"title": "长" * 41}, "title"), ({"words": ""}, "text"), ({"words": "长" * 2001}, "text"),
     ({"action": ""}, "action")],
)  # fmt: skip
def test_texts_that_do_not_fit_are_refused(change, field):
    with pytest.raises(InvalidInput) as refused:
        text(**change)
    assert field in refused.value.fields


def test_two_texts_of_one_name_would_confuse():
    text()
    with pytest.raises(InvalidInput) as refused:
        text()
    assert "title" in refused.value.fields


def test_the_regions_texts_are_not_a_countys_to_change():
    shared = next(t for t in reply_templates(COUNTY, "answer") if t.county is None)
    with pytest.raises(NotFound):
        text(template_id=shared.id)
    with pytest.raises(NotFound):
        delete_template(actor=make_cast().admin, now=clock.now(), county=COUNTY, template_id=shared.id)
    with pytest.raises(Forbidden):
        delete_template(actor=make_cast().admin, now=clock.now(), county=None, template_id=shared.id)
