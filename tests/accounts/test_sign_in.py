"""Signing in, as staff do it: name and password, the second step, the lock, the first password, the ends of a session."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import struct
import time
from base64 import b32decode

import pytest
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.sessions.models import Session
from django.test import Client

from tests.cast import COUNTY
from wobangni.accounts.housekeeping import forget_old
from wobangni.accounts.models import User
from wobangni.kernel import clock
from wobangni.kernel.actors import SYSTEM, Role
from wobangni.organisations.commands.create_staff import create_staff
from wobangni.organisations.commands.deactivate_staff import deactivate_staff
from wobangni.organisations.commands.reset_password import reset_password
from wobangni.organisations.commands.revoke_role import revoke_role
from wobangni.organisations.models import Membership

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]
PASSWORD = "malqin-saikhan-77"
LOGIN, DESK, CHANGE = "/accounts/login/", "/console/", "/accounts/password/change/"


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same algorithm with the least work: these tests hash a hundred times."""
    for name, value in {"time_cost": 1, "memory_cost": 8, "parallelism": 1}.items():
        monkeypatch.setattr(Argon2PasswordHasher, name, value)


@pytest.fixture
def clerk() -> int:
    return new("clerk1", password=PASSWORD)


def new(username: str, password: str | None = None) -> int:
    return create_staff(
        actor=SYSTEM,
        now=clock.now(),
        username=username,
        name="王秀兰",
        role=Role.CLERK,
        county=COUNTY,
        password=password,
    ).user_id


def sign_in(client: Client, name: str = "clerk1", password: str = PASSWORD, **extra: str):
    return client.post(LOGIN, {"login": name, "password": password, **extra})


def is_in(client: Client) -> bool:
    return client.get("/accounts/").status_code == 200


def one_time_code(secret: str, step: int = 0) -> str:
    """RFC 6238, written out once more, so that the test does not lean on what it tests."""
    digest = hmac.new(b32decode(secret), struct.pack(">Q", int(time.time()) // 30 + step), hashlib.sha1).digest()
    offset = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[offset : offset + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"


class TestPassword:
    def test_name_and_password_lead_to_the_desk(self, client: Client, clerk: int) -> None:
        response = sign_in(client)
        assert (response.status_code, response["Location"]) == (302, DESK)
        assert is_in(client)
        assert client.cookies["django_language"].value == "zh-hans"

    def test_they_lead_back_to_the_page_that_was_asked_for_and_nowhere_else(self, client: Client, clerk: int) -> None:
        assert sign_in(client, next="/accounts/")["Location"] == "/accounts/"
        client.logout()
        assert sign_in(client, next="https://evil.example/")["Location"] == DESK

    @pytest.mark.parametrize("name", ["CLERK1", " clerk1 ", "ｃｌｅｒｋ１"])
    def test_a_name_may_be_spelled_as_the_keyboard_likes(self, client: Client, clerk: int, name: str) -> None:
        assert sign_in(client, name).status_code == 302

    @pytest.mark.parametrize(("name", "password"), [("clerk1", "wrong"), ("nobody", PASSWORD), ("\x00", "\x00")])
    def test_whether_name_or_password_was_wrong_is_not_told(
        self, client: Client, clerk: int, name: str, password: str
    ) -> None:
        response = sign_in(client, name, password)
        assert response.status_code == 200
        assert not is_in(client)

    def test_a_new_session_begins_with_signing_in(self, client: Client, clerk: int) -> None:
        client.post("/language/", {"language": "en"})
        before = client.session.session_key or "none"
        sign_in(client)
        assert client.session.session_key != before

    def test_someone_switched_off_can_not_sign_in_and_is_signed_out(self, client: Client, clerk: int) -> None:
        sign_in(client)
        deactivate_staff(actor=SYSTEM, now=clock.now(), user_id=clerk)
        assert not is_in(client)
        assert sign_in(client).status_code == 200
        assert not is_in(client)

    def test_nobody_can_sign_up(self, client: Client) -> None:
        for path in ("/accounts/signup/", "/accounts/password/reset/", "/accounts/email/"):
            assert client.get(path).status_code == 404


class TestLock:
    def test_the_fifth_wrong_password_locks_the_name_at_this_address(self, client: Client, clerk: int) -> None:
        responses = [sign_in(client, name, "wrong") for name in ("clerk1", "Clerk1", "CLERK1 ", "clerk1", "clerk1")]
        assert [r.status_code for r in responses] == [200, 200, 200, 200, 429]
        locked = sign_in(client)
        assert locked.status_code == 429
        assert int(locked["Retry-After"]) == 900
        assert "15" in locked.content.decode()
        assert not is_in(client)

    def test_other_names_and_other_addresses_are_not_locked(self, client: Client, clerk: int) -> None:
        new("clerk2", password=PASSWORD)
        for _n in range(5):
            sign_in(client, password="wrong")
        assert sign_in(client, "clerk2").status_code == 302
        client.logout()
        elsewhere = Client(REMOTE_ADDR="198.51.100.9")
        assert sign_in(elsewhere).status_code == 302

    def test_the_lock_opens_after_a_quarter_of_an_hour(self, client: Client, clerk: int) -> None:
        for _n in range(5):
            sign_in(client, password="wrong")
        AccessAttempt.objects.update(attempt_time=clock.now() - dt.timedelta(minutes=16))
        assert sign_in(client).status_code == 302

    def test_what_the_sender_claims_as_address_does_not_open_it(self, client: Client, clerk: int) -> None:
        for n in range(5):
            client.post(LOGIN, {"login": "clerk1", "password": "wrong"}, headers={"X-Forwarded-For": f"10.0.0.{n}"})
        response = client.post(
            LOGIN, {"login": "clerk1", "password": PASSWORD}, headers={"X-Forwarded-For": "10.0.0.99"}
        )
        assert response.status_code == 429


class TestFirstPassword:
    def test_a_password_given_by_somebody_else_must_be_changed_first(self, client: Client) -> None:
        made = create_staff(actor=SYSTEM, now=clock.now(), username="new1", name="新人", role=Role.CLERK, county=COUNTY)
        sign_in(client, "new1", made.password)
        assert client.get(DESK)["Location"] == CHANGE
        assert client.get(DESK, headers={"HX-Request": "true"})["HX-Redirect"] == CHANGE
        same = {"oldpassword": made.password, "password1": made.password, "password2": made.password}
        assert client.post(CHANGE, same).status_code == 200
        fresh = same | {"password1": PASSWORD, "password2": PASSWORD}
        assert client.post(CHANGE, fresh)["Location"] == DESK
        assert client.get(DESK).headers.get("Location") != CHANGE
        assert not User.objects.get(username="new1").must_change_password

    @pytest.mark.parametrize("password", ["short", "1234567890", "password123", "clerk1xyzw"])
    def test_a_weak_one_is_refused(self, client: Client, clerk: int, password: str) -> None:
        sign_in(client)
        response = client.post(CHANGE, {"oldpassword": PASSWORD, "password1": password, "password2": password})
        assert response.status_code == 200
        client.logout()
        assert sign_in(client).status_code == 302

    def test_a_reset_ends_every_session_and_gives_a_password_to_be_changed(self, client: Client, clerk: int) -> None:
        sign_in(client)
        password = reset_password(actor=SYSTEM, now=clock.now(), user_id=clerk)
        assert not is_in(client)
        assert sign_in(client).status_code == 200
        sign_in(client, password=password)
        assert client.get(DESK)["Location"] == CHANGE


class TestSecondStep:
    def set_up(self, client: Client) -> str:
        """Switches it on as a person does, and gives the secret."""
        sign_in(client)
        client.get("/accounts/2fa/totp/activate/")
        secret = client.session["mfa.totp.secret"]
        response = client.post("/accounts/2fa/totp/activate/", {"code": one_time_code(secret, -1)})
        assert response["Location"] == "/accounts/2fa/recovery-codes/"
        return str(secret)

    def actor_of(self, client: Client):
        return client.get("/accounts/").wsgi_request.actor

    def test_without_it_the_second_factor_is_missing(self, client: Client, clerk: int) -> None:
        sign_in(client)
        assert not self.actor_of(client).second_factor

    def test_whoever_has_just_set_it_up_has_used_it(self, client: Client, clerk: int) -> None:
        self.set_up(client)
        assert self.actor_of(client).second_factor

    def test_from_then_on_the_password_alone_opens_nothing(self, client: Client, clerk: int) -> None:
        secret = self.set_up(client)
        client.post("/accounts/logout/")
        assert sign_in(client)["Location"] == "/accounts/2fa/authenticate/"
        assert not is_in(client)
        right = one_time_code(secret)
        wrong = f"{(int(right) + 1) % 10**6:06d}"
        assert client.post("/accounts/2fa/authenticate/", {"code": wrong}).status_code == 200
        assert client.post("/accounts/2fa/authenticate/", {"code": right})["Location"] == DESK
        assert self.actor_of(client).second_factor

    def test_a_code_works_once(self, client: Client, clerk: int) -> None:
        secret = self.set_up(client)
        code = one_time_code(secret)
        for expected in (302, 200):
            client.post("/accounts/logout/")
            sign_in(client)
            assert client.post("/accounts/2fa/authenticate/", {"code": code}).status_code == expected

    def test_ten_wrong_codes_are_enough(self, client: Client, clerk: int) -> None:
        secret = self.set_up(client)
        client.post("/accounts/logout/")
        sign_in(client)
        right = one_time_code(secret)
        wrong = f"{(int(right) + 1) % 10**6:06d}"
        for _n in range(11):
            client.post("/accounts/2fa/authenticate/", {"code": wrong})
        assert client.post("/accounts/2fa/authenticate/", {"code": right}).status_code == 200
        assert not is_in(client)

    def test_a_recovery_code_works_in_its_place_once(self, client: Client, clerk: int) -> None:
        self.set_up(client)
        code = client.get("/accounts/2fa/recovery-codes/").context["unused_codes"][0]
        for expected in (302, 200):
            client.post("/accounts/logout/")
            sign_in(client)
            assert client.post("/accounts/2fa/authenticate/", {"code": code}).status_code == expected

    def test_the_secret_is_sealed_in_the_database(self, client: Client, clerk: int) -> None:
        secret = self.set_up(client)
        for row in Authenticator.objects.all():
            assert secret not in str(row.data)

    def test_an_administrator_can_switch_it_off_for_a_lost_phone(self, client: Client, clerk: int) -> None:
        self.set_up(client)
        password = reset_password(actor=SYSTEM, now=clock.now(), user_id=clerk, drop_second_factor=True)
        assert sign_in(client, password=password)["Location"] == DESK

    def test_every_page_about_it_can_be_read(self, client: Client, clerk: int) -> None:
        self.set_up(client)
        for path in (
            "2fa/",
            "2fa/recovery-codes/",
            "2fa/recovery-codes/generate/",
            "2fa/recovery-codes/download/",
            "2fa/totp/deactivate/",
            "password/change/",
            "logout/",
            "",
        ):
            assert client.get(f"/accounts/{path}").status_code == 200, path


class TestSession:
    def test_an_idle_hour_ends_it(self, client: Client, clerk: int, monkeypatch: pytest.MonkeyPatch) -> None:
        sign_in(client)
        assert is_in(client)
        later = clock.now() + dt.timedelta(minutes=61)
        monkeypatch.setattr(clock, "now", lambda: later)
        assert not is_in(client)

    def test_clicks_keep_it_open_but_not_beyond_a_long_day(
        self, client: Client, clerk: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        sign_in(client)
        start = clock.now()
        seen = []
        for minutes in range(0, 13 * 60, 50):
            monkeypatch.setattr(clock, "now", lambda at=start + dt.timedelta(minutes=minutes): at)
            seen.append(is_in(client))
        assert seen == [minutes <= 720 for minutes in range(0, 13 * 60, 50)]

    def test_a_role_that_was_taken_away_is_gone_with_the_next_click(self, client: Client, clerk: int) -> None:
        sign_in(client)
        before = client.get("/accounts/").wsgi_request.actor
        assert [g.role for g in before.grants] == [Role.CLERK]
        revoke_role(actor=SYSTEM, now=clock.now(), membership_id=Membership.objects.get(user_id=clerk).pk)
        assert client.get("/accounts/").wsgi_request.actor.grants == ()

    def test_sessions_that_are_over_are_forgotten_at_night(self, client: Client, clerk: int) -> None:
        sign_in(client)
        forget_old(now=clock.now() + dt.timedelta(hours=11))
        assert is_in(client)
        forget_old(now=clock.now() + dt.timedelta(days=15))
        assert not Session.objects.exists()

    def test_a_visitor_without_a_session_costs_no_query(self, client: Client, django_assert_num_queries) -> None:
        with django_assert_num_queries(0):
            assert client.get("/offline/").wsgi_request.actor is None


class TestDemo:
    def test_the_sign_in_page_of_a_demo_offers_its_people(self, client: Client, settings) -> None:
        create_staff(
            actor=SYSTEM,
            now=clock.now(),
            username="demo1",
            name="巴特尔",
            role=Role.DISPATCHER,
            county=COUNTY,
            password=PASSWORD,
            demo=True,
        )
        assert "巴特尔" in client.get(LOGIN).content.decode()
        settings.DEMO = False
        assert "巴特尔" not in client.get(LOGIN).content.decode()

    def test_the_outbox_is_there_in_a_demo_only(self, client: Client, settings) -> None:
        assert client.get("/demo/sms/").status_code == 200
        settings.DEMO = False
        assert client.get("/demo/sms/").status_code == 404
