"""A resident says on their own page which text messages they want."""

from __future__ import annotations

import pytest
from django.test import Client
from playwright.sync_api import Page

from tests.resident.conftest import last_code, text_of
from tests.support.browser import accessibility_problems
from tests.support.queries import at_most
from wobangni.notices.models import LinePreference

PAGE = "/mine/notices/"


@pytest.fixture
def phone_owner(region: None) -> Client:
    client = Client()
    client.post("/mine/sign-in/", {"phone": "13800138000"})
    client.post("/mine/sign-in/code/", {"digits": last_code()})
    return client


def test_without_a_proved_phone_there_is_nothing_to_choose(region: None) -> None:
    client = Client()
    assert client.get(PAGE)["Location"] == "/mine/sign-in/"
    assert client.post(PAGE, {"wants": "none"})["Location"] == "/mine/sign-in/"
    assert not LinePreference.objects.exists()


def test_the_choice_is_kept_without_the_number_and_shown_again(phone_owner: Client) -> None:
    assert PAGE in text_of(phone_owner.get("/mine/"))
    assert 'value="all" ' in text_of(phone_owner.get(PAGE))
    for _twice in range(2):
        assert phone_owner.post(PAGE, {"wants": "less"})["Location"] == "/mine/"
    row = LinePreference.objects.get()
    assert (row.wants, b"13800138000" in bytes(row.line)) == ("less", False)
    with at_most(6):
        page = text_of(phone_owner.get(PAGE))
    assert "138****8000" in page


@pytest.mark.parametrize("wants", ["", "everything"])
def test_no_choice_is_said_beside_the_question(phone_owner: Client, wants: str) -> None:
    answer = phone_owner.post(PAGE, {"wants": wants})
    assert answer.status_code == 422
    assert "error" in text_of(answer)
    assert not LinePreference.objects.exists()


def test_the_page_can_be_used_by_everybody_on_a_phone(phone: Page) -> None:
    phone.goto("/mine/sign-in/")
    phone.get_by_label("手机号").fill("13800138000")
    phone.get_by_role("button", name="发送验证码").click()
    phone.get_by_label("验证码").fill(last_code())
    phone.locator("form button.btn-primary").click()
    phone.goto(PAGE)
    assert accessibility_problems(phone) == []
    phone.get_by_label("不收短信").check()
    phone.get_by_role("button", name="保存").click()
    phone.wait_for_url("**/mine/")
    assert LinePreference.objects.get().wants == "none"
