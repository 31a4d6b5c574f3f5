"""Reading and listing: who sees what, filters, pages, queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from tests.api.conftest import TEXT, Caller
from tests.cast import COUNTY, OTHER_COUNTY, Cast
from tests.support.queries import at_most
from wobangni.accounts.vault import ContactInput
from wobangni.kernel import clock
from wobangni.service_requests.commands.act import act
from wobangni.service_requests.commands.submit import Submission, submit

PATH = "/service-requests"


def by_resident(cast: Cast, **words: Any) -> str:
    """The code of a request that a resident sent on the web."""
    words = {"county": COUNTY, "description": TEXT, "contact": ContactInput("其其格", "13812345678", "一号楼")} | words
    return submit(actor=cast.qiqige, now=clock.now(), submission=Submission(**words)).code


def codes(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.content.decode()
    return [item["code"] for item in answer.json()["items"]]


def test_a_token_lists_what_it_submitted_and_nothing_else(
    app: Caller, caller: Callable[..., Caller], cast: Cast
) -> None:
    own = app.submit()
    caller("requests:write", name="别家").submit()
    by_resident(cast)
    assert codes(app.get(PATH)) == [own]


def test_with_requests_read_a_token_lists_its_whole_county_and_no_other(
    app: Caller, caller: Callable[..., Caller], cast: Cast
) -> None:
    here = {app.submit(), by_resident(cast)}
    by_resident(cast, county=OTHER_COUNTY)
    assert set(codes(caller("requests:read").get(PATH))) == here


def test_another_county_may_not_even_be_asked_for(caller: Callable[..., Caller]) -> None:
    answer = caller("requests:read").get(PATH, {"county": OTHER_COUNTY})
    assert (answer.status_code, answer.json()["code"]) == (404, "other_county")


def test_a_token_of_the_region_names_the_county(caller: Callable[..., Caller], cast: Cast) -> None:
    far = by_resident(cast, county=OTHER_COUNTY)
    region = caller("requests:read", county=None)
    assert region.get(PATH).json()["errors"][0]["parameter"] == "county"
    assert codes(region.get(PATH, {"county": OTHER_COUNTY})) == [far]
    assert region.get(f"{PATH}/{far}").status_code == 200


def test_a_units_token_sees_what_its_unit_has_and_the_pool(
    app: Caller, desk: Caller, caller: Callable[..., Caller], cast: Cast
) -> None:
    unit = caller("requests:act", unit_id=cast.housing)
    theirs, pool, other = (app.submit(description=TEXT + str(n)) for n in range(3))
    desk.act(theirs, "dispatch", {"unit": cast.housing})
    desk.act(pool, "accept")
    desk.act(other, "dispatch", {"unit": cast.water})
    assert set(codes(unit.get(PATH))) == {theirs, pool}
    assert unit.get(f"{PATH}/{other}").status_code == 404


def test_internal_notes_and_names_stay_inside(
    app: Caller, desk: Caller, caller: Callable[..., Caller], cast: Cast
) -> None:
    code = app.submit()
    act(actor=cast.clerk, now=clock.now(), code=code, action="note", data={"text": "此人多次来电"})
    act(actor=cast.clerk, now=clock.now(), code=code, action="accept")
    act(
        actor=cast.dispatcher,
        now=clock.now(),
        code=code,
        action="dispatch",
        data={"unit": cast.housing, "instruction": "内部：先核实"},
    )
    for outsider in (app, caller("requests:read", name="数据平台")):
        answer = outsider.get(f"{PATH}/{code}")
        text = answer.content.decode()
        for inside in ("此人多次来电", "内部：先核实", "王秀兰", "巴特尔"):
            assert inside not in text
        assert [e["action"] for e in answer.json()["timeline"]] == ["submit", "accept", "dispatch"]
        assert answer.json()["assignments"] == []
    insider = desk.get(f"{PATH}/{code}")
    for inside in ("此人多次来电", "内部：先核实", "王秀兰"):
        assert inside in insider.content.decode()


def test_an_answer_in_review_is_not_told(app: Caller, desk: Caller, caller: Callable[..., Caller], cast: Cast) -> None:
    from wobangni.organisations.models import CountySettings
    from wobangni.organisations.reference import CALENDAR, bump

    CountySettings.objects.update_or_create(county_id=COUNTY, defaults={"review_required": True})
    bump(CALENDAR)
    code = app.submit()
    unit = caller("requests:act", unit_id=cast.housing)
    desk.act(code, "dispatch", {"unit": cast.housing})
    unit.act(code, "sign")
    assert unit.act(code, "answer", {"answer": "未审核的话"}).json()["state"] == "in_review"
    assert "未审核的话" not in app.get(f"{PATH}/{code}").content.decode()
    assert "未审核的话" in desk.get(f"{PATH}/{code}").content.decode()


def test_filters_narrow_the_list(app: Caller, desk: Caller, cast: Cast) -> None:
    first, second, third = (app.submit(description=f"第{n}件，{TEXT}") for n in range(3))
    desk.act(first, "accept")
    desk.act(second, "dispatch", {"unit": cast.housing})
    assert codes(desk.get(PATH, {"state": "accepted"})) == [first]
    assert set(codes(desk.get(PATH, {"state": ["accepted", "dispatched"]}))) == {first, second}
    assert codes(desk.get(PATH, {"unit": cast.housing})) == [second]
    assert codes(desk.get(PATH, {"unit": cast.afar})) == []
    assert codes(desk.get(PATH, {"q": third})) == [third]


def test_the_service_filter_takes_the_catalogues_code(app: Caller, nobody: Caller) -> None:
    service = nobody.get("/catalogue/services", {"county": COUNTY}).json()["items"][0]["code"]
    code = app.submit(service=service)
    app.submit(description=TEXT + "别的")
    assert codes(app.get(PATH, {"service": service})) == [code]


def test_words_find_requests_once_they_are_indexed(app: Caller, run_jobs: Callable[[], list[str]]) -> None:
    heating, _road = app.submit(), app.submit(description="村里到镇上的路坑洼严重")
    run_jobs()
    assert codes(app.get(PATH, {"q": "暖气"})) == [heating]


def test_times_narrow_the_list(app: Caller) -> None:
    code = app.submit()
    before, after = ((clock.now() + dt.timedelta(hours=h)).isoformat() for h in (-1, 1))
    assert codes(app.get(PATH, {"since": before, "until": after})) == [code]
    assert codes(app.get(PATH, {"since": after})) == []
    assert codes(app.get(PATH, {"until": before})) == []
    assert codes(app.get(PATH, {"updated": before})) == [code]


@pytest.mark.parametrize(
    "moment",
    [
        "2020-05-01T09:00:00Z",
        "2020-05-01T09:00:00+08:00",
        "2020-05-01T09:00:00 08:00",
        "2020-05-01t09:00z",
        "2020-05-01T09:00:00.123456-03:30",
        "0001-01-01T00:00:00+08:00",
    ],
)
def test_moments_are_taken_in_every_form_that_has_a_zone(app: Caller, moment: str) -> None:
    code = app.submit()
    assert codes(app.get(PATH, {"since": moment})) == [code]


@pytest.mark.parametrize("sort", ["new", "updated", "due"])
def test_pages_follow_each_other_without_gap_or_double(app: Caller, sort: str) -> None:
    sent = [app.submit(description=f"第{n}件，{TEXT}") for n in range(7)]
    seen: list[str] = []
    cursor = ""
    while True:
        page = app.get(PATH, {"sort": sort, "limit": 3, "cursor": cursor}).json()
        seen += [item["code"] for item in page["items"]]
        cursor = page["next_cursor"]
        if not cursor:
            break
    assert len(seen) == 7
    assert set(seen) == set(sent)
    if sort == "new":
        assert seen == sent[::-1]


def test_a_copy_is_kept_by_asking_for_what_changed(app: Caller, desk: Caller) -> None:
    first, second = app.submit(), app.submit(description=TEXT + "二")
    page = desk.get(PATH, {"sort": "updated"}).json()["items"]
    assert [item["code"] for item in page] == [first, second]
    desk.act(first, "accept")
    changed = desk.get(PATH, {"sort": "updated", "updated": page[-1]["updated_at"]}).json()["items"]
    assert [item["code"] for item in changed] == [second, first]
    assert changed[-1]["version"] == 2


def test_reading_asks_the_database_a_bounded_number_of_times(app: Caller, desk: Caller) -> None:
    code = app.submit()
    for n in range(5):
        app.submit(description=TEXT + str(n))
    desk.get(f"{PATH}/{code}")
    desk.get(PATH)
    with at_most(10):
        desk.get(f"{PATH}/{code}")
    with at_most(3):
        desk.get(PATH)
