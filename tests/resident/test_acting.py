"""What residents do with their request, and pages that have grown stale."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.test import Client

from tests.cast import Cast
from tests.resident.conftest import Browser, hidden, named, owner_of, photo, text_of
from tests.service_requests.story import Story
from wobangni.kernel import clock
from wobangni.service_requests.commands.attach import attach
from wobangni.service_requests.models import Attachment
from wobangni.service_requests.rules.photo import MAX_PHOTOS
from wobangni.service_requests.rules.states import State
from wobangni.surfaces.resident.views.act import ACTS
from wobangni.surfaces.shared import photo_rate

pytestmark = pytest.mark.usefixtures("region")


@pytest.fixture
def told(cast: Cast) -> Story:
    """A story of the last days, so that its clocks are still running."""
    return Story(cast, now=clock.now() - dt.timedelta(hours=3))


def act(code: str, action: str, owner: Client | None = None, **fields: object) -> tuple[int, str]:
    """Opens the form and sends it filled in; status and page."""
    owner = owner or owner_of(code, "en")
    address = f"/r/{code}/do/{action}/"
    form = owner.get(address)
    response = owner.post(address, {**hidden(form), **fields})
    return response.status_code, text_of(response)


def test_a_question_is_answered_and_work_goes_on(told: Story) -> None:
    told.submitted().do(told.cast.clerk, "ask_info", question="请补充门牌号。")
    page = text_of(owner_of(told.code).get(f"/r/{told.code}/"))
    assert "请补充门牌号" in page
    assert act(told.code, "supply_info", text="三号楼二单元。")[0] == 302
    assert told.state is State.SUBMITTED
    assert "三号楼二单元" in text_of(owner_of(told.code).get(f"/r/{told.code}/"))


def test_solved_and_satisfied_are_two_questions_and_both_are_asked(told: Story) -> None:
    told.answered()
    status, page = act(told.code, "confirm", solved="true")
    assert status == 422
    assert page.count("Please choose one.") >= 1
    assert act(told.code, "confirm", solved="false", satisfied="4", comment="人很好，但没修好。")[0] == 302
    row = told.row
    assert (row.state, row.solved, row.satisfied) == (State.CLOSED, False, 4)


def test_what_is_not_solved_can_be_asked_for_again(told: Story) -> None:
    told.closed()
    assert act(told.code, "rework", explanation="第二天又不热了。")[0] == 302
    assert told.state is State.IN_PROGRESS


def test_reminding_is_counted_and_a_second_time_at_once_is_explained(told: Story) -> None:
    told.in_progress()
    assert act(told.code, "remind", remark="请快一点。")[0] == 302
    page = text_of(owner_of(told.code, "en").get(f"/r/{told.code}/"))
    assert "do/remind/" not in page, "once a day is enough"
    response = owner_of(told.code, "en").post(f"/r/{told.code}/do/remind/", {"version": "4", "key": str(uuid.uuid4())})
    assert response.status_code == 409
    assert told.row.reminders == 1


def test_withdrawing_ends_it(told: Story) -> None:
    told.in_progress()
    assert act(told.code, "withdraw")[0] == 302
    assert told.state is State.WITHDRAWN


def test_a_double_click_acts_once(told: Story) -> None:
    told.in_progress()
    owner = owner_of(told.code)
    address = f"/r/{told.code}/do/add_info/"
    fields = {**hidden(owner.get(address)), "text": "补充：厨房也不热。"}
    assert [owner.post(address, fields).status_code for _click in range(2)] == [302, 302]
    assert [e.action for e in told.events].count("add_info") == 1


def test_a_stale_page_says_what_happened_and_keeps_what_was_typed(told: Story) -> None:
    told.submitted().do(told.cast.clerk, "ask_info", question="请补充门牌号。")
    owner = owner_of(told.code, "en")
    address = f"/r/{told.code}/do/supply_info/"
    form = hidden(owner.get(address))
    told.do(told.cast.clerk, "supply_info", text="居民来电补充。")
    response = owner.post(address, {**form, "text": "我家是三号楼二单元。"})
    page = text_of(response)
    assert response.status_code == 409
    assert "moved on" in page
    assert "我家是三号楼二单元" in page
    addition = {name: value for name, value in hidden(response).items() if name in ("text", "version", "key")}
    assert owner.post(f"/r/{told.code}/do/add_info/", addition).status_code == 302
    assert told.events[-1].data["text"] == "我家是三号楼二单元。"


def test_an_action_that_no_longer_fits_leads_back_with_a_word_of_explanation(told: Story) -> None:
    told.closed()
    owner = owner_of(told.code, "en")
    response = owner.get(f"/r/{told.code}/do/withdraw/", follow=True)
    assert "be done just now" in text_of(response)


def test_nobody_else_may_act(told: Story) -> None:
    told.in_progress()
    other = Client()
    address = f"/r/{told.code}/do/withdraw/"
    assert other.get(address).headers["Location"] == f"/r/{told.code}/prove/"
    response = other.post(address, {"version": "3", "key": str(uuid.uuid4())})
    assert response.status_code == 302
    assert told.state is State.IN_PROGRESS


@pytest.mark.parametrize("action", ["dispatch", "answer", "close", "archive", "nonsense"])
def test_what_is_for_staff_is_no_page_for_residents(told: Story, action: str) -> None:
    told.in_progress()
    assert owner_of(told.code).get(f"/r/{told.code}/do/{action}/").status_code == 404
    assert owner_of(told.code).post(f"/r/{told.code}/do/{action}/").status_code == 404


@pytest.mark.parametrize(
    "broken", [{"version": "x"}, {"version": ""}, {"key": "not-a-key"}, {"text": ""}, {"text": "风" * 6000}]
)
def test_a_form_that_was_tampered_with_changes_nothing(told: Story, broken: dict[str, str]) -> None:
    told.in_progress()
    before = told.row.version
    status, _page = act(told.code, "add_info", **({"text": "补充一句。"} | broken))
    assert status == 422
    assert told.row.version == before


def test_a_photo_that_the_request_has_already_is_taken_as_that_one(told: Story) -> None:
    told.in_progress()
    assert act(told.code, "add_info", text="看照片。", photos=[photo()])[0] == 302
    first = Attachment.objects.get(service_request_id=told.row.id)
    assert act(told.code, "add_info", text="再看一遍。", photos=[photo(), photo(), photo(colour="navy")])[0] == 302
    kept = Attachment.objects.filter(service_request_id=told.row.id)
    assert kept.count() == 2
    assert kept.contains(first)
    assert [e.data["text"] for e in told.events if e.action == "add_info"] == ["看照片。", "再看一遍。"]


def test_photos_come_along_with_an_addition(told: Story) -> None:
    told.in_progress()
    assert act(told.code, "add_info", text="看照片。", photos=[photo(), photo(colour="navy")])[0] == 302
    owner = owner_of(told.code)
    page = text_of(owner.get(f"/r/{told.code}/"))
    ids = [str(a.id) for a in Attachment.objects.filter(service_request_id=told.row.id)]
    assert len(ids) == 2
    for id in ids:
        assert id in page
        served = owner.get(f"/r/{told.code}/photos/{id}/")
        assert served.headers["Content-Type"] == "image/jpeg"
        assert "sandbox" in served.headers["Content-Security-Policy"]
        assert Client().get(f"/r/{told.code}/photos/{id}/").status_code == 404


def test_a_bad_photo_keeps_the_words_and_the_good_photos(told: Story) -> None:
    told.in_progress()
    owner = owner_of(told.code, "en")
    address = f"/r/{told.code}/do/add_info/"
    form = hidden(owner.get(address))
    files = [photo(), named(b"MZ\x90 no photo", "evil.jpg")]
    response = owner.post(address, {**form, "text": "看照片。", "photos": files})
    page = text_of(response)
    assert response.status_code == 422
    assert "evil.jpg" in page
    assert "看照片。" in page
    assert "1 photo is kept already" in page
    assert owner.post(address, {**form, "text": "看照片。"}).status_code == 302
    assert Attachment.objects.filter(service_request_id=told.row.id).count() == 1


@pytest.mark.parametrize("limited", ["OF_RESIDENT", "OF_ADDRESS"])
def test_too_many_photos_are_refused_in_words_and_cost_nothing_else(
    told: Story, monkeypatch: pytest.MonkeyPatch, limited: str
) -> None:
    told.in_progress()
    monkeypatch.setattr(photo_rate, limited, 2)
    owner = owner_of(told.code, "en")
    address = f"/r/{told.code}/do/add_info/"
    form = hidden(owner.get(address))
    files = [photo(colour=colour) for colour in ("navy", "red", "white")]
    response = owner.post(address, {**form, "text": "看照片。", "photos": files})
    page = text_of(response)
    assert response.status_code == 422
    assert "Too many photos in a short time" in page
    assert "看照片。" in page
    assert "2 photos are kept already" in page
    assert owner.post(address, {**form, "text": "看照片。"}).status_code == 302
    assert Attachment.objects.filter(service_request_id=told.row.id).count() == 2


def test_who_adds_something_every_second_rings_the_units_bell_a_few_times_only(told: Story) -> None:
    told.in_progress()
    for number in range(ACTS):
        assert act(told.code, "add_info", text=f"再说一遍 {number}")[0] == 302
    before = told.row.version
    status, page = act(told.code, "add_info", text="又想起一件事")
    assert status == 409
    assert "Please wait" in page
    assert "又想起一件事" in page
    assert told.row.version == before


def test_a_request_keeps_nine_photos_and_the_words_can_go_without_a_tenth(told: Story) -> None:
    told.in_progress()
    for n in range(MAX_PHOTOS):
        attach(actor=told.cast.qiqige, now=told.now, code=told.code, raw=photo(size=(20 + n, 20)).getvalue())
    client = owner_of(told.code)
    form = hidden(client.get(f"/r/{told.code}/do/add_info/"))
    refused = client.post(f"/r/{told.code}/do/add_info/", {**form, "text": "又漏了", "photos": [photo()]})
    assert refused.status_code == 422
    assert "又漏了" in text_of(refused)
    assert "已经有 9 张照片" in text_of(refused)
    assert client.post(f"/r/{told.code}/do/add_info/", {**form, "text": "又漏了"}).status_code == 302
    assert told.events[-1].data["text"] == "又漏了"
    assert Attachment.objects.filter(service_request_id=told.row.id).count() == MAX_PHOTOS


def test_a_declined_request_gives_its_reason(told: Story) -> None:
    told.submitted().do(told.cast.clerk, "decline", reason_code="litigation", explanation="法院正在审理，请等待判决。")
    page = text_of(owner_of(told.code).get(f"/r/{told.code}/"))
    assert "法院正在审理" in page


def test_a_merged_request_says_so_and_can_still_be_added_to(told: Story, browser: Browser) -> None:
    lead = Story(told.cast, now=told.now).submitted()
    told.submitted(told.cast.wang_fang, description="同一件事：路灯坏了。").merged_into(lead)
    page = text_of(owner_of(told.code, "en").get(f"/r/{told.code}/"))
    assert "joined with another request" in page
    assert lead.code not in page, "whose request the other one is, is nobody's business"
    assert act(told.code, "add_info", text="我这边也坏了。")[0] == 302


def test_a_question_says_by_when_to_reply_and_what_happens_then(cast: Cast, region: None) -> None:
    from wobangni.service_requests.queries.public import resident_view

    story = Story(cast).submitted().do(cast.clerk, "ask_info", question="几号楼？")
    view = resident_view(cast.qiqige, story.code, now=story.now)
    assert (view.reply_by, view.reply_or_end) == (story.all_clocks["info"].due_at, False)
    story.do(cast.qiqige, "supply_info", text="三号楼")
    assert resident_view(cast.qiqige, story.code, now=story.now).reply_by is None
