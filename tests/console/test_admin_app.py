"""The county's administrator sets up the county's own app."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from playwright.sync_api import Page

from tests.cast import COUNTY, make_cast
from tests.resident.conftest import named, photo
from tests.support.browser import accessibility_problems, shot
from tests.support.people import sign_in
from tests.support.queries import at_most
from wobangni.accounts.cipher import unseal
from wobangni.exchange.commands.reseal_calls import reseal_calls
from wobangni.exchange.commands.sample_app import make_sample_app
from wobangni.exchange.models import CountyApp
from wobangni.exchange.rules.places import app_place
from wobangni.kernel import clock
from wobangni.organisations.models import Revision

APP = f"/console/admin/{COUNTY}/app/"
SAID = {"name": "爱赛罕", "colour": "#9C4221", "origins": "https://app.example.cn/"}


def set_up(office: Client) -> str:
    """The secret as the page shows it."""
    assert office.post(APP, SAID).status_code == 302
    found = re.search(r"(app-\w+)<br>([\w-]{40,})", office.get(APP).content.decode())
    assert found
    return found[2]


def test_the_secret_is_shown_once_and_kept_sealed(office: Client) -> None:
    secret = set_up(office)
    assert secret not in office.get(APP).content.decode()
    row = CountyApp.objects.get()
    assert (row.colour, row.origins) == ("#9c4221", ["https://app.example.cn"])
    assert secret.encode() not in bytes(row.secret_sealed)
    assert all("sealed" not in str(r.before) + str(r.after) for r in Revision.objects.filter(table="county_app"))


def test_the_secret_changes_in_two_steps(office: Client) -> None:
    old = set_up(office)
    office.post(f"{APP}secret/", {"do": "rotate"})
    page = office.get(APP).content.decode()
    assert old not in page
    assert "两把密钥都有效" in page
    row = CountyApp.objects.get()
    assert unseal(row.former_sealed, app_place(row.key, "former")) == old
    office.post(f"{APP}secret/", {"do": "drop"})
    assert not bytes(CountyApp.objects.get().former_sealed)
    office.post(f"{APP}secret/", {"do": "off"})
    assert not CountyApp.objects.get().active


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"name": ""}, "error-summary"),
        ({"name": "长" * 41}, "40"),
        ({"colour": "grün"}, "#1c7448"),
        ({"colour": "#12345"}, "#1c7448"),
        ({"colour": "red;}*{display:none"}, "#1c7448"),
        ({"origins": "https://*.cn"}, "https://*.cn"),
        ({"origins": "\n".join(f"https://a{n}.cn" for n in range(9))}, "最多 8 个"),
    ],
)
def test_what_can_not_be_used_stands_beside_its_box_and_nothing_changes(
    office: Client, changed: dict[str, str], says: str
) -> None:
    answer = office.post(APP, SAID | changed)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not CountyApp.objects.exists()


def test_a_logo_is_written_anew_by_us_or_refused(office: Client) -> None:
    set_up(office)
    logo = f"/app/{COUNTY}/logo.jpg"
    assert office.get(logo).status_code == 404
    answer = office.post(APP, SAID | {"logo": named(b"<svg onload=alert(1)>", "logo.png")})
    assert answer.status_code == 422
    assert office.post(APP, SAID | {"logo": photo((900, 900))}).status_code == 302
    answer = office.get(logo)
    assert answer.content[:3] == b"\xff\xd8\xff"
    assert office.get(logo, headers={"if-none-match": answer["ETag"]}).status_code == 304
    office.post(APP, SAID)
    assert office.get(logo).status_code == 200
    office.post(APP, SAID | {"drop_logo": "on"})
    assert office.get(logo).status_code == 404


def test_a_colour_too_light_for_words_is_darkened_and_the_page_says_so(office: Client) -> None:
    office.post(APP, SAID | {"colour": "#ffd000"})
    assert "#ffd000 已自动加深" in office.get(APP).content.decode()


def test_a_new_vault_key_seals_the_apps_secrets_anew(office: Client, settings: object) -> None:
    secret = set_up(office)
    office.post(f"{APP}secret/", {"do": "rotate"})
    settings.VAULT_HASH_KEY = settings.VAULT_HASH_KEY or settings.VAULT_KEYS[-1]  # type: ignore[attr-defined]
    settings.VAULT_KEYS = ["C" * 43 + "=", *settings.VAULT_KEYS]  # type: ignore[attr-defined]
    assert reseal_calls().written == 1
    settings.VAULT_KEYS = settings.VAULT_KEYS[:1]  # type: ignore[attr-defined]
    row = CountyApp.objects.get()
    assert unseal(row.former_sealed, app_place(row.key, "former")) == secret


def test_the_page_asks_little_of_the_database(office: Client) -> None:
    set_up(office)
    office.get(APP)
    with at_most(12):
        office.get(APP)


@pytest.mark.parametrize("screen", ["desk", "phone"])
def test_the_page_fits_and_can_be_used_by_everybody(request: pytest.FixtureRequest, live: str, screen: str) -> None:
    page: Page = request.getfixturevalue(screen)
    sign_in(page, make_cast().admin, live)
    page.goto(APP)
    assert accessibility_problems(page) == []
    make_sample_app(now=clock.now(), county=COUNTY)
    page.goto(APP)
    assert accessibility_problems(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    shot(page, f"admin-{screen}")
