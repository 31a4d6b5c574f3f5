"""Every action that staff may take, pressed on the real pages by whoever may take it; and by those who may not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.cast import Cast
from tests.console.pages import act_url, form_for, forms_of, landed, press, request_url, text_of
from tests.service_requests.story import Story
from wobangni.catalogue.queries import default_unit, reply_templates, service
from wobangni.kernel import clock
from wobangni.kernel.actors import Actor
from wobangni.service_requests.rules.lifecycle import TABLE, Action, Who

Desk = Callable[[Actor], Client]
STAFF = frozenset(Who) - {Who.RESIDENT, Who.SYSTEM, Who.PARTNER}
TOMORROW = (clock.local_date(clock.now()) + dt.timedelta(days=1)).isoformat()


def recent(cast: Cast) -> Story:
    """A story that begins now, for what must not be too late."""
    return Story(cast, now=clock.now())


def merged_and_answered(story: Story, cast: Cast) -> Story:
    """Merged into one that has its answer."""
    stays = recent(cast).in_progress()
    story.submitted(cast.wang_fang).merged_into(stays)
    stays.do(cast.housing_handler, "answer", answer="阀门已更换。").do(cast.reviewer, "approve")
    return story


#: (action, how the request comes to that point, who presses, what they fill in)
STEPS: dict[Action, tuple[Callable[[Story, Cast], Story], str, Callable[[Cast, Story], dict[str, Any]]]] = {
    Action.AMEND: (lambda s, c: s.submitted(), "clerk", lambda c, s: {"place_text": "三号楼二单元", "urgent": "true"}),
    Action.ASK_INFO: (lambda s, c: s.submitted(), "clerk", lambda c, s: {"question": "请补充门牌号。"}),
    Action.SUPPLY_INFO: (
        lambda s, c: s.submitted().do(c.clerk, "ask_info", question="请补充门牌号。"),
        "clerk",
        lambda c, s: {"text": "居民来电：五号楼三单元。"},
    ),
    Action.DROP_QUESTION: (
        lambda s, c: s.submitted().do(c.clerk, "ask_info", question="请补充门牌号。"),
        "dispatcher",
        lambda c, s: {"remark": "已从地图核实"},
    ),
    Action.DECLINE: (
        lambda s, c: s.submitted(),
        "clerk",
        lambda c, s: {"reason_code": "litigation", "explanation": "已在法院审理中，请等待判决。"},
    ),
    Action.ACCEPT: (lambda s, c: s.submitted(), "clerk", lambda c, s: {}),
    Action.DISPATCH: (lambda s, c: s.accepted(), "dispatcher", lambda c, s: {"unit": c.housing, "instruction": "请两小时内联系居民"}),
    Action.CLAIM: (lambda s, c: s.accepted(), "water_handler", lambda c, s: {}),
    Action.SIGN: (lambda s, c: s.dispatched(), "housing_handler", lambda c, s: {}),
    Action.RETURN: (lambda s, c: s.dispatched(), "housing_handler", lambda c, s: {"reason": "不归我局", "basis": "三定方案第五条"}),
    Action.REDISPATCH: (lambda s, c: s.dispatched(), "dispatcher", lambda c, s: {"unit": c.water, "reason": "管网归水务"}),
    Action.TRANSFER: (
        lambda s, c: s.dispatched(),
        "dispatcher",
        lambda c, s: {"unit_county": "150502", "unit": c.afar, "reason": "居民已迁居"},
    ),
    Action.ADD_HELPER: (lambda s, c: s.in_progress(), "housing_handler", lambda c, s: {"unit": c.water}),
    Action.HELPER_SIGN: (
        lambda s, c: s.in_progress().do(c.dispatcher, "add_helper", unit=c.water), "water_handler", lambda c, s: {}),
    Action.HELPER_ANSWER: (
        lambda s, c: s.in_progress().do(c.dispatcher, "add_helper", unit=c.water).do(c.water_handler, "helper_sign"),
        "water_handler",
        lambda c, s: {"text": "管网已排查，无渗漏。"},
    ),
    Action.HELPER_RETURN: (
        lambda s, c: s.in_progress().do(c.dispatcher, "add_helper", unit=c.water),
        "water_handler",
        lambda c, s: {"reason": "与供水无关", "basis": "职责清单第三条"},
    ),
    Action.REQUEST_EXTENSION: (lambda s, c: s.in_progress(), "housing_handler", lambda c, s: {"days": "3", "reason": "等配件"}),
    Action.GRANT_EXTENSION: (
        lambda s, c: s.in_progress().do(c.housing_handler, "request_extension", days=3, reason="等配件"),
        "reviewer",
        lambda c, s: {"remark": "同意"},
    ),
    Action.REFUSE_EXTENSION: (
        lambda s, c: s.in_progress().do(c.housing_handler, "request_extension", days=3, reason="等配件"),
        "reviewer",
        lambda c, s: {"reason": "配件有库存"},
    ),
    Action.SUSPEND: (
        lambda s, c: s.in_progress(), "dispatcher", lambda c, s: {"review_date": TOMORROW, "explanation": "冬季无法施工"}),
    Action.RESUME: (
        lambda s, c: s.in_progress().do(c.dispatcher, "suspend", review_date=TOMORROW, explanation="冬季无法施工"),
        "housing_handler",
        lambda c, s: {"remark": "恢复办理"},
    ),
    Action.REMIND: (lambda s, c: s.in_progress(), "supervisor", lambda c, s: {"remark": "请抓紧"}),
    Action.SUPERVISE: (lambda s, c: s.in_progress(), "supervisor", lambda c, s: {"reason": "多次反映"}),
    Action.ECHO: (lambda s, c: s.in_progress(), "housing_handler", lambda c, s: {"text": "已到现场查看。"}),
    Action.ANSWER: (lambda s, c: s.in_progress(), "housing_handler", lambda c, s: {"answer": "阀门已更换。"}),
    Action.APPROVE: (lambda s, c: s.in_review(), "reviewer", lambda c, s: {}),
    Action.REJECT_ANSWER: (lambda s, c: s.in_review(), "reviewer", lambda c, s: {"reason": "没有说明何时修好"}),
    Action.CONFIRM: (
        lambda s, c: s.answered(), "caller", lambda c, s: {"solved": "true", "satisfied": "5", "comment": "已经热了"}),
    Action.REWORK: (lambda s, c: s.answered(), "caller", lambda c, s: {"explanation": "居民说仍然不热"}),
    Action.CLOSE: (lambda s, c: s.answered(), "caller", lambda c, s: {"reason_code": "unreachable"}),
    Action.MERGE: (
        lambda s, c: s.submitted(),
        "clerk",
        lambda c, s: {"lead_code": recent(c).submitted(c.wang_fang).code, "remark": "同一栋楼"},
    ),
    Action.UNMERGE: (
        lambda s, c: s.submitted().merged_into(recent(c).submitted(c.wang_fang)),
        "clerk",
        lambda c, s: {"reason": "不是同一件事"},
    ),
    Action.WITHDRAW_FOR: (lambda s, c: s.submitted(), "clerk", lambda c, s: {"explanation": "居民来电撤回"}),
    Action.RATE: (
        merged_and_answered,
        "caller",
        lambda c, s: {"solved": "true", "satisfied": "4", "comment": "也热了"},
    ),
    Action.ARCHIVE: (lambda s, c: s.submitted().do(c.qiqige, "withdraw"), "admin", lambda c, s: {}),
    Action.NOTE: (lambda s, c: s.submitted(), "supervisor", lambda c, s: {"text": "已电话了解情况"}),
    Action.ADD_INFO: (lambda s, c: s.submitted(), "clerk", lambda c, s: {"text": "居民补充：家里有老人"}),
}  # fmt: skip


def test_every_action_of_the_table_that_staff_may_take_is_tried_here() -> None:
    # Those left out have pages of their own: tests/console/test_hotline.py, tests/grid.
    elsewhere = {Action.SUBMIT, Action.ANSWER_AT_ONCE, Action.WHISTLE}
    assert set(STEPS) == {row.action for row in TABLE if row.who & STAFF} - elsewhere


@pytest.mark.parametrize("action", STEPS, ids=str)
def test_an_action_is_done_by_its_form(action: Action, cast: Cast, at_desk: Desk) -> None:
    begin, who, fill = STEPS[action]
    story = begin(recent(cast), cast)
    before = story.row.version
    answer = press(at_desk(getattr(cast, who)), story.code, action, **fill(cast, story))
    assert landed(story, answer), text_of(answer)
    assert story.events[-1].action == action
    assert story.row.version == before + 1


@pytest.mark.parametrize("action", STEPS, ids=str)
def test_an_action_is_refused_to_an_observer_and_to_another_county(action: Action, cast: Cast, at_desk: Desk) -> None:
    begin, _who, fill = STEPS[action]
    story = begin(recent(cast), cast)
    before = story.row.version
    data = fill(cast, story)
    assert at_desk(cast.observer).post(act_url(story.code, action), data).status_code == 403
    assert at_desk(cast.afar_dispatcher).post(act_url(story.code, action), data).status_code == 404
    assert story.row.version == before


def test_the_page_offers_exactly_what_this_person_may_do_now(cast: Cast, at_desk: Desk) -> None:
    story = recent(cast).in_progress()
    offered = {
        name: {url.split("/")[-2] for url in _act_links(at_desk(getattr(cast, name)), story.code)}
        for name in ("housing_handler", "reviewer", "clerk", "observer")
    }
    assert offered == {
        "housing_handler": {"ask_info", "return", "add_helper", "request_extension", "echo", "answer", "note"},
        "reviewer": {"suspend", "note"},
        "clerk": {"ask_info", "echo", "remind", "merge", "withdraw_for", "note", "add_info"},
        "observer": set(),
    }


def _act_links(client: Client, code: str) -> set[str]:
    page = client.get(request_url(code))
    links = {part.split('"')[0].split("#")[0] for part in text_of(page).split('href="')[1:]}
    return {url for url in links if "/do/" in url} | {f.action for f in forms_of(page) if "/do/" in f.action}


def test_what_is_wrong_is_said_beside_its_box_and_what_was_typed_stays(cast: Cast, at_desk: Desk) -> None:
    story = recent(cast).in_progress()
    answer = press(
        at_desk(cast.housing_handler), story.code, "request_extension", days="99", reason="等配件，厂家说下周三到货"
    )
    assert answer.status_code == 422
    page = text_of(answer)
    assert 'href="#do_days"' in page
    assert "等配件，厂家说下周三到货" in page
    assert story.row.extension_pending == 0


def test_a_required_box_left_empty_is_asked_for(cast: Cast, at_desk: Desk) -> None:
    story = recent(cast).in_progress()
    answer = press(at_desk(cast.housing_handler), story.code, "answer", answer="   ")
    assert answer.status_code == 422
    assert "field-error" in text_of(answer)


def test_sending_a_form_twice_does_it_once(cast: Cast, at_desk: Desk) -> None:
    story = recent(cast).in_progress()
    client = at_desk(cast.housing_handler)
    form = form_for(client, story.code, "echo")
    sent = {**form.values, "text": "已到现场查看。"}
    assert landed(story, client.post(form.action, sent))
    assert landed(story, client.post(form.action, sent))
    assert [e.action for e in story.events].count("echo") == 1


def test_a_stale_page_says_who_was_faster_and_keeps_what_was_typed(cast: Cast, at_desk: Desk) -> None:
    story = recent(cast).dispatched()
    client = at_desk(cast.housing_handler)
    form = form_for(client, story.code, "return")
    story.do(cast.second_dispatcher, "redispatch", unit=cast.water, reason="管网归水务")
    answer = client.post(form.action, {**form.values, "reason": "不属于本单位职责", "basis": "三定方案第五条"})
    page = text_of(answer)
    assert answer.status_code == 409
    assert cast.second_dispatcher.name in page
    assert "不属于本单位职责" in page
    assert "三定方案第五条" in page
    assert story.events[-1].action == "redispatch"


def test_what_was_typed_on_a_stale_page_can_be_kept_as_a_note(cast: Cast, at_desk: Desk) -> None:
    story = recent(cast).submitted()
    client = at_desk(cast.clerk)
    form = form_for(client, story.code, "decline")
    story.do(cast.dispatcher, "dispatch", unit=cast.housing).do(cast.housing_handler, "sign")
    answer = client.post(
        form.action, {**form.values, "reason_code": "secret", "explanation": "涉及他人隐私，不宜公开答复。"}
    )
    assert answer.status_code == 409
    note = next(f for f in forms_of(answer) if f.action == act_url(story.code, "note"))
    assert note.values["text"] == "涉及他人隐私，不宜公开答复。"
    assert landed(story, client.post(note.action, note.values))
    assert story.events[-1].data["text"] == "涉及他人隐私，不宜公开答复。"


def test_a_claim_lost_to_another_unit_names_the_winner(cast: Cast, at_desk: Desk) -> None:
    story = recent(cast).accepted()
    client = at_desk(cast.water_handler)
    form = form_for(client, story.code, "claim")
    story.do(cast.housing_handler, "claim")
    answer = client.post(form.action, form.values)
    assert answer.status_code == 409
    assert cast.housing_handler.name in text_of(answer)


def test_an_action_that_is_not_possible_now_says_so(cast: Cast, at_desk: Desk) -> None:
    story = recent(cast).submitted()
    answer = at_desk(cast.reviewer).get(act_url(story.code, "approve"))
    assert answer.status_code == 409
    assert 'role="alert"' in text_of(answer)


@pytest.mark.parametrize("action", ["submit", "explode", "sign-off"])
def test_an_unknown_action_is_not_found(action: str, cast: Cast, at_desk: Desk) -> None:
    story = recent(cast).submitted()
    assert at_desk(cast.clerk).get(act_url(story.code, action)).status_code == 404
    assert at_desk(cast.clerk).post(act_url(story.code, action)).status_code == 404


def test_units_of_another_county_are_offered_once_it_is_chosen(cast: Cast, at_desk: Desk) -> None:
    story = recent(cast).dispatched()
    client = at_desk(cast.dispatcher)
    page = client.post(
        act_url(story.code, "transfer"), {"unit_county": "150502", "show_units": "1", "reason": "居民已迁居"}
    )
    assert page.status_code == 200
    assert f'value="{cast.afar}"' in text_of(page)
    assert "居民已迁居" in text_of(page)
    assert story.row.state == "dispatched"


def test_ready_texts_of_an_action_stand_in_its_form(cast: Cast, at_desk: Desk) -> None:
    story = recent(cast).in_progress()
    [first, *_more] = reply_templates("150105", "answer")
    page = text_of(at_desk(cast.housing_handler).get(act_url(story.code, "answer")))
    assert first.title in page
    assert 'data-insert="do_answer"' in page


def test_the_unit_that_usually_does_it_is_chosen_already(cast: Cast, at_desk: Desk) -> None:
    code = "heating-cold" if service("heating-cold") else None
    assert code, "the catalogue has lost heating-cold"
    story = recent(cast).submitted(service=code).do(cast.clerk, "accept")
    usual = default_unit("150105", story.row.service_id)
    assert usual is not None
    assert form_for(at_desk(cast.dispatcher), story.code, "dispatch").values["unit"] == str(usual.id)


def test_a_corner_asked_for_by_htmx_is_only_that_corner(cast: Cast, at_desk: Desk) -> None:
    story = recent(cast).submitted()
    client = at_desk(cast.clerk)
    part = client.get(act_url(story.code, "decline"), headers={"HX-Request": "true"})
    assert "<html" not in text_of(part)
    assert 'hx-swap-oob="true"' in text_of(part)
    done = client.post(act_url(story.code, "accept"), headers={"HX-Request": "true"})
    assert (done.status_code, done["HX-Redirect"]) == (204, request_url(story.code))


def test_somebody_signed_out_meanwhile_keeps_what_they_typed(cast: Cast) -> None:
    story = recent(cast).in_progress()
    answer = Client().post(act_url(story.code, "echo"), {"text": "已到现场"}, headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert answer["HX-Retarget"] == "#notice"
