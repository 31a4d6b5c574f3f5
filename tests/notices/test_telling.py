"""Who is told of what, once; when it goes out; the morning's list."""

from __future__ import annotations

import datetime as dt
from email import message_from_bytes
from email.header import decode_header, make_header
from typing import Any
from uuid import UUID

import pytest

from tests.cast import COUNTY, Cast
from tests.notices.conftest import NOON, has_address, has_robot, news, only, told
from tests.service_requests.story import MONDAY, Story, send
from tests.support.jobs import run_jobs, waiting_jobs
from tests.support.provider import Provider, says
from tests.support.queries import at_most
from tests.support.smtp import MailServer
from wobangni.accounts.models import User
from wobangni.accounts.vault import ContactInput
from wobangni.kernel.actors import SYSTEM, Actor, Role
from wobangni.kernel.models import OutboxEvent
from wobangni.kernel.outbox import Event
from wobangni.notices.commands.notify import notify_staff
from wobangni.notices.commands.save_preferences import save_line_preference, save_preferences
from wobangni.notices.commands.send_digests import send_digests
from wobangni.notices.delivery import OVERDUE, deliver
from wobangni.notices.housekeeping import forget_old
from wobangni.notices.models import Notice, NoticeDelivery
from wobangni.notices.queries import unread_count
from wobangni.notices.queue import CHUNK, deliver_batch, queue_overdue
from wobangni.notices.rules.channels import Channel
from wobangni.notices.rules.quiet import NIGHT
from wobangni.organisations.commands.grant_role import grant_role
from wobangni.service_requests.commands.inform_residents import inform_residents
from wobangni.service_requests.commands.inform_staff import inform_staff
from wobangni.service_requests.commands.sweep import sweep
from wobangni.service_requests.handlers import escalate
from wobangni.service_requests.models import ServiceRequest
from wobangni.service_requests.rules.staff_notices import TABLE
from wobangni.subscriptions import SUBSCRIPTIONS

MIDNIGHT = NOON + dt.timedelta(hours=12)
MORNING = NOON + dt.timedelta(hours=20, minutes=30)


def names(story: Story, cast: Cast) -> dict[str, set[str]]:
    """What the latest event told: kind → who, by their name in the cast."""
    known = set(Notice.objects.values_list("id", flat=True))
    for _twice in range(2):
        inform_staff(county=story.code[:6], id=story.row.id, seq=story.row.version, now=story.now)
    people = {int(actor.id): name for name, actor in cast.everybody.items() if actor.kind == "staff"}
    found: dict[str, set[str]] = {}
    for row in Notice.objects.filter(user_id__isnull=False).exclude(id__in=known):
        found.setdefault(row.kind, set()).add(people[row.user_id])
    return found


HOUSING = {"housing_handler", "second_housing_handler"}
BOTH_DISPATCHERS = {"dispatcher", "second_dispatcher"}


def test_everybody_hears_of_what_waits_for_them_but_not_of_what_they_did_themselves(cast: Cast) -> None:
    story = Story(cast).submitted()
    assert names(story, cast) == {}
    steps: list[tuple[Actor, str, dict[str, Any], dict[str, set[str]]]] = [
        (cast.clerk, "accept", {}, {}),
        (cast.dispatcher, "remind", {}, {"reminded": {"second_dispatcher"}}),  # no unit yet
        (cast.dispatcher, "dispatch", {"unit": cast.water}, {"order": {"water_handler"}}),
        (cast.water_handler, "return", {"reason": "不归我们", "basis": "三定方案"}, {"returned": BOTH_DISPATCHERS}),
        (cast.dispatcher, "dispatch", {"unit": cast.housing}, {"order": HOUSING}),
        (cast.qiqige, "remind", {}, {"reminded": HOUSING}),
        (cast.housing_handler, "sign", {}, {}),
        (cast.supervisor, "supervise", {"reason": "群众反映强烈"}, {"supervised": HOUSING}),
        (cast.housing_handler, "ask_info", {"question": "几号楼？"}, {}),
        (cast.qiqige, "supply_info", {"text": "三号楼"}, {"info_added": HOUSING}),
        (cast.qiqige, "add_info", {"text": "还漏水"}, {"info_added": HOUSING}),
        (
            cast.housing_handler, "request_extension", {"days": 3, "reason": "等配件"},
            {"extension_asked": BOTH_DISPATCHERS | {"reviewer"}},
        ),
        (cast.dispatcher, "grant_extension", {}, {"extension_decided": HOUSING}),
        (cast.housing_handler, "answer", {"answer": "已修好"}, {"review": {"reviewer"}}),
        (cast.reviewer, "reject_answer", {"reason": "没说何时"}, {"answer_rejected": HOUSING}),
        (cast.housing_handler, "answer", {"answer": "昨天已修好"}, {"review": {"reviewer"}}),
        (cast.reviewer, "approve", {}, {}),
        (cast.qiqige, "rework", {"explanation": "又坏了"}, {"rework": HOUSING}),
    ]  # fmt: skip
    for actor, action, data, expected in steps:
        assert names(story.after(minutes=1).do(actor, action, **data), cast) == expected, action


def test_each_rule_is_subscribed_to() -> None:
    tell = "wobangni.service_requests.handlers.tell_staff"
    assert {f"service_request.{action}" for action in TABLE} == {
        t for t, paths in SUBSCRIPTIONS.items() if tell in paths
    }


def test_a_called_helper_hears_of_it_and_who_leads_does_not(cast: Cast) -> None:
    story = Story(cast).in_progress().do(cast.dispatcher, "add_helper", unit=cast.water, instruction="看看水压")
    assert names(story, cast) == {"order": {"water_handler"}}


def test_a_danger_is_told_to_the_dispatchers_at_once_at_night_too(cast: Cast) -> None:
    made = send(cast.qiqige, now=MIDNIGHT, description="家里有很浓的煤气味，头晕恶心，快来人！")
    row = ServiceRequest.objects.get(code=made.code)
    assert inform_staff(county=COUNTY, id=row.id, seq=1, now=MIDNIGHT) == 2
    assert set(Notice.objects.values_list("kind", "urgent")) == {("danger", True)}


def test_the_ladder_names_who_is_told_and_each_step_tells_once(cast: Cast) -> None:
    story = Story(cast).in_progress()
    for actor, role, unit_id in [
        (cast.second_housing_handler, Role.HANDLER, cast.housing),
        (cast.supervisor, Role.SUPERVISOR, None),
    ]:
        grant_role(
            actor=SYSTEM, now=NOON, user_id=int(actor.id), role=role, county=COUNTY, unit_id=unit_id, leader=True
        )
    payload = {
        "id": str(story.row.id),
        "clock": "answer",
        "run": 1,
        "step": 2,
        "told": ["unit_leader", "county_leader", "nobody we know"],
        "ladder": 1,
        "due_at": "2026-09-15T09:00:00+08:00",
        "assignment_id": None,
    }
    event = Event(COUNTY, UUID(int=1), "service_request.escalate", payload, NOON)
    for _twice in range(2):
        escalate(event, now=NOON)
    told_now = set(Notice.objects.values_list("user_id", flat=True))
    assert told_now == {int(cast.second_housing_handler.id), int(cast.supervisor.id)}
    assert Notice.objects.count() == 2
    assert Notice.objects.first().data["due"] == "2026-09-15 09:00"
    escalate(Event(COUNTY, UUID(int=2), event.type, payload | {"step": 3}, NOON), now=NOON)
    assert Notice.objects.count() == 4


def sweeps(now: dt.datetime) -> int:
    """One sweep, and what its events tell, each twice over. How many steps were taken."""
    known = set(OutboxEvent.objects.values_list("id", flat=True))
    sweep(now=now)
    rows = OutboxEvent.objects.filter(type="service_request.escalate").exclude(id__in=known)
    for row in [*rows, *rows]:
        escalate(Event(row.county, row.id, row.type, row.payload, now), now=now)
    return len(rows)


def test_what_a_sweep_does_rings_the_bell_of_those_who_can_act(cast: Cast) -> None:
    Story(cast).dispatched()
    two_hours = MONDAY + dt.timedelta(hours=2)  # to sign an order
    assert sweeps(two_hours) == 1
    rung = set(Notice.objects.filter(kind="escalated").values_list("user_id", flat=True))
    people = {name: int(actor.id) for name, actor in cast.everybody.items() if actor.kind == "staff"}
    assert {people["housing_handler"], people["dispatcher"]} <= rung
    assert people["clerk"] not in rung
    assert sweeps(two_hours) == 0


def test_a_resident_who_was_asked_something_is_reminded_before_it_lapses(cast: Cast) -> None:
    story = Story(cast).submitted()
    story.do(cast.clerk, "ask_info", question="是几号楼？")
    inform_residents(county=COUNTY, id=story.row.id, seq=story.row.version, now=story.now)
    kinds = Notice.objects.filter(contact_id__isnull=False).values_list("kind", flat=True)
    assert list(kinds) == ["info_needed"]
    for day in range(1, 15):
        sweeps(story.now + dt.timedelta(days=day))
    assert list(kinds.all()) == ["info_needed"] * 2


def test_who_was_switched_off_or_holds_the_role_no_more_is_not_told(cast: Cast) -> None:
    User.objects.filter(pk=int(cast.housing_handler.id)).update(is_active=False)
    story = Story(cast).dispatched()
    assert names(story, cast) == {"order": {"second_housing_handler"}}


def test_no_notice_and_no_message_twice(cast: Cast, mail: MailServer) -> None:
    has_address(cast.housing_handler, Channel.EMAIL, "a@example.cn")
    assert [told(cast.housing_handler) for _n in range(3)] == [1, 0, 0]
    assert (Notice.objects.count(), NoticeDelivery.objects.count()) == (1, 1)
    run_jobs()
    assert len(mail.letters) == 1


def test_at_night_only_what_is_urgent_goes_out(cast: Cast, mail: MailServer) -> None:
    has_address(cast.dispatcher, Channel.EMAIL, "a@example.cn")
    told(cast.dispatcher, "quiet", now=MIDNIGHT)
    told(cast.dispatcher, "urgent", now=MIDNIGHT, kind="danger", urgent=True)
    for row in NoticeDelivery.objects.all():
        deliver(county=row.county, id=row.id, now=MIDNIGHT)
    assert sorted(NoticeDelivery.objects.values_list("state", flat=True)) == ["sent", "waiting"]
    waiting = NoticeDelivery.objects.get(state="waiting")
    assert waiting.next_at == NOON + dt.timedelta(hours=19)
    deliver(county=waiting.county, id=waiting.id, now=waiting.next_at)
    assert len(mail.letters) == 2
    assert unread_count(cast.dispatcher) == 2  # on the page at once


def test_a_try_that_fails_in_the_evening_does_not_wake_anybody_up(cast: Cast, mail: MailServer) -> None:
    late = NOON + dt.timedelta(hours=9, minutes=59, seconds=59)
    has_address(cast.dispatcher, Channel.EMAIL, "a@example.cn")
    told(cast.dispatcher, now=late)
    mail.replies = {"RCPT": "450 later"}
    row = only()
    deliver(county=row.county, id=row.id, now=late)
    assert only().next_at == NOON + dt.timedelta(hours=19)


def test_who_wishes_it_gets_one_list_in_the_morning(cast: Cast, mail: MailServer) -> None:
    has_address(cast.housing_handler, Channel.EMAIL, "a@example.cn")
    save_preferences(actor=cast.housing_handler, choices={"order": {"email": "digest"}}, quiet=NIGHT)
    told(cast.housing_handler, "one")
    told(cast.housing_handler, "two")
    told(cast.housing_handler, "rework", kind="rework")
    assert sorted(NoticeDelivery.objects.values_list("state", flat=True)) == ["digest", "digest", "waiting"]
    assert [send_digests(now=MORNING), send_digests(now=MORNING)] == [1, 0]
    row = NoticeDelivery.objects.filter(state="waiting").order_by("-created_at").first()
    deliver(county=row.county, id=row.id, now=MORNING)
    assert len(mail.letters) == 1
    assert "昨日以来 2 条通知" in str(make_header(decode_header(message_from_bytes(mail.letters[0])["Subject"])))
    assert NoticeDelivery.objects.filter(state="listed").count() == 2
    assert unread_count(cast.housing_handler) == 3  # the list itself is no news


def test_a_resident_who_wants_less_hears_only_what_needs_them(cast: Cast) -> None:
    story = Story(cast).submitted()
    save_line_preference(now=NOON, phone="+8613812345678", wants="less")
    heard = []
    for actor, action, data in [
        (cast.clerk, "accept", {}),
        (cast.dispatcher, "dispatch", {"unit": cast.housing}),
        (cast.housing_handler, "sign", {}),
        (cast.housing_handler, "echo", {"text": "维修队明天到"}),
        (cast.housing_handler, "ask_info", {"question": "几号楼？"}),
    ]:
        story.do(actor, action, **data)
        if inform_residents(county=COUNTY, id=story.row.id, seq=story.row.version, now=story.now):
            heard.append(action)
    assert heard == ["ask_info"]
    save_line_preference(now=NOON, phone="+8613812345678", wants="none")
    again = Story(cast).submitted().do(cast.clerk, "ask_info", question="几号楼？")
    assert inform_residents(county=COUNTY, id=again.row.id, seq=again.row.version, now=again.now) == 0


def test_a_text_to_a_resident_goes_out_from_the_vault_and_nothing_of_it_is_kept(
    cast: Cast, provider: Provider, settings: Any
) -> None:
    settings.DEMO, settings.SMS = False, settings.SMS | {"gateway": "http", "url": provider.url, "timeout": 20.0}
    story = Story(cast).submitted(contact=ContactInput("其其格", "13812345678")).do(cast.clerk, "accept")
    inform_residents(county=COUNTY, id=story.row.id, seq=story.row.version, now=story.now)
    provider.behave = says(400, "13812345678 您的诉求 is blocked".encode())
    row = only()
    deliver(county=row.county, id=row.id, now=story.now)
    row = only()
    assert (row.state, row.recipient) == ("failed", "138****5678")
    assert "13812345678" not in row.answer
    assert provider.bodies()[0]["phone"] == "13812345678"
    assert "13812345678" not in str(Notice.objects.values())


def test_ten_thousand_at_once_are_few_statements_and_few_jobs(cast: Cast, provider: Provider) -> None:
    many = 10_000
    User.objects.bulk_create(User(pk=10_000 + n, username=f"u{n}", name="某某") for n in range(many))
    has_robot(cast.housing, Channel.WECOM, provider)
    with at_most(70):
        assert notify_staff(now=NOON, news=news(), users=range(10_000, 10_000 + many), units=[cast.housing]) == many + 1
    assert Notice.objects.count() == many + 1
    assert waiting_jobs() == ["notices.deliver"]  # who has said nothing and given no address has it on the page


def test_many_deliveries_share_jobs_and_one_that_fails_stops_no_other(
    cast: Cast, mail: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    has_address(cast.housing_handler, Channel.EMAIL, "a@example.cn")
    has_address(cast.dispatcher, Channel.EMAIL, "b@example.cn")
    monkeypatch.setattr("wobangni.kernel.clock.now", lambda: NOON)
    people = [int(cast.housing_handler.id), int(cast.dispatcher.id)]
    for n in range(3):
        notify_staff(now=NOON, news=news(str(n)), users=people)
    ids = [str(pk) for pk in NoticeDelivery.objects.values_list("id", flat=True)]
    Notice.objects.filter(id=NoticeDelivery.objects.get(id=ids[0]).notice_id).delete()
    deliver_batch(COUNTY, ids)
    assert sorted(NoticeDelivery.objects.values_list("state", flat=True)) == ["failed"] + ["sent"] * 5
    assert len(ids) < CHUNK


def test_what_lost_its_job_is_found_again(cast: Cast, mail: MailServer) -> None:
    has_address(cast.housing_handler, Channel.EMAIL, "a@example.cn")
    told(cast.housing_handler)
    assert queue_overdue(now=NOON) == 0
    assert queue_overdue(now=NOON + OVERDUE + dt.timedelta(seconds=1)) == 1
    run_jobs()
    assert len(mail.letters) == 1  # by the first job or by the second


def test_old_notices_go_and_what_failed_stays(cast: Cast, provider: Provider) -> None:
    has_robot(cast.housing, Channel.WECOM, provider)
    notify_staff(now=NOON, news=news("old"), users=[int(cast.housing_handler.id)], units=[cast.housing])
    provider.behave = says(404)
    row = only()
    deliver(county=row.county, id=row.id, now=NOON)
    forget_old(now=NOON + dt.timedelta(days=91))
    assert list(Notice.objects.values_list("unit_id", flat=True)) == [cast.housing]
    assert only().state == "failed"
