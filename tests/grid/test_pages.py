"""The grid worker's pages without scripts: every step by plain forms, what is refused, and what each page asks of the database."""

from __future__ import annotations

import io
import uuid
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from tests.cast import COUNTY, Cast
from tests.console.pages import forms_of, text_of
from tests.grid.conftest import asked_in
from tests.grid_work import Grids
from tests.service_requests.story import Story
from tests.support.people import signed_in
from tests.support.queries import at_most
from wobangni.service_requests.models import Attachment, ServiceRequest
from wobangni.service_requests.rules.states import State


def picture(colour: str = "seagreen") -> io.BytesIO:
    out = io.BytesIO()
    Image.new("RGB", (80, 60), colour).save(out, "JPEG")
    out.name, _ = "a.jpg", out.seek(0)
    return out


@pytest.fixture
def worker(grids: Grids) -> Client:
    return signed_in(grids.worker)


def do_url(story: Story, step: str) -> str:
    return f"/grid/requests/{story.code}/do/{step}/"


def send(client: Client, url: str, **data: Any) -> Any:
    return client.post(url, {"key": str(uuid.uuid4())} | data)


def took(cast: Cast, grids: Grids, worker: Client) -> Story:
    story = asked_in(cast, grids)
    assert send(worker, f"/grid/requests/{story.code}/take/").status_code == 302
    return story


def test_after_signing_in_a_grid_worker_comes_to_their_grid(worker: Client) -> None:
    assert worker.get("/console/").headers["Location"] == f"/grid/{COUNTY}/"
    assert worker.get("/grid/").headers["Location"] == f"/grid/{COUNTY}/"


def test_my_grid_shows_what_lies_in_it_with_the_three_promises(cast: Cast, grids: Grids, worker: Client) -> None:
    story = asked_in(cast, grids)
    page = text_of(worker.get(f"/grid/{COUNTY}/"))
    assert story.code in page
    for word in ("有回应", "有回音", "有回答", "还没人办"):
        assert word in page
    other = text_of(signed_in(grids.second_worker).get(f"/grid/{COUNTY}/"))
    assert story.code not in other
    assert "网格里没有未办结的件" in other


def test_my_grid_takes_few_statements_however_much_is_open(cast: Cast, grids: Grids, worker: Client) -> None:
    for number in range(4):
        asked_in(cast, grids, f"第{number}件：楼道声控灯不亮。")
    worker.get(f"/grid/{COUNTY}/")
    with at_most(12):
        worker.get(f"/grid/{COUNTY}/")


def test_a_report_with_a_photo_and_a_point_becomes_a_request(grids: Grids, worker: Client) -> None:
    lat, lng = grids.middle
    sent = {
        "grid": grids.first,
        "description": "井盖缺失，有人险些踩空。",
        "lat": lat,
        "lng": lng,
        "photos": [picture()],
    }
    answer = send(worker, f"/grid/{COUNTY}/report/", **sent)
    row = ServiceRequest.objects.get(description__startswith="井盖")
    assert answer.headers["Location"] == f"/grid/requests/{row.code}/"
    assert (row.channel, row.lat, row.lng) == ("grid", lat, lng)
    assert Attachment.objects.filter(service_request_id=row.id).count() == 1


def test_a_report_without_words_comes_back_with_everything_else(grids: Grids, worker: Client) -> None:
    answer = send(worker, f"/grid/{COUNTY}/report/", grid=grids.first, description=" ", place_text="东门口")
    assert answer.status_code == 422
    assert "东门口" in text_of(answer)
    assert "error-summary" in text_of(answer)


@pytest.mark.parametrize(
    "bad",
    [
        {"grid": "999999"},
        {"grid": "x"},
        {"lat": "31.2", "lng": "121.5"},
        {"lat": "north"},
        {"lat": "40.8"},
        {"description": "长" * 10_001},
        {"photos": "broken"},
    ],
)
def test_what_can_not_be_used_is_said_and_nothing_is_made(grids: Grids, worker: Client, bad: dict[str, Any]) -> None:
    if bad.get("photos"):
        bad = {"photos": [io.BytesIO(b"no picture")]}
    sent = {"grid": grids.first, "description": "井盖缺失。"} | bad
    assert send(worker, f"/grid/{COUNTY}/report/", **sent).status_code == 422
    phone = worker.post(f"/grid/{COUNTY}/report/", {"key": str(uuid.uuid4())} | sent, headers={"X-Sent-By": "script"})
    assert (phone.status_code, bool(phone.json()["message"])) == (422, True)
    assert not ServiceRequest.objects.exists()


def test_taking_doing_and_showing_before_and_after(cast: Cast, grids: Grids, worker: Client) -> None:
    story = took(cast, grids, worker)
    page = worker.get(f"/grid/requests/{story.code}/")
    assert "办好了" in text_of(page)
    sent = {"text": "已换新灯，晚上能亮。", "photos": [picture("gold")]}
    assert send(worker, do_url(story, "answer"), **sent).status_code == 302
    assert story.state is State.IN_REVIEW
    after = text_of(worker.get(f"/grid/requests/{story.code}/")).split("办理后")[1]
    assert f"/grid/requests/{story.code}/photos/" in after


def test_a_request_page_takes_few_statements(cast: Cast, grids: Grids, worker: Client) -> None:
    story = took(cast, grids, worker)
    send(worker, do_url(story, "echo"), text="已到现场查看。", photos=[picture()])
    with at_most(22):
        worker.get(f"/grid/requests/{story.code}/")


def test_a_form_sent_twice_does_it_once(cast: Cast, grids: Grids, worker: Client) -> None:
    story = took(cast, grids, worker)
    [form] = [f for f in forms_of(worker.get(do_url(story, "echo"))) if "text" in f.names]
    for _time in range(2):
        assert worker.post(do_url(story, "echo"), form.values | {"text": "已到现场查看。"}).status_code == 302
    assert [e.action for e in story.events].count("echo") == 1


def test_calling_units_and_seeing_their_answers(cast: Cast, grids: Grids, worker: Client) -> None:
    story = took(cast, grids, worker)
    answer = send(worker, do_url(story, "whistle"), units=[cast.water, cast.housing], reason="水管爆裂，路面塌陷。")
    assert answer.status_code == 302
    story.do(cast.water_handler, "helper_sign").do(cast.water_handler, "helper_answer", text="已派人抢修。")
    page = text_of(worker.get(f"/grid/requests/{story.code}/"))
    for words in ("已吹哨单位", "已派人抢修。", "已回应"):
        assert words in page


def test_handing_up_and_giving_back_leave_the_request_in_sight(cast: Cast, grids: Grids, worker: Client) -> None:
    story = took(cast, grids, worker)
    assert send(worker, do_url(story, "hand-up"), unit=cast.housing, reason="要换整栋楼的电缆").status_code == 302
    assert (story.state, story.row.lead_unit_id) == (State.DISPATCHED, cast.housing)
    assert worker.get(f"/grid/requests/{story.code}/").status_code == 200
    other = took(cast, grids, worker)
    answer = send(worker, do_url(other, "return"), reason="不属于本网格", basis="网格职责清单")
    assert (answer.status_code, other.state) == (302, State.ACCEPTED)


@pytest.mark.parametrize(
    ("step", "data"),
    [
        ("answer", {"text": " "}),
        ("whistle", {"reason": "没有选单位"}),
        ("whistle", {"units": ["x"], "reason": "单位不对"}),
        ("hand-up", {"reason": "没有选单位"}),
        ("return", {"reason": "缺依据"}),
    ],
)
def test_a_step_that_is_not_filled_in_comes_back(
    cast: Cast, grids: Grids, worker: Client, step: str, data: dict[str, Any]
) -> None:
    story = took(cast, grids, worker)
    before = len(story.events)
    answer = send(worker, do_url(story, step), **data)
    assert (answer.status_code, "error-summary" in text_of(answer)) == (422, True)
    assert text_of(answer).count(data.get("reason", "")) or "reason" not in data
    assert len(story.events) == before


def test_what_has_moved_on_meanwhile_is_said_and_what_was_typed_stays(cast: Cast, grids: Grids, worker: Client) -> None:
    story = took(cast, grids, worker)
    story.do(cast.dispatcher, "redispatch", unit=cast.housing, reason="另派")
    answer = send(worker, do_url(story, "answer"), text="已经修好了。")
    assert answer.status_code in (403, 409)
    assert "已经修好了。" in text_of(answer)


def test_a_step_that_does_not_exist_is_not_found(cast: Cast, grids: Grids, worker: Client) -> None:
    story = took(cast, grids, worker)
    assert worker.get(do_url(story, "archive")).status_code == 404


def test_nobody_else_uses_these_pages(cast: Cast, grids: Grids) -> None:
    story = asked_in(cast, grids)
    for actor in (cast.clerk, cast.housing_handler, cast.admin):
        assert signed_in(actor).get(f"/grid/{COUNTY}/").status_code == 403
    assert signed_in(grids.second_worker).get(f"/grid/requests/{story.code}/").status_code == 404


def test_the_page_that_the_phone_keeps_names_nobody(grids: Grids, worker: Client) -> None:
    page = text_of(worker.get(f"/grid/{COUNTY}/report/"))
    assert grids.worker.name not in page
    assert f'data-keep="/grid/{COUNTY}/report/"' in page


def test_what_is_said_once_is_not_used_up_by_the_page_that_the_phone_keeps(
    cast: Cast, grids: Grids, worker: Client
) -> None:
    story = took(cast, grids, worker)
    assert "已由您办理" not in text_of(worker.get(f"/grid/{COUNTY}/report/", headers={"X-Keep": "1"}))
    assert "已由您办理" in text_of(worker.get(f"/grid/requests/{story.code}/"))


def test_the_line_says_who_is_signed_in_by_number_alone(grids: Grids, worker: Client) -> None:
    said = worker.get(f"/grid/{COUNTY}/line/").json()
    assert (set(said), said["person"]) == ({"person", "token"}, grids.worker.id)
