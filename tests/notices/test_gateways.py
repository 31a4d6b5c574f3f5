"""Each way out against a real server on this machine, and each way in which that fails."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import json
from email import message_from_bytes
from email.header import decode_header, make_header
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.cast import COUNTY, Cast
from tests.notices.conftest import CODE, NOON, SECRET, has_address, has_robot, news, only, told, tried
from tests.support.provider import Behaviour, Provider, drips, drips_headers, floods, hangs_up, says, silent
from tests.support.smtp import MailServer
from wobangni.accounts.sms.gateway import GatewayError
from wobangni.kernel.actors import SYSTEM
from wobangni.notices.commands.notify import notify_staff
from wobangni.notices.commands.save_channel import save_channel, switch_channel_off
from wobangni.notices.delivery import LEASE, deliver
from wobangni.notices.gateways.call import call
from wobangni.notices.gateways.robots import PAUSE
from wobangni.notices.models import NoticeChannel, NoticeDelivery, StaffAddress
from wobangni.notices.rules.channels import Channel
from wobangni.notices.rules.retry import MOST_TRIES

WELL = says(200, {"errcode": 0, "errmsg": "ok"})
OPENID = "oABCD1234567890_xyz"


@pytest.fixture
def wecom(cast: Cast, provider: Provider) -> Provider:
    """The housing unit's robot, with one notice for it waiting."""
    provider.behave = WELL
    has_robot(cast.housing, Channel.WECOM, provider)
    assert notify_staff(now=NOON, news=news(), units=[cast.housing]) == 1
    return provider


# -- robots ------------------------------------------------------------------------------------------------------------


def test_a_wecom_robot_is_told_title_code_and_unit(wecom: Provider) -> None:
    assert tried().state == "sent"
    (sent,) = wecom.bodies()
    assert sent["msgtype"] == "text"
    assert sent["text"]["content"].splitlines() == ["新工单", "新工单：1501 0526 0914 1234、住建局"]


def test_a_dingtalk_robot_gets_a_signature_that_its_secret_confirms(cast: Cast, provider: Provider) -> None:
    provider.behave = WELL
    has_robot(cast.housing, Channel.DINGTALK, provider, secret=SECRET)
    notify_staff(now=NOON, news=news(), units=[cast.housing])
    assert tried().state == "sent"
    sent = parse_qs(urlsplit(provider.heard[0][1]).query)
    text = f"{sent['timestamp'][0]}\n{SECRET}".encode()
    assert base64.b64decode(sent["sign"][0]) == hmac.new(SECRET.encode(), text, hashlib.sha256).digest()
    assert sent["key"] == ["0f8fad5b-d9cb-469f"]


@pytest.mark.parametrize(
    "behave",
    [says(500), says(503), says(429), says(302, Location="http://127.0.0.1:1/"), says(200, b"<html>"), says(200, b"[]"),
     says(200, {"errcode": -1, "errmsg": "busy"}), hangs_up],
    ids=["500", "503", "429", "redirect", "no json", "no object", "busy", "hangs up"],
)  # fmt: skip
def test_a_provider_in_trouble_is_tried_again_later(wecom: Provider, behave: Behaviour) -> None:
    wecom.behave = behave
    row = tried()
    assert (row.state, row.tries, bool(row.answer)) == ("waiting", 1, True)
    assert NOON < row.next_at < NOON + dt.timedelta(minutes=1)
    wecom.behave = WELL
    assert tried(row.next_at).state == "sent"


@pytest.mark.parametrize("behave", [silent, drips], ids=["silence", "slow drip"])
def test_a_provider_that_takes_too_long_holds_nobody_up(wecom: Provider, settings: Any, behave: Behaviour) -> None:
    settings.NOTICES = settings.NOTICES | {"timeout": 0.4}
    wecom.behave = behave
    assert tried().state == "waiting"


def test_a_provider_that_never_gets_to_its_answer_holds_nobody_up(wecom: Provider, settings: Any) -> None:
    settings.NOTICES = settings.NOTICES | {"timeout": 0.4}
    wecom.behave = drips_headers
    assert (tried().state, only().answer) == ("waiting", "the answer took too long")


def test_a_flood_is_cut_off(wecom: Provider) -> None:
    wecom.behave = floods
    assert len(tried().answer) <= 500


@pytest.mark.parametrize(
    "behave",
    [says(400), says(403), says(404), says(200, {"errcode": 93000, "errmsg": "invalid webhook url"}), says(200, {"errcode": 310000})],
    ids=["400", "403", "404", "unknown robot", "wrong signature"],
)  # fmt: skip
def test_what_another_try_cannot_change_is_failed_at_once(wecom: Provider, behave: Behaviour) -> None:
    wecom.behave = behave
    assert tried().state == "failed"


@pytest.mark.parametrize(("channel", "code"), [(Channel.WECOM, 45009), (Channel.DINGTALK, 130101)])
def test_too_many_a_minute_waits_until_the_minute_is_over(
    cast: Cast, provider: Provider, channel: Channel, code: int
) -> None:
    provider.behave = says(200, {"errcode": code, "errmsg": "api freq out of limit"})
    has_robot(cast.housing, channel, provider)
    notify_staff(now=NOON, news=news(), units=[cast.housing])
    row = tried()
    assert (row.state, row.next_at >= NOON + PAUSE) == ("waiting", True)


def test_the_key_of_a_robot_is_kept_nowhere_in_the_clear(wecom: Provider) -> None:
    wecom.behave = says(
        500, b"no such key 0f8fad5b-d9cb-469f at http://" + wecom.host.encode() + b"/robot?key=0f8fad5b-d9cb-469f"
    )
    row = tried()
    assert f"http://{wecom.host}/robot?key=0f8fad5b-d9cb-469f" not in row.answer
    channel = NoticeChannel.objects.get()
    assert b"0f8fad5b" not in bytes(channel.settings_sealed)
    assert channel.hint == "…469f"


def test_a_robot_that_was_switched_off_is_told_no_more(wecom: Provider, cast: Cast) -> None:
    for _again in range(2):
        switch_channel_off(actor=SYSTEM, now=NOON, county=COUNTY, channel=Channel.WECOM, unit_id=cast.housing)
    assert tried().state == "failed"
    assert wecom.heard == []
    assert notify_staff(now=NOON, news=news("two"), units=[cast.housing]) == 0


# -- trying again, once and only once ------------------------------------------------------------------------------------


def test_two_jobs_for_the_same_row_send_it_once(wecom: Provider) -> None:
    tried()
    tried()
    assert len(wecom.heard) == 1


def test_while_a_try_is_under_way_nobody_else_tries_and_a_lost_one_is_followed(wecom: Provider) -> None:
    row = only()
    seen: list[int] = []

    def meanwhile(handler: Any) -> None:
        seen.append(len(wecom.heard))
        WELL(handler)

    wecom.behave = meanwhile
    NoticeDelivery.objects.filter(id=row.id).update(
        tries=1, next_at=NOON + LEASE
    )  # as a worker leaves it that was killed
    tried(NOON + dt.timedelta(seconds=30))
    assert seen == []
    assert tried(NOON + LEASE).state == "sent"
    assert seen == [1]


def test_after_the_last_try_it_is_failed(wecom: Provider) -> None:
    wecom.behave = says(500)
    now = NOON
    for _n in range(MOST_TRIES):
        now = max(now, only().next_at)
        tried(now)
    assert (only().state, only().tries) == ("failed", MOST_TRIES)
    tried(now + dt.timedelta(days=1))
    assert len(wecom.heard) == MOST_TRIES


def test_a_mistake_of_ours_in_one_gateway_is_a_failed_try_and_nothing_more(
    wecom: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wobangni.notices.gateways.wecom.gateway.words_of", lambda parcel: 1 // 0)
    row = tried()
    assert (row.state, row.answer) == ("waiting", "internal error: ZeroDivisionError")


# -- where a call may go -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("url", ["https://127.0.0.1:{port}/", "https://[::1]:{port}/", "http://127.0.0.1:{port}/"])
def test_a_webhook_into_our_own_network_is_never_called(
    cast: Cast, provider: Provider, settings: Any, url: str
) -> None:
    where = url.format(port=provider.server.server_port)
    settings.NOTICES = settings.NOTICES | {
        "hosts": [urlsplit(where).hostname]
    }  # as if it had been saved before the rule
    given = {"webhook": where}
    save_channel(actor=SYSTEM, now=NOON, county=COUNTY, channel=Channel.WECOM, unit_id=cast.housing, given=given)
    settings.NOTICES = settings.NOTICES | {"hosts": []}
    notify_staff(now=NOON, news=news(), units=[cast.housing])
    row = tried()
    assert (row.state, row.answer.partition(":")[0]) == ("failed", "may not be called")
    assert provider.heard == []


def test_a_public_name_that_stands_for_an_inner_number_is_not_called(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    inner = [(2, 1, 6, "", ("93.184.216.34", 443)), (2, 1, 6, "", ("10.0.0.7", 443))]
    monkeypatch.setattr("wobangni.notices.gateways.call.socket.getaddrinfo", lambda *args, **more: inner)
    with pytest.raises(GatewayError, match="may not be called"):
        call("POST", "https://robots.example.com/send")


# -- e-mail --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def letter(cast: Cast, mail: MailServer) -> MailServer:
    has_address(cast.housing_handler, Channel.EMAIL, "lijianguo@example.cn")
    assert told(cast.housing_handler) == 1
    return mail


def test_an_e_mail_says_what_waits_and_leads_there(letter: MailServer, settings: Any) -> None:
    settings.NOTICES = settings.NOTICES | {"site": "https://bang.example.cn/"}
    assert tried().state == "sent"
    message = message_from_bytes(letter.letters[0])
    assert str(make_header(decode_header(message["Subject"]))) == "新工单"
    body = message.get_payload(decode=True).decode()
    assert "1501 0526 0914 1234" in body
    assert f"https://bang.example.cn/console/requests/{CODE}/" in body
    assert message["Message-ID"] == f"<{only().id}@wobangni>"
    assert letter.recipients == ["<lijianguo@example.cn>"]


@pytest.mark.parametrize(
    ("replies", "state"),
    [
        ({"RCPT": "550 no such user"}, "failed"),
        ({"RCPT": "450 try later"}, "waiting"),
        ({"MAIL": "552 too big"}, "failed"),
        ({"END": "554 spam"}, "failed"),
        ({"END": "451 local error"}, "waiting"),
        ({"EHLO": "421 closing", "HELO": "421 closing"}, "waiting"),
    ],
)
def test_a_mail_server_says_whether_trying_again_helps(letter: MailServer, replies: dict[str, str], state: str) -> None:
    letter.replies = replies
    assert tried().state == state
    assert letter.letters == []


def test_a_mail_server_that_is_slow_or_away_is_tried_again(letter: MailServer, settings: Any) -> None:
    letter.delay, settings.NOTICES = 1.0, settings.NOTICES | {"timeout": 0.3}
    assert tried().state == "waiting"
    letter.close()
    assert tried(only().next_at).state == "waiting"


@pytest.mark.parametrize(
    "address", ["lijianguo@example.cn\r\nBcc: all@example.cn", "no at all", "a@b", "<a@example.cn>"]
)
def test_an_address_with_anything_else_in_it_is_never_written_to(letter: MailServer, address: str) -> None:
    from wobangni.accounts.cipher import seal
    from wobangni.notices.models.address import address_place

    row = StaffAddress.objects.get()
    StaffAddress.objects.filter(id=row.id).update(address_sealed=seal(address, address_place(row.id)))
    assert tried().state == "failed"
    assert (letter.letters, letter.recipients) == ([], [])


# -- WeChat --------------------------------------------------------------------------------------------------------------

FIELDS = {"thing1": "{title}", "character_string2": "{code}", "time3": "{time}"}
TOKEN, NEXT_TOKEN = (says(200, {"access_token": word, "expires_in": 7200}) for word in ("first-token", "next-token"))
TAKEN = says(200, {"errcode": 0, "errmsg": "ok", "msgid": 200228332})


@pytest.fixture
def wechat(cast: Cast, provider: Provider) -> Provider:
    _official_account(provider, FIELDS)
    has_address(cast.housing_handler, Channel.WECHAT, OPENID)
    assert told(cast.housing_handler) == 1
    return provider


def _official_account(provider: Provider, fields: dict[str, str]) -> None:
    given = {
        "appid": "wx1234567890",
        "secret": "s3cret-of-the-account",
        "template_id": "T1",
        "fields": json.dumps(fields),
        "api": f"http://{provider.host}",
    }
    save_channel(actor=SYSTEM, now=NOON, county=COUNTY, channel=Channel.WECHAT, unit_id=None, given=given)


def test_a_template_message_is_filled_in_and_carries_our_key(wechat: Provider) -> None:
    wechat.behaviours = [TOKEN, TAKEN]
    row = tried()
    assert (row.state, row.gateway_ref) == ("sent", "200228332")
    (sent,) = wechat.bodies()
    assert (sent["touser"], sent["template_id"], sent["client_msg_id"]) == (OPENID, "T1", row.id.hex)
    assert sent["data"]["character_string2"] == {"value": "1501 0526 0914 1234"}
    assert sent["data"]["time3"] == {"value": "2026-09-14 12:00"}


def test_the_access_token_is_fetched_once_and_kept_sealed(wechat: Provider, cast: Cast) -> None:
    wechat.behaviours = [TOKEN, TAKEN, TAKEN]
    tried()
    told(cast.housing_handler, "two")
    row = NoticeDelivery.objects.get(state="waiting")
    deliver(county=row.county, id=row.id, now=NOON)
    assert [urlsplit(path).path.rsplit("/", 1)[1] for _m, path, _h, _b in wechat.heard] == ["token", "send", "send"]
    assert b"first-token" not in bytes(NoticeChannel.objects.get().token_sealed)


def test_a_token_that_was_refused_is_fetched_anew_once(wechat: Provider) -> None:
    wechat.behaviours = [TOKEN, says(200, {"errcode": 40001}), NEXT_TOKEN, TAKEN]
    assert tried().state == "sent"
    assert "access_token=next-token" in wechat.heard[-1][1]


def test_a_token_that_is_refused_again_is_no_endless_round(wechat: Provider) -> None:
    wechat.behave = says(200, {"errcode": 40001, "errmsg": "invalid credential"})
    wechat.behaviours = [TOKEN, says(200, {"errcode": 40001}), NEXT_TOKEN]
    assert tried().state == "failed"
    assert len(wechat.heard) == 4


@pytest.mark.parametrize(
    ("code", "state"), [(43004, "failed"), (40003, "failed"), (47003, "failed"), (-1, "waiting"), (45009, "waiting")]
)
def test_wechats_codes_say_whether_trying_again_helps(wechat: Provider, code: int, state: str) -> None:
    wechat.behaviours = [TOKEN, says(200, {"errcode": code, "errmsg": "words"})]
    row = tried()
    assert row.state == state
    assert str(code) in row.answer


def test_a_wrong_secret_is_failed_and_not_repeated_in_the_answer(wechat: Provider) -> None:
    wechat.behave = says(200, {"errcode": 40125, "errmsg": "invalid appsecret s3cret-of-the-account"})
    row = tried()
    assert row.state == "failed"
    assert "s3cret" not in row.answer


def test_a_template_that_asks_for_what_there_is_not_is_failed_with_its_name(cast: Cast, provider: Provider) -> None:
    _official_account(provider, {"thing1": "{title}", "thing2": "{weather}"})
    has_address(cast.housing_handler, Channel.WECHAT, OPENID)
    told(cast.housing_handler)
    provider.behave = TOKEN
    row = tried()
    assert (row.state, "weather" in row.answer) == ("failed", True)
    assert provider.heard == []


# -- text messages -------------------------------------------------------------------------------------------------------


@pytest.fixture
def texts(cast: Cast, provider: Provider, settings: Any) -> Provider:
    settings.SMS = settings.SMS | {"gateway": "http", "url": provider.url, "timeout": 5.0}
    has_address(cast.dispatcher, Channel.SMS, "138-1234-5678")
    assert told(cast.dispatcher, kind="danger", urgent=True) == 1
    return provider


def test_an_urgent_notice_goes_out_as_text_message_with_the_deliverys_id_as_key(texts: Provider) -> None:
    row = tried()
    assert (row.state, row.recipient) == ("sent", "巴特尔")
    (_method, _path, headers, body) = texts.heard[0]
    assert headers["Idempotency-Key"] == str(row.id)
    assert json.loads(body)["phone"] == "13812345678"


def test_an_answer_after_the_time_out_leads_to_a_second_call_with_the_same_key(texts: Provider, settings: Any) -> None:
    settings.SMS = settings.SMS | {"timeout": 0.3}
    texts.behaviours = [silent]
    row = tried()
    assert row.state == "waiting"
    assert tried(row.next_at).state == "sent"
    assert len({headers["Idempotency-Key"] for _m, _p, headers, _b in texts.heard}) == 1
