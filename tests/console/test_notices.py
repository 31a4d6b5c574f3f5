"""A person's own notices at the desk: the bell, the list, wishes; and the county's robots and unsent messages."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from tests.cast import COUNTY, OTHER_COUNTY, Cast
from tests.console.admin_desk import at
from tests.console.pages import forms_of, text_of
from tests.support.provider import Provider, running_provider, says
from tests.support.queries import at_most
from wobangni.accounts.cipher import unseal
from wobangni.kernel import clock
from wobangni.kernel.actors import Actor
from wobangni.notices.commands.notify import News, notify_staff
from wobangni.notices.commands.save_channel import save_channel
from wobangni.notices.commands.save_preferences import save_address
from wobangni.notices.delivery import deliver
from wobangni.notices.models import Notice, NoticeChannel, NoticeDelivery, StaffAddress, StaffPreference
from wobangni.notices.models.channel import settings_place
from wobangni.notices.rules.channels import Channel
from wobangni.organisations.models import Membership, Revision
from wobangni.surfaces.shared.sign_in.middleware import SEEN

LIST, BELL, WISHES = "/console/me/notices/", "/console/me/notices/bell/", "/console/me/notices/settings/"
Desk = Callable[[Actor], Client]


def tell(actor: Actor, about: str = "one", kind: str = "order", **more: Any) -> None:
    news = News(COUNTY, about, kind, code="1501052609141234", data={"code": "1501", "unit": "住建局"}, **more)
    notify_staff(now=clock.now(), news=news, users=[int(actor.id)])


@pytest.fixture
def handler(cast: Cast, at_desk: Desk) -> Client:
    return at_desk(cast.housing_handler)


@pytest.fixture
def provider(settings: Any) -> Iterator[Provider]:
    with running_provider() as made:
        settings.NOTICES = settings.NOTICES | {"hosts": [made.host], "timeout": 20.0}
        yield made


# -- bell and list -------------------------------------------------------------------------------------------------------


def test_the_bell_counts_what_is_unread_and_says_not_modified_until_that_changes(handler: Client, cast: Cast) -> None:
    tell(cast.housing_handler)
    first = handler.get(BELL)
    assert (first.status_code, ">1<" in text_of(first)) == (200, True)
    assert first["Cache-Control"] == "private, no-cache"
    again = handler.get(BELL, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    tell(cast.housing_handler, "two")
    fresh = handler.get(BELL, headers={"If-None-Match": first["ETag"]})
    assert (fresh.status_code, ">2<" in text_of(fresh)) == (200, True)


def test_the_bell_asks_one_count_and_no_other_page_asks_for_it(handler: Client) -> None:
    handler.get(BELL)
    with at_most(8) as captured:  # session, user, roles, transaction, who acts, the count
        handler.get(BELL)
    assert sum('FROM "notice"' in q["sql"] for q in captured.captured_queries) == 1
    with at_most(20) as captured:
        handler.get(f"/console/{COUNTY}/queue/")
    assert not any('"notice"' in q["sql"] for q in captured.captured_queries)


def test_the_bell_alone_keeps_nobody_signed_in(handler: Client) -> None:
    handler.get(LIST)
    session = handler.session
    old = session[SEEN] - 600
    session[SEEN] = old
    session.save()
    handler.get(BELL)
    assert handler.session[SEEN] == old
    handler.get(LIST)
    assert handler.session[SEEN] > old


def test_a_notice_is_opened_once_and_leads_to_its_request(handler: Client, cast: Cast) -> None:
    tell(cast.housing_handler, kind="danger", urgent=True)
    page = handler.get(LIST)
    assert "疑似险情" in text_of(page)
    form = next(f for f in forms_of(page) if f.action.endswith("/open/"))
    for _click in range(2):
        answer = handler.post(form.action, form.values)
        assert answer["Location"] == "/console/requests/1501052609141234/"
    assert Notice.objects.get().read_at is not None
    assert "没有通知" in text_of(handler.get(LIST + "?unread"))


def test_all_are_marked_read_but_not_what_came_in_since(handler: Client, cast: Cast) -> None:
    tell(cast.housing_handler)
    form = next(f for f in forms_of(handler.get(LIST)) if f.action.endswith("/read/"))
    tell(cast.housing_handler, "later")
    assert handler.post(form.action, form.values).status_code == 302
    assert Notice.objects.filter(read_at=None).count() == 1
    assert handler.post(form.action, {"until": "no time at all"}).status_code == 302
    assert not Notice.objects.filter(read_at=None).exists()


def test_another_persons_notice_is_out_of_reach(handler: Client, cast: Cast, at_desk: Desk) -> None:
    tell(cast.housing_handler)
    id = Notice.objects.get().id
    other = at_desk(cast.second_housing_handler)
    assert other.post(f"{LIST}{id}/open/").status_code == 404
    assert "notice-open" not in text_of(other.get(LIST))
    assert Notice.objects.get().read_at is None


def test_the_list_goes_page_by_page_and_asks_little(handler: Client, cast: Cast) -> None:
    for n in range(60):
        tell(cast.housing_handler, str(n))
    handler.get(LIST)
    with at_most(10):
        page = text_of(handler.get(LIST))
    assert page.count("notice-open") == 50
    assert text_of(handler.get(LIST + "?page=2")).count("notice-open") == 10
    assert handler.get(LIST + "?page=no").status_code == 200


# -- wishes --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def ways(settings: Any) -> None:
    settings.NOTICES = settings.NOTICES | {"smtp": {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": 1}}
    settings.SMS = settings.SMS | {"gateway": "outbox"}


def sent_with(client: Client, **changed: str) -> Any:
    form = next(f for f in forms_of(client.get(WISHES)) if f.id == "wishes-form")
    return client.post(WISHES, {**form.values, **changed})


def test_an_address_is_kept_sealed_shown_masked_and_taken_away(handler: Client, ways: None) -> None:
    assert sent_with(handler, email="lijianguo@example.cn", sms="138 1234 5678").status_code == 302
    page = text_of(handler.get(WISHES))
    assert "li***@example.cn" in page
    assert "138****5678" in page
    assert "lijianguo@example.cn" not in page
    assert all(b"lijianguo" not in bytes(row.address_sealed) for row in StaffAddress.objects.all())
    assert sent_with(handler, drop_email="on").status_code == 302
    assert list(StaffAddress.objects.values_list("channel", flat=True)) == ["sms"]


@pytest.mark.parametrize(
    ("box", "typed"),
    [("email", "no address"), ("email", "a@b.cn\r\nBcc: x@y.cn"), ("sms", "12345"), ("sms", "0471-6651234"), ("email", "x" * 300)],
)  # fmt: skip
def test_what_is_no_address_is_refused_beside_its_box_and_nothing_is_lost(
    handler: Client, ways: None, box: str, typed: str
) -> None:
    answer = sent_with(handler, **{box: typed})
    assert answer.status_code == 422
    assert f'href="#id_{box}"' in text_of(answer)
    assert not StaffAddress.objects.exists()


def test_each_kind_by_each_way_and_quiet_hours(handler: Client, cast: Cast, ways: None) -> None:
    save_address(actor=cast.housing_handler, now=clock.now(), channel=Channel.EMAIL, address="a@example.cn")
    assert sent_with(handler, order__email="digest", rework__email="off", quiet_from="20:00").status_code == 302
    row = StaffPreference.objects.get()
    assert (row.choices["order"]["email"], row.choices["rework"]["email"]) == ("digest", "off")
    assert (row.quiet, row.quiet_from) == (True, dt.time(20))
    assert sent_with(handler, order__email="whenever").status_code == 422
    assert sent_with(handler, quiet_from="").status_code == 422
    assert StaffPreference.objects.get().choices["order"]["email"] == "digest"


def test_a_browser_agrees_and_takes_it_back(handler: Client, settings: Any) -> None:
    settings.NOTICES = settings.NOTICES | {"push_contact": "mailto:ops@example.cn"}
    assert "data-push-key" in text_of(handler.get(WISHES))
    key = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
    said = {
        "endpoint": "https://push.example.com/1",
        "p256dh": key,
        "auth": "BTBZMqHH6r4Tts7J_aSIgg",
        "name": "Firefox",
    }
    assert handler.post("/console/me/notices/browser/", said).status_code == 204
    assert handler.post("/console/me/notices/browser/", said | {"endpoint": "https://10.0.0.1\n/"}).status_code == 422
    assert "Firefox" in text_of(handler.get(WISHES))
    assert handler.post("/console/me/notices/browser/", {"forget": "1"}).status_code == 302
    assert not StaffAddress.objects.exists()


# -- the county's robots, and what could not be sent -----------------------------------------------------------------------


def test_a_robot_is_set_up_kept_sealed_changed_and_switched_off(office: Client, cast: Cast) -> None:
    hook = "https://oapi.dingtalk.com/robot/send?access_token=abcdef123456"
    given = {"channel": "dingtalk", "unit": cast.housing, "webhook": hook, "secret": "SEC-one"}
    assert office.post(at("channels/robot/"), given).status_code == 302
    page = text_of(office.get(at("channels/")))
    assert "…3456" in page
    assert "abcdef" not in page
    assert "SEC-one" not in page
    assert office.post(at("channels/robot/"), given | {"webhook": "", "secret": "SEC-two"}).status_code == 302
    row = NoticeChannel.objects.get()
    kept = json.loads(unseal(row.settings_sealed, settings_place(row.id)))
    assert kept == {"webhook": hook, "secret": "SEC-two"}
    assert "SEC" not in str(list(Revision.objects.values("before", "after")))
    for _click in range(2):
        assert office.post(at("channels/off/"), {"channel": "dingtalk", "unit": cast.housing}).status_code == 302
    assert bytes(NoticeChannel.objects.get().settings_sealed) == b""


@pytest.mark.parametrize(
    "changed",
    [{"webhook": "http://oapi.dingtalk.com/x"}, {"webhook": "https://192.168.1.1.local/x"}, {"webhook": ""}, {"channel": "fax"}, {"unit": "999999"}],
)  # fmt: skip
def test_a_robot_that_cannot_work_is_refused(office: Client, cast: Cast, changed: dict[str, str]) -> None:
    given = {"channel": "wecom", "unit": cast.housing, "webhook": "https://qyapi.weixin.qq.com/x?key=1"}
    assert office.post(at("channels/robot/"), given | changed).status_code == 422
    assert not NoticeChannel.objects.exists()


def test_only_the_countys_administrator_sets_up_ways_out(cast: Cast, at_desk: Desk, office: Client) -> None:
    given = {"channel": "wecom", "unit": cast.afar, "webhook": "https://qyapi.weixin.qq.com/x?key=1"}
    assert office.post(at("channels/robot/"), given).status_code == 422  # the other county's unit is not to choose
    assert office.post(at("channels/robot/", OTHER_COUNTY), given).status_code == 404
    for who in (cast.supervisor, cast.housing_handler):
        assert at_desk(who).get(at("channels/")).status_code == 403
    assert not NoticeChannel.objects.exists()


def test_the_official_account_needs_all_its_parts(office: Client) -> None:
    given = {"appid": "wx123", "secret": "s", "template_id": "T", "fields_json": '{"thing1": "{title}"}'}
    assert office.post(at("channels/wechat/"), given | {"fields_json": "{not json"}).status_code == 422
    assert office.post(at("channels/wechat/"), given | {"secret": ""}).status_code == 422
    assert office.post(at("channels/wechat/"), given).status_code == 302
    assert NoticeChannel.objects.get().hint == "…x123"


def failed_order(cast: Cast, provider: Provider, about: str = "one") -> NoticeDelivery:
    provider.behave = says(404, b"no such robot")
    now = clock.now()
    given = {"webhook": f"http://{provider.host}/robot"}
    save_channel(actor=cast.admin, now=now, county=COUNTY, channel=Channel.WECOM, unit_id=cast.housing, given=given)
    news = News(COUNTY, about, "order", data={"code": "1501"}, urgent=True)
    notify_staff(now=now, news=news, units=[cast.housing])
    row = NoticeDelivery.objects.get(state="waiting")
    deliver(county=COUNTY, id=row.id, now=now)
    return NoticeDelivery.objects.get(id=row.id)


def test_what_could_not_be_sent_is_sent_again_or_given_up_with_a_reason(
    office: Client, cast: Cast, provider: Provider
) -> None:
    first, second = failed_order(cast, provider), failed_order(cast, provider, "two")
    page = text_of(office.get(at("messages/")))
    assert page.count("no such robot") == 2
    assert "企业微信机器人" in page
    for _click in range(2):
        assert office.post(at(f"messages/notices/{first.id}/again/")).status_code == 302
    assert NoticeDelivery.objects.get(id=first.id).state == "waiting"
    assert office.post(at(f"messages/notices/{second.id}/give-up/"), {"reason": " "}).status_code == 422
    for _click in range(2):
        assert office.post(at(f"messages/notices/{second.id}/give-up/"), {"reason": "群已解散"}).status_code == 302
    page = text_of(office.get(at("messages/")))
    assert "群已解散" in page  # in the changes
    assert f"{second.id}/again" not in page
    provider.behave = says(200, {"errcode": 0})
    deliver(county=COUNTY, id=first.id, now=clock.now())
    assert NoticeDelivery.objects.get(id=first.id).state == "sent"


def test_all_of_one_way_are_sent_again(office: Client, cast: Cast, provider: Provider) -> None:
    failed_order(cast, provider)
    failed_order(cast, provider, "two")
    office.post(at("messages/again/"), {"channel": "email"})
    assert NoticeDelivery.objects.filter(state="failed").count() == 2
    office.post(at("messages/again/"), {"channel": "wecom"})
    assert NoticeDelivery.objects.filter(state="waiting").count() == 2
    assert office.post(at("messages/again/", OTHER_COUNTY)).status_code == 404


def test_who_leads_is_chosen_with_the_role(office: Client, cast: Cast, at_desk: Desk) -> None:
    at_desk(cast.housing_handler)
    url = at(f"people/{cast.housing_handler.id}/roles/")
    given = {"role": "handler", "unit": cast.housing, "leader": "on"}
    assert office.post(url, given).status_code == 302
    held = Membership.objects.filter(user_id=int(cast.housing_handler.id), role="handler")
    assert [row.leader for row in held] == [True]
    assert "负责人" in text_of(office.get(at(f"people/{cast.housing_handler.id}/")))
    assert office.post(url, {"role": "clerk", "unit": "", "leader": "on"}).status_code == 422
    assert office.post(url, {"role": "handler", "unit": cast.housing}).status_code == 302
    assert [row.leader for row in held.all()] == [False]
