"""Rotating the vault's keys without losing anybody."""

from __future__ import annotations

import base64
import datetime as dt
import os

import pytest
from allauth.mfa.models import Authenticator

from tests.support.jobs import run_jobs
from wobangni.accounts.cipher import CannotOpen, seal, unseal
from wobangni.accounts.commands import reseal as reseal_module
from wobangni.accounts.commands.know_resident import know_resident
from wobangni.accounts.commands.reseal import reseal
from wobangni.accounts.commands.send_sms import send_sms
from wobangni.accounts.commands.store_contact import store_contact
from wobangni.accounts.mfa_secrets import open_secret, seal_secret
from wobangni.accounts.models import Contact, Resident, SmsMessage, User
from wobangni.accounts.vault import ContactInput, open_contact
from wobangni.kernel.actors import SYSTEM, Actor, ActorKind
from wobangni.notices.commands.reseal import reseal as reseal_everything
from wobangni.notices.commands.save_preferences import save_address
from wobangni.notices.models import NoticeChannel, StaffAddress
from wobangni.notices.models.address import address_place
from wobangni.notices.models.channel import settings_place, token_place
from wobangni.notices.rules.channels import Channel

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 23, 2, 0, tzinfo=dt.UTC)
OLD, NEW = (base64.urlsafe_b64encode(os.urandom(32)).decode() for _n in range(2))
PHONE = "+8613812345678"


@pytest.fixture(autouse=True)
def sealed_with_the_old_key(settings, db: None) -> None:
    settings.VAULT_KEYS = [OLD]
    for county in ("150105", "150502"):
        for n in range(3):
            given = ContactInput("乌日娜", f"1381234567{n}", "敕勒川大街")
            store_contact(actor=SYSTEM, now=NOW, county=county, contact=given)
    know_resident(now=NOW, phone=PHONE)
    send_sms(now=NOW, phone=PHONE, text="您的诉求已办结。")
    user = User.objects.create_user("clerk1", name="王秀兰")
    Authenticator.objects.create(user=user, type="totp", data={"secret": seal_secret("JBSWY3DP")})
    settings.VAULT_KEYS = [NEW, OLD]


def opened(row: Contact) -> str:
    return open_contact(row.county, row.id, name=row.name_sealed, phone=row.phone_sealed).phone


def test_everything_opens_with_the_new_key_alone_afterwards(settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reseal_module, "BATCH", 2)
    batches: list[tuple[int, int]] = []
    done = reseal(progress=lambda done, total: batches.append((done, total)))
    assert (done.read, done.written, done.broken) == (9, 9, [])
    assert batches == [(2, 9), (3, 9), (5, 9), (6, 9), (7, 9), (8, 9)]
    settings.VAULT_KEYS, settings.VAULT_HASH_KEY = [NEW], OLD
    phones = sorted(opened(row) for row in Contact.objects.all())
    assert phones == sorted(2 * [f"1381234567{n}" for n in range(3)])
    assert open_secret(Authenticator.objects.get().data["secret"]) == "JBSWY3DP"
    assert know_resident(now=NOW, phone=PHONE) == Resident.objects.get().id


def test_a_second_run_finds_nothing_to_do() -> None:
    reseal()
    assert reseal().written == 0


def test_a_row_that_no_key_opens_is_named_and_left(settings) -> None:
    row = Contact.objects.filter(county="150105").first()
    assert row is not None
    broken = bytes(row.phone_sealed)[:-1] + b"\x00"
    Contact.objects.filter(county=row.county, id=row.id).update(phone_sealed=broken)
    done = reseal()
    assert done.broken == [f"accounts_contact {row.id}"]
    assert bytes(Contact.objects.get(county=row.county, id=row.id).phone_sealed) == broken
    with pytest.raises(CannotOpen):
        opened(Contact.objects.get(county=row.county, id=row.id))


def test_messages_on_their_way_can_still_be_sent(settings) -> None:
    reseal()
    settings.VAULT_KEYS, settings.DEMO = [NEW], True
    settings.SMS = settings.SMS | {"gateway": "outbox"}
    run_jobs()
    assert SmsMessage.objects.get().state == "sent"


def test_what_the_notices_keep_is_sealed_anew_with_the_rest(settings) -> None:
    settings.VAULT_KEYS = [OLD]
    save_address(actor=Actor(ActorKind.STAFF, "77", "王秀兰"), now=NOW, channel=Channel.EMAIL, address="w@example.cn")
    robot = NoticeChannel(county="150105", channel="wecom", unit_id=1, saved_at=NOW)
    robot.settings_sealed = seal('{"webhook": "https://example.cn/"}', settings_place(robot.id))
    robot.token_sealed = seal("token", token_place(robot.id))
    robot.save()
    settings.VAULT_KEYS = [NEW, OLD]
    done = reseal_everything()
    assert (done.read, done.broken) == (11, [])
    settings.VAULT_KEYS, settings.VAULT_HASH_KEY = [NEW], OLD
    address, robot = StaffAddress.objects.get(), NoticeChannel.objects.get()
    assert unseal(address.address_sealed, address_place(address.id)) == "w@example.cn"
    assert unseal(robot.token_sealed, token_place(robot.id)) == "token"
    assert "example.cn" in unseal(robot.settings_sealed, settings_place(robot.id))
