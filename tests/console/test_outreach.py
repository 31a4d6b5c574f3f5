"""Visits and trainings: written down by a county or the region, with what was asked; counted; exported without anybody's name."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable

import pytest
from django.test import Client

from tests.cast import COUNTY, OTHER_COUNTY, Cast
from tests.console.linkage_desk import TODAY, asked, at, training, visit
from tests.console.pages import text_of
from tests.support.people import user_of
from tests.support.queries import at_most
from wobangni.kernel import clock
from wobangni.kernel.actors import SYSTEM, Actor
from wobangni.kernel.errors import Conflict, InvalidInput
from wobangni.organisations.commands.save_outreach import Material, OutreachInput, answer_question, save_outreach
from wobangni.organisations.models import Outreach
from wobangni.organisations.queries import revisions, units_of
from wobangni.organisations.queries.outreach import OutreachFigures, outreach_figures, outreach_page, outreach_rows
from wobangni.surfaces.console.outreach_csv import outreach_csv

Desk = Callable[[Actor], Client]
REGION = "/console/region/outreach/"


def said(**change: object) -> dict[str, object]:
    return {
        "kind": "training_offline", "held_on": TODAY.isoformat(), "title": "签收与回音", "units": [str(u.id) for u in units_of(COUNTY)[:3]],
        "place": "党群服务中心", "host": "融媒体中心", "attended": "12", "materials": "课件 https://example.org/b.pdf", "note": "都会签收了。",
        "idempotency_key": "k1",
    } | change  # fmt: skip


def test_a_county_writes_a_training_down_and_changes_it(cast: Cast, office: Client) -> None:
    user_of(cast.housing_handler)
    answer = office.post(at("outreach/new/"), said(staff=[cast.housing_handler.id]))
    assert answer.status_code == 302
    [row] = outreach_rows(COUNTY)
    assert (row.kind, row.attended, len(row.units), row.materials[0].title) == ("training_offline", 12, 3, "课件")
    page = text_of(office.get(answer["Location"]))
    for words in ("签收与回音", "李建国", "课件", "都会签收了。", "线下培训"):
        assert words in page
    assert office.post(f"{answer['Location']}edit/", said(title="签收、回音与答复")).status_code == 302
    assert [r.title for r in outreach_rows(COUNTY)] == ["签收、回音与答复"]
    assert [r.kind for r in revisions(["outreach"], COUNTY)] == ["changed", "created"]


def test_sent_twice_it_is_one_record_and_other_words_under_its_key_are_refused(cast: Cast, office: Client) -> None:
    office.post(at("outreach/new/"), said())
    office.post(at("outreach/new/"), said())
    assert len(outreach_rows(COUNTY)) == 1
    other = OutreachInput("visit", TODAY, "别的", [units_of(COUNTY)[0].id])
    with pytest.raises(Conflict):
        save_outreach(actor=SYSTEM, now=clock.now(), county=COUNTY, outreach_id=None, said=other, key="k1")


def test_more_named_than_counted_is_counted_up(cast: Cast, office: Client) -> None:
    user_of(cast.housing_handler)
    office.post(at("outreach/new/"), said(attended="", staff=[cast.housing_handler.id]))
    assert outreach_rows(COUNTY)[0].attended == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"title": ""}, ""),
        ({"held_on": (TODAY + dt.timedelta(days=1)).isoformat()}, "这一天还没到"),
        ({"held_on": "昨天"}, ""),
        ({"units": []}, ""),
        ({"kind": "party"}, ""),
        ({"attended": "-1"}, ""),
        ({"attended": "1000000"}, ""),
        ({"materials": "课件"}, "第 1 行"),
        ({"materials": "课件 ftp://example.org/a"}, "https://"),
        ({"materials": "课件 https://name@example.org/a"}, "https://"),
        ({"staff": ["12"]}, ""),
    ],
)
def test_what_can_not_be_is_refused_in_words_and_nothing_typed_is_lost(
    cast: Cast, office: Client, change: dict[str, object], words: str
) -> None:
    user_of(cast.afar_handler)  # 12: of another county
    answer = office.post(at("outreach/new/"), said(**change))
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert "都会签收了。" in text_of(answer)
    assert not Outreach.objects.exists()


def test_a_county_writes_for_its_own_units_only(cast: Cast) -> None:
    elsewhere = [units_of(OTHER_COUNTY)[0].id]
    for units, materials in ((elsewhere, ()), ([units_of(COUNTY)[0].id], [Material("x", "https://e.org")] * 13)):
        with pytest.raises(InvalidInput):
            save_outreach(
                actor=cast.admin,
                now=clock.now(),
                county=COUNTY,
                outreach_id=None,
                said=OutreachInput("visit", TODAY, "走访", units, materials=materials),
            )


def test_the_region_writes_for_kinds_of_units_of_several_counties(region_office: Client, office: Client) -> None:
    words = said(kind="training_online", counties=[COUNTY, OTHER_COUNTY], kinds=["centre_media", "centre_party"])
    assert region_office.post(f"{REGION}new/", words).status_code == 302
    [row] = outreach_rows(None)
    assert (row.county, len(row.units), row.counties) == (None, 4, (COUNTY, OTHER_COUNTY))
    page = text_of(office.get(at("outreach/")))
    assert "自治区组织" in page
    assert office.get(at(f"outreach/{row.id}/")).status_code == 200
    assert office.get(at(f"outreach/{row.id}/edit/")).status_code == 404  # the region's is not the county's to change
    assert region_office.get(f"{REGION}{row.id}/edit/").status_code == 200


def test_a_question_is_raised_and_answered(cast: Cast, office: Client) -> None:
    record = visit()
    unit = units_of(COUNTY)[1]
    page = at(f"outreach/{record}/")
    for _twice in range(2):
        assert office.post(f"{page}questions/", {"text": "谁来改派？", "unit": unit.id}).status_code == 302
    found = outreach_page(COUNTY, record)
    assert found is not None
    [question] = found.questions
    assert (question.text, question.unit, question.answer) == ("谁来改派？", unit, "")
    assert "待答" in text_of(office.get(page))
    refused = office.post(f"{page}questions/{question.id}/answer/", {f"{question.id.hex}-answer": " "})
    assert refused.status_code == 422
    answer = office.post(f"{page}questions/{question.id}/answer/", {f"{question.id.hex}-answer": "派单员改派。"})
    assert answer.status_code == 302
    assert "派单员改派。" in text_of(office.get(page))
    assert (outreach_rows(COUNTY)[0].questions, outreach_rows(COUNTY)[0].open) == (1, 0)


def test_a_unit_that_was_not_there_asked_nothing(cast: Cast, office: Client) -> None:
    record = visit()
    answer = office.post(at(f"outreach/{record}/questions/"), {"text": "谁来改派？", "unit": units_of(COUNTY)[9].id})
    assert answer.status_code == 422
    assert "谁来改派？" in text_of(answer)


def test_records_add_up_for_a_county_and_for_the_region(cast: Cast) -> None:
    record = visit()
    asked(record)
    question = asked(record, text="另一个问题")
    answer_question(
        actor=SYSTEM, now=clock.now(), county=COUNTY, outreach_id=record, question_id=question, answer="是。"
    )
    visit(units=[u.id for u in units_of(COUNTY)[3:6]], held_on=TODAY - dt.timedelta(days=40), attended=3)
    training()
    training("training_offline", (OTHER_COUNTY,))
    assert outreach_figures() == OutreachFigures(
        visits=2, trainings_offline=1, trainings_online=1, attended=9 + 3 + 64 + 64, units=10, units_visited=6, questions=2, answered=1
    )  # fmt: skip
    here = outreach_figures(COUNTY)
    assert (here.visits, here.trainings, here.units, here.units_visited) == (2, 1, 6, 6)
    lately = outreach_figures(COUNTY, first=TODAY - dt.timedelta(days=7), last=TODAY)
    assert (lately.visits, lately.units_visited) == (1, 4)


def test_the_export_names_nobody_and_is_no_formula(cast: Cast, office: Client, region_office: Client) -> None:
    user_of(cast.housing_handler)
    office.post(at("outreach/new/"), said(title="=HYPERLINK(1)", staff=[cast.housing_handler.id]))
    training()
    answer = office.get(at("outreach/export.csv"))
    text = answer.content.decode("utf-8-sig")
    assert answer["Content-Type"].startswith("text/csv")
    rows = list(csv.reader(io.StringIO(text)))
    assert len(rows) == 3
    assert "'=HYPERLINK(1)" in text
    assert "李建国" not in text
    assert "都会签收了" not in text
    assert len(list(csv.reader(io.StringIO(region_office.get(f"{REGION}export.csv").content.decode())))) == 3
    assert outreach_csv([]).startswith(b"\xef\xbb\xbf")


def test_who_came_is_for_the_countys_own_staff(cast: Cast, at_desk: Desk, office: Client) -> None:
    user_of(cast.housing_handler)
    office.post(at("outreach/new/"), said(staff=[cast.housing_handler.id]))
    [row] = outreach_rows(COUNTY)
    assert "李建国" in text_of(at_desk(cast.clerk).get(at(f"outreach/{row.id}/")))
    assert "李建国" not in text_of(at_desk(cast.observer).get(at(f"outreach/{row.id}/")))
    assert "李建国" not in text_of(at_desk(cast.observer).get(f"{REGION}{row.id}/"))


def test_who_may_read_and_write(cast: Cast, at_desk: Desk) -> None:
    record = visit()
    clerk, observer = at_desk(cast.clerk), at_desk(cast.observer)
    for client in (clerk, observer):
        assert client.get(at("outreach/")).status_code == 200
        assert client.get(at("outreach/new/")).status_code == 403
        assert client.post(at(f"outreach/{record}/questions/"), {"text": "x"}).status_code == 403
    assert observer.get(REGION).status_code == 200
    assert clerk.get(REGION).status_code == 403
    assert at_desk(cast.admin).get(REGION).status_code == 403
    assert at_desk(cast.admin).post(f"{REGION}new/", said()).status_code == 403
    assert at_desk(cast.admin).get(f"{REGION}{record}/").status_code == 403


def test_another_countys_record_is_not_there(cast: Cast, office: Client) -> None:
    record = visit(OTHER_COUNTY)
    assert office.get(at(f"outreach/{record}/")).status_code == 404
    assert office.post(at(f"outreach/{record}/edit/"), said()).status_code == 404
    assert office.post(at(f"outreach/{record}/questions/"), {"text": "x"}).status_code == 404


def test_the_list_goes_on_and_asks_no_more_however_long_it_is(cast: Cast, office: Client) -> None:
    for number in range(103):
        visit(title=f"走访{number}")
    first = text_of(office.get(at("outreach/")))
    assert first.count("data-row") == 100
    with at_most(14):
        office.get(at("outreach/"))
    cursor = first.split("cursor=")[1].split('"')[0]
    assert text_of(office.get(at(f"outreach/?cursor={cursor}"))).count("data-row") == 3
    assert text_of(office.get(at("outreach/?cursor=nonsense"))).count("data-row") == 100
