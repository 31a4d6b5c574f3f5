"""The pages of linkage: a county with what is missing and whom to ask, the matrix, the waves, who helps."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.cast import COUNTY, OTHER_COUNTY, Cast, staff
from tests.console.linkage_desk import TODAY, at, measure, media_leaves, plan, visit
from tests.console.pages import text_of
from tests.service_requests.linked import people_the_county
from tests.support.queries import at_most
from wobangni.kernel.actors import Actor, Grant, Role
from wobangni.organisations import queries as organisations
from wobangni.organisations.models import LinkageRun
from wobangni.organisations.queries import revisions
from wobangni.organisations.queries.linkage import league_helpers, pilot_waves
from wobangni.surfaces.console.linkage_frame import matrix

Desk = Callable[[Actor], Client]
REGION = "/console/region/linkage/"
WAVE = {
    "number": "3",
    "name": "第三批",
    "starts_on": "2026-09-01",
    "due_on": "2026-12-01",
    "counties": [COUNTY, OTHER_COUNTY],
}


def test_an_administrator_sends_a_test_request_and_sees_what_stopped_it(cast: Cast, office: Client) -> None:
    page = text_of(office.get(at()))
    assert "尚未测量" in page
    assert office.post(at("linkage/test/")).status_code == 302
    page = text_of(office.get(at()))
    assert page.count("没有人：没有在岗的承办人") == 4
    assert "本旗县没有派单员" in page
    assert f"/console/admin/{COUNTY}/people/" in page
    people_the_county(cast)
    office.post(at("linkage/test/"))
    page = text_of(office.get(at()))
    assert "起已贯通" in page
    assert "没有人：没有在岗的承办人" not in page
    assert "由 刘志强 发起" in page


def test_a_fall_back_is_told_with_both_dates_and_where(cast: Cast, office: Client) -> None:
    people_the_county(cast)
    measure(COUNTY, days_ago=20)
    media_leaves()
    measure(COUNTY)
    page = text_of(office.get(at()))
    assert f"{TODAY} 回落" in page
    assert "欠缺在：融媒体中心。" in page


def test_who_is_asked_to_help_stands_on_the_countys_page(cast: Cast, office: Client) -> None:
    plan()
    visit()
    page = text_of(office.get(at()))
    for words in ("刘志强", "那仁", "0471-4600000", "走访四个中心", "第 1 批"):
        assert words in page


def test_the_matrix_has_every_county_and_its_four_centres(cast: Cast, at_desk: Desk) -> None:
    people_the_county(cast)
    plan()
    measure(COUNTY, OTHER_COUNTY)
    page = text_of(at_desk(cast.observer).get(REGION))
    assert page.count('class="matrix-whole"') == 103
    assert page.count('class="matrix-centre"') == 412
    assert page.count('class="league"') == 12
    found = matrix(league="", only="")
    assert (found.linked, found.centres, found.fallen) == (1, 4, 0)
    assert [(w.planned, w.reached, w.in_time) for w in found.waves] == [(9, 1, 1), (2, 0, 0)]


def test_the_matrix_can_be_narrowed(cast: Cast, at_desk: Desk) -> None:
    people_the_county(cast)
    measure(COUNTY)
    client = at_desk(cast.observer)
    assert text_of(client.get(f"{REGION}?league=1501")).count('class="matrix-whole"') == 9
    assert text_of(client.get(f"{REGION}?league=1501&only=missing")).count('class="matrix-whole"') == 8
    assert "这里没有旗县" in text_of(client.get(f"{REGION}?only=fallen"))
    assert client.get(f"{REGION}?league=9999").status_code == 404


def test_the_pages_ask_little_of_the_database(cast: Cast, at_desk: Desk, office: Client) -> None:
    people_the_county(cast)
    plan()
    measure(*[c.code for c in organisations.counties()][:12])
    observer = at_desk(cast.observer)
    observer.get(REGION)
    with at_most(12):
        observer.get(REGION)
    office.get(at())
    with at_most(16):
        office.get(at())


def test_a_wave_is_planned_and_changed_by_the_region_alone(cast: Cast, office: Client, region_office: Client) -> None:
    assert office.post(f"{REGION}waves/new/", WAVE).status_code == 403
    assert region_office.post(f"{REGION}waves/new/", WAVE).status_code == 302
    assert region_office.post(f"{REGION}waves/new/", WAVE).status_code == 302  # sent twice
    [wave] = pilot_waves()
    assert (wave.number, wave.name, wave.counties) == (3, "第三批", (COUNTY, OTHER_COUNTY))
    assert region_office.post(f"{REGION}waves/3/", {**WAVE, "counties": [COUNTY]}).status_code == 302
    assert pilot_waves()[0].counties == (COUNTY,)
    assert [r.kind for r in revisions(["pilot_wave"], None)] == ["changed", "created"]


def test_a_county_is_in_one_wave(region_office: Client) -> None:
    region_office.post(f"{REGION}waves/new/", WAVE)
    region_office.post(f"{REGION}waves/new/", {**WAVE, "number": "4", "name": "第四批", "counties": [COUNTY]})
    assert [(w.number, w.counties) for w in pilot_waves()] == [(3, (OTHER_COUNTY,)), (4, (COUNTY,))]


@pytest.mark.parametrize(
    "change",
    [{"due_on": "2026-08-01"}, {"counties": []}, {"counties": ["999999"]}, {"name": ""}, {"number": "0"}, {"starts_on": "soon"}],
)  # fmt: skip
def test_a_wave_that_can_not_be_is_refused_and_nothing_typed_is_lost(
    region_office: Client, change: dict[str, object]
) -> None:
    answer = region_office.post(f"{REGION}waves/new/", {**WAVE, "note": "边境旗县在先", **change})
    assert answer.status_code == 422
    assert "边境旗县在先" in text_of(answer)
    assert pilot_waves() == ()


def test_somebody_is_named_who_helps_and_taken_back(office: Client, region_office: Client) -> None:
    said = {"name": "那仁", "post": "市委宣传部", "phone": "0471-4600000"}
    assert office.post(f"{REGION}helpers/1501/", said).status_code == 403
    assert region_office.post(f"{REGION}helpers/1501/", said).status_code == 302
    assert league_helpers()["1501"].name == "那仁"
    assert region_office.post(f"{REGION}helpers/1501/", {"name": ""}).status_code == 302
    assert league_helpers() == {}
    assert region_office.post(f"{REGION}helpers/9999/", said).status_code == 404


def test_who_may_open_what(cast: Cast, at_desk: Desk, office: Client) -> None:
    for who in (cast.clerk, cast.supervisor, cast.admin, cast.housing_handler, cast.afar_dispatcher):
        assert at_desk(who).get(REGION).status_code == 403, who.name
    assert at_desk(cast.clerk).get(at()).status_code == 200
    assert at_desk(cast.observer).get(at()).status_code == 200
    assert at_desk(cast.afar_dispatcher).get(at()).status_code == 404
    for who in (cast.clerk, cast.observer, cast.supervisor):
        assert at_desk(who).post(at("linkage/test/")).status_code == 403
    assert office.post(at("linkage/test/", OTHER_COUNTY)).status_code == 404
    assert not LinkageRun.objects.exists()


def test_an_administrator_of_the_region_who_sees_no_requests_comes_to_the_matrix(
    cast: Cast, at_desk: Desk, quick_passwords: None
) -> None:
    client = at_desk(staff(91, "区管理员", Grant(Role.COUNTY_ADMIN)))
    assert client.get(REGION).status_code == 200
    assert client.get(at()).status_code == 200
    assert REGION in text_of(client.get("/console/admin/region/"))


def test_the_pages_speak_english_too(cast: Cast, office: Client) -> None:
    measure(COUNTY)
    office.cookies["django_language"] = "en"
    page = text_of(office.get(at()))
    assert "Not linked yet." in page
    assert "Nobody works there: no active handler." in page
