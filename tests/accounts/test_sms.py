"""Text messages through a real HTTP server that behaves well, badly and not at all."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
import time
import traceback
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
from django.db import transaction

from tests.support.jobs import run_jobs, waiting_jobs
from tests.support.provider import Behaviour, Provider, drips, floods, says
from wobangni.accounts.commands.send_sms import send_sms, send_sms_again
from wobangni.accounts.housekeeping import forget_old
from wobangni.accounts.models import SmsMessage
from wobangni.accounts.queries import demo_messages, failed_messages
from wobangni.accounts.sms.delivery import MOST_TRIES, try_to_deliver
from wobangni.accounts.sms.gateway import GatewayError
from wobangni.kernel.errors import NotFound

NOW = dt.datetime(2026, 11, 23, 2, 0, tzinfo=dt.UTC)
PHONE = "+8613812345678"


@pytest.fixture(autouse=True)
def in_earnest(settings) -> None:
    settings.DEMO = False


@pytest.fixture
def provider(settings) -> Iterator[Provider]:
    made = Provider()
    settings.SMS = {
        "gateway": "http",
        "url": made.url,
        "method": "POST",
        "format": "json",
        "body": {"to": "{phone}", "content": {"text": "【我帮你】{text}"}, "ref": "{id}"},
        "headers": {"Authorization": "Bearer abc"},
        "secret": "",
        "success": "",
        "ref": "",
        "timeout": 30.0,
    }
    yield made
    made.close()


@pytest.fixture
def message(db: None) -> UUID:
    return send_sms(now=NOW, phone=PHONE, text='您的诉求已办结。"}{phone}', county="150105")


def deliver(message_id: UUID, now: dt.datetime = NOW) -> SmsMessage:
    try_to_deliver(message_id, now=now)
    return SmsMessage.objects.get(id=message_id)


def fails(message_id: UUID, now: dt.datetime = NOW) -> SmsMessage:
    with pytest.raises(GatewayError):
        try_to_deliver(message_id, now=now)
    return SmsMessage.objects.get(id=message_id)


def test_the_body_is_filled_in_and_what_a_resident_typed_stays_text(provider: Provider, message: UUID) -> None:
    row = deliver(message)
    assert (row.state, row.tries, row.sent_at) == ("sent", 1, NOW)
    (method, _path, headers, body) = provider.heard[0]
    assert method == "POST"
    assert json.loads(body) == {
        "to": "13812345678",
        "content": {"text": '【我帮你】您的诉求已办结。"}{phone}'},
        "ref": str(message),
    }
    assert headers["Authorization"] == "Bearer abc"
    assert headers["Idempotency-Key"] == str(message)


def test_a_form_and_a_query_carry_the_same_values(provider: Provider, settings, message: UUID) -> None:
    settings.SMS |= {"format": "form", "body": {"to": "{phone_e164}", "text": "{text}"}}
    deliver(message)
    assert parse_qs(provider.heard[0][3].decode())["to"] == [PHONE]
    other = send_sms(now=NOW, phone=PHONE, text="第二条")
    settings.SMS |= {"format": "query", "method": "GET"}
    deliver(other)
    assert parse_qs(urlsplit(provider.heard[1][1]).query) == {"to": [PHONE], "text": ["第二条"]}


def test_the_signature_covers_time_and_body(provider: Provider, settings, message: UUID) -> None:
    settings.SMS |= {"secret": "shared"}
    deliver(message)
    (_method, _path, headers, body) = provider.heard[0]
    moment, signature = (part.partition("=")[2] for part in headers["X-Wobangni-Signature"].split(","))
    assert hmac.new(b"shared", moment.encode() + b"." + body, hashlib.sha256).hexdigest() == signature


def test_success_and_reference_are_read_from_the_answer(provider: Provider, settings, message: UUID) -> None:
    settings.SMS |= {"success": "result.code=0", "ref": "result.sid"}
    provider.behave = says(200, b'{"result": {"code": 0, "sid": 77}}')
    assert deliver(message).gateway_ref == "77"


@pytest.mark.parametrize("body", [b'{"result": {"code": 5}}', b"[]", b'{"result": null}'])
def test_a_refusal_in_a_friendly_answer_is_a_failure_that_stays_visible(
    provider: Provider, settings, message: UUID, body: bytes
) -> None:
    settings.SMS |= {"success": "result.code=0"}
    provider.behave = says(200, body)
    assert deliver(message).state == "failed"
    (row,) = failed_messages("150105")
    assert (row.phone_masked, row.text) == ("138****5678", "")
    assert failed_messages("150502") == []


@pytest.mark.parametrize("status", [400, 401, 403, 404, 422])
def test_our_own_mistake_is_not_tried_again(provider: Provider, message: UUID, status: int) -> None:
    provider.behave = says(status, b"no")
    assert deliver(message).state == "failed"


@pytest.mark.parametrize(
    "behave",
    [says(500, b"oops"), says(503), says(429), says(302), lambda handler: time.sleep(2), drips],
    ids=["500", "503", "429", "redirect", "silence", "drip"],
)
def test_a_provider_in_trouble_is_tried_again_later(
    provider: Provider, settings, message: UUID, behave: Behaviour
) -> None:
    provider.behave, patience = behave, settings.SMS["timeout"]
    settings.SMS |= {"timeout": 0.4}
    row = fails(message)
    assert (row.state, row.tries) == ("queued", 1)
    assert row.answer
    provider.behave, settings.SMS["timeout"] = says(200), patience
    assert deliver(message).state == "sent"


def test_a_flood_is_cut_off(provider: Provider, message: UUID) -> None:
    provider.behave = floods
    assert len(deliver(message).answer) <= 500


def test_nobody_at_the_address_is_tried_again(provider: Provider, message: UUID) -> None:
    provider.close()
    assert fails(message).state == "queued"


def test_after_the_last_try_it_is_failed_and_can_be_sent_again_by_hand(provider: Provider, message: UUID) -> None:
    provider.behave = says(500)
    for _n in range(MOST_TRIES - 1):
        fails(message)
    assert deliver(message).state == "failed"
    provider.behave = says(200)
    send_sms_again(now=NOW, message_id=message)
    run_jobs()
    assert SmsMessage.objects.get().state == "sent"
    with pytest.raises(NotFound):
        send_sms_again(now=NOW, message_id=message)


def test_a_job_that_runs_twice_sends_once(provider: Provider, message: UUID) -> None:
    deliver(message)
    deliver(message)
    assert len(provider.heard) == 1


def test_what_the_provider_repeats_is_not_kept_in_the_clear(provider: Provider, message: UUID) -> None:
    provider.behave = says(400, '13812345678 您的诉求已办结。"}{phone} blocked\x00'.encode())
    answer = deliver(message).answer
    assert "13812345678" not in answer
    assert "办结" not in answer
    assert "blocked" in answer


def test_nor_does_it_reach_the_log(
    provider: Provider, settings, message: UUID, caplog: pytest.LogCaptureFixture
) -> None:
    settings.SMS |= {"format": "query", "method": "GET"}
    provider.behave = says(500, b"13812345678 is busy")
    with caplog.at_level("INFO"), pytest.raises(GatewayError) as caught:
        try_to_deliver(message, now=NOW)
    assert "13812345678" not in "".join(traceback.format_exception(caught.value)) + caplog.text


def test_a_code_that_was_sent_is_wiped_and_an_old_one_is_not_sent(provider: Provider, db: None) -> None:
    kind = SmsMessage.Kind.CODE
    sent = send_sms(now=NOW, phone=PHONE, text="Your code is 123456.", kind=kind)
    assert bytes(deliver(sent).body_sealed) == b""
    late = send_sms(now=NOW, phone=PHONE, text="Your code is 654321.", kind=kind)
    assert deliver(late, NOW + dt.timedelta(minutes=5)).state == "failed"
    assert len(provider.heard) == 1


def test_without_a_gateway_a_message_fails_where_it_can_be_seen(settings, message: UUID) -> None:
    settings.SMS |= {"gateway": ""}
    row = deliver(message)
    assert row.state == "failed"
    assert "WOBANGNI_SMS_GATEWAY" in row.answer


def test_the_demo_keeps_messages_to_be_read_on_its_page(settings, message: UUID) -> None:
    assert demo_messages() == []
    settings.DEMO, settings.SMS = True, settings.SMS | {"gateway": "outbox"}
    run_jobs()
    (row,) = demo_messages()
    assert (row.state, row.phone_masked) == ("sent", "138****5678")
    assert row.text.startswith("您的诉求已办结。")


def test_a_message_goes_out_only_if_the_change_it_tells_of_is_kept(db: None) -> None:
    with transaction.atomic():
        send_sms(now=NOW, phone=PHONE, text="您的诉求已办结。")
        transaction.set_rollback(True)
    assert waiting_jobs() == []
    assert not SmsMessage.objects.exists()


def test_old_messages_are_forgotten_but_failures_stay(settings, message: UUID) -> None:
    settings.SMS |= {"gateway": ""}
    deliver(message)
    SmsMessage.objects.create(phone_masked="138****5678", state="sent", queued_at=NOW, sent_at=NOW)
    forget_old(now=NOW + dt.timedelta(days=91))
    assert [row.state for row in SmsMessage.objects.all()] == ["failed"]
