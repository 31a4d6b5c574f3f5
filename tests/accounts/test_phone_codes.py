"""Six digits by text message: who holds a phone, and who only guesses."""

from __future__ import annotations

import datetime as dt
import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction
from django.utils import translation

from wobangni.accounts.cipher import unseal
from wobangni.accounts.commands.check_code import ProvedPhone, check_code
from wobangni.accounts.commands.send_code import send_code
from wobangni.accounts.models import PhoneCode, Resident, SmsMessage
from wobangni.accounts.sms.delivery import body_place
from wobangni.kernel.errors import InvalidInput, TooMany, WobangniError

NOW = dt.datetime(2026, 11, 23, 2, 0, tzinfo=dt.UTC)
PHONE, OTHER = "13812345678", "13912345678"
IP = "203.0.113.7"


def after(**span: float) -> dt.datetime:
    return NOW + dt.timedelta(**span)


def sent_code() -> str:
    row = SmsMessage.objects.latest("queued_at")
    return re.search(r"\d{6}", unseal(row.body_sealed, body_place(row.id)))[0]  # type: ignore[index]


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


@pytest.mark.django_db
class TestSending:
    def test_a_code_goes_out_by_the_queue_and_is_nowhere_in_the_clear(self) -> None:
        sent = send_code(now=NOW, phone="138 1234 5678", ip=IP)
        assert (sent.phone, sent.phone_masked, sent.again_after) == ("+8613812345678", "138****5678", 60)
        code = sent_code()
        row = PhoneCode.objects.get()
        assert code.encode() not in bytes(row.code_hash)
        assert row.expires_at == after(minutes=5)
        assert code.encode() not in bytes(SmsMessage.objects.get().body_sealed)

    @pytest.mark.parametrize("phone", ["", "12345", "0471-4567890"])
    def test_what_no_text_message_reaches_is_refused(self, phone: str) -> None:
        with pytest.raises(InvalidInput) as caught:
            send_code(now=NOW, phone=phone, ip=IP)
        assert set(caught.value.fields) == {"phone"}
        assert not SmsMessage.objects.exists()

    @pytest.mark.parametrize("phone", ["+976 9911 2233", "+852 5123 4567", "+1 202 555 0143"])
    def test_a_mobile_from_abroad_is_refused_with_what_to_do_instead(self, phone: str) -> None:
        with translation.override("en"), pytest.raises(InvalidInput) as caught:
            send_code(now=NOW, phone=phone, ip=IP)
        assert "hotline" in str(caught.value.fields["phone"])
        assert "anonymously" in str(caught.value.fields["phone"])
        assert not SmsMessage.objects.exists()
        assert not PhoneCode.objects.exists()

    def test_a_second_one_within_a_minute_is_refused_with_the_seconds_to_wait(self) -> None:
        send_code(now=NOW, phone=PHONE, ip=IP)
        with pytest.raises(TooMany) as caught:
            send_code(now=after(seconds=40), phone=PHONE, ip="198.51.100.1")
        assert 20 <= caught.value.retry_after <= 21
        send_code(now=after(seconds=61), phone=PHONE, ip=IP)

    def test_the_eleventh_in_a_day_is_refused_until_the_first_is_a_day_old(self) -> None:
        for n in range(10):
            send_code(now=after(minutes=2 * n), phone=PHONE, ip=f"203.0.113.{n}")
        with pytest.raises(TooMany) as caught:
            send_code(now=after(hours=1), phone=PHONE, ip=IP)
        assert 22 * 3600 < caught.value.retry_after <= 23 * 3600 + 1
        send_code(now=after(days=1, seconds=1), phone=PHONE, ip=IP)

    def test_one_address_can_not_write_to_everybody(self) -> None:
        for n in range(10):
            send_code(now=after(seconds=n), phone=f"1381234{n:04d}", ip=IP)
        with pytest.raises(TooMany):
            send_code(now=after(seconds=11), phone=OTHER, ip=IP)
        send_code(now=after(seconds=11), phone=OTHER, ip="198.51.100.1")


@pytest.mark.django_db
class TestChecking:
    def test_the_right_code_proves_the_phone_and_names_the_same_resident_every_time(self) -> None:
        send_code(now=NOW, phone=PHONE, ip=IP)
        code = sent_code()
        first = check_code(now=after(minutes=1), phone=PHONE, code=f" {code[:3]} {code[3:]} ", ip=IP)
        send_code(now=after(minutes=2), phone=PHONE, ip=IP)
        second = check_code(now=after(minutes=3), phone="+86 13812345678", code=sent_code(), ip=IP)
        assert first.resident_id == second.resident_id == Resident.objects.get().id

    def test_a_code_works_once(self) -> None:
        send_code(now=NOW, phone=PHONE, ip=IP)
        check_code(now=NOW, phone=PHONE, code=sent_code(), ip=IP)
        self.refused("code_expired", NOW, sent_code())

    def test_the_browser_that_asked_may_send_the_same_digits_once_more_for_a_minute(self) -> None:
        sent = send_code(now=NOW, phone=PHONE, ip=IP)
        code = sent_code()
        first = check_code(now=after(minutes=1), phone=PHONE, code=code, ip=IP, asked=sent.id)
        self.refused("code_expired", after(minutes=1), code)  # another browser, that knows phone and digits
        again = check_code(now=after(minutes=1, seconds=59), phone=PHONE, code=code, ip=IP, asked=sent.id)
        assert again == first
        with pytest.raises(InvalidInput) as told:
            check_code(now=after(minutes=2), phone=PHONE, code=code, ip=IP, asked=sent.id)
        assert told.value.code == "code_expired"

    def test_a_used_code_can_not_be_guessed_by_whoever_asked_for_it(self) -> None:
        """Someone asks for a code to a neighbour's phone, the neighbour types it in: the digits are no easier to find than before."""
        sent = send_code(now=NOW, phone=PHONE, ip=IP)
        code = sent_code()
        check_code(now=NOW, phone=PHONE, code=code, ip=IP)
        for _n in range(5):
            with pytest.raises((InvalidInput, TooMany)):
                check_code(now=NOW, phone=PHONE, code=wrong(code), ip=IP, asked=sent.id)
        with pytest.raises(TooMany):
            check_code(now=NOW, phone=PHONE, code=code, ip=IP, asked=sent.id)

    def test_a_code_expires_after_five_minutes(self) -> None:
        send_code(now=NOW, phone=PHONE, ip=IP)
        self.refused("code_expired", after(minutes=5), sent_code())

    def test_a_newer_code_replaces_the_older(self) -> None:
        send_code(now=NOW, phone=PHONE, ip=IP)
        older = sent_code()
        send_code(now=after(minutes=2), phone=PHONE, ip=IP)
        if older != sent_code():
            self.refused("code_wrong", after(minutes=2), older)

    def test_a_code_is_good_for_its_own_phone_only(self) -> None:
        send_code(now=NOW, phone=PHONE, ip=IP)
        code = sent_code()
        with pytest.raises(InvalidInput) as caught:
            check_code(now=NOW, phone=OTHER, code=code, ip=IP)
        assert caught.value.code == "code_expired"

    def test_after_five_wrong_tries_the_right_one_does_not_help(self) -> None:
        send_code(now=NOW, phone=PHONE, ip=IP)
        code = sent_code()
        for left in (4, 3, 2, 1):
            error = self.refused("code_wrong", NOW, wrong(code))
            assert str(left) in str(error.message)
        assert isinstance(self.refused("code_tries", NOW, wrong(code)), TooMany)
        self.refused("code_tries", NOW, code)

    @pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "一二三四五六", "\x00", "9" * 5000])
    def test_what_is_no_code_counts_as_a_wrong_one(self, code: str) -> None:
        send_code(now=NOW, phone=PHONE, ip=IP)
        self.refused("code_wrong", NOW, code)
        assert PhoneCode.objects.get().tries == 1

    def test_one_address_can_not_go_through_many_phones(self) -> None:
        for _n in range(60):
            self.refused("code_expired", NOW, "123456")
        with pytest.raises(TooMany):
            check_code(now=NOW, phone=PHONE, code="123456", ip=IP)

    def refused(self, reason: str, now: dt.datetime, code: str) -> WobangniError:
        with pytest.raises(WobangniError) as caught:
            check_code(now=now, phone=PHONE, code=code, ip=IP)
        assert caught.value.code == reason
        return caught.value


def at_once(*calls):
    """Runs them on connections of their own at the same moment; returns results and errors in order."""
    barrier = Barrier(len(calls))

    def run(call):
        try:
            barrier.wait(10)
            return call()
        except WobangniError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


@pytest.mark.django_db(transaction=True)
class TestRaces:
    def test_of_two_checks_at_the_same_moment_one_succeeds(self) -> None:
        send_code(now=NOW, phone=PHONE, ip=IP)
        code = sent_code()
        results = at_once(*[lambda: check_code(now=NOW, phone=PHONE, code=code, ip=IP)] * 4)
        proved = [r for r in results if isinstance(r, ProvedPhone)]
        assert len(proved) == 1
        assert {r.code for r in results if isinstance(r, WobangniError)} == {"code_expired"}
        assert Resident.objects.count() == 1

    def test_wrong_tries_at_the_same_moment_are_all_counted(self) -> None:
        send_code(now=NOW, phone=PHONE, ip=IP)
        code = sent_code()
        at_once(*[lambda: check_code(now=NOW, phone=PHONE, code=wrong(code), ip=IP)] * 4)
        assert PhoneCode.objects.get().tries == 4

    def test_two_clicks_at_the_same_moment_send_one_code(self) -> None:
        results = at_once(*[lambda: send_code(now=NOW, phone=PHONE, ip=IP)] * 3)
        assert sum(isinstance(r, TooMany) for r in results) == 2
        assert PhoneCode.objects.count() == SmsMessage.objects.count() == 1

    def test_two_proofs_of_a_new_phone_make_one_resident(self) -> None:
        from wobangni.accounts.commands.know_resident import know_resident

        ids = at_once(*[lambda: know_resident(now=NOW, phone="+8613812345678")] * 4)
        assert len(set(ids)) == 1

    def test_a_wrong_try_can_not_be_undone_by_a_transaction_around_it(self) -> None:
        send_code(now=NOW, phone=PHONE, ip=IP)
        with pytest.raises(RuntimeError), transaction.atomic():
            check_code(now=NOW, phone=PHONE, code="000000", ip=IP)
