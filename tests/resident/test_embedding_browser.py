"""From a button in the county's app to the rating, on a phone, in the app's own look; with and without scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, Self
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.cast import COUNTY, Cast, make_cast
from tests.resident.conftest import WORDS
from tests.resident.test_journeys import GO_ON, next_page, proper
from tests.service_requests.story import Story
from tests.support.browser import PHONE, page_in, shot
from wobangni.exchange.commands.county_app import save_app
from wobangni.exchange.commands.sample_app import COLOUR, make_sample_app, sample_token
from wobangni.kernel import clock
from wobangni.kernel.actors import SYSTEM
from wobangni.service_requests.models import ServiceRequest
from wobangni.surfaces.cli.demo.pictures import app_logo


@pytest.fixture
def cast(live: str) -> Cast:
    make_sample_app(now=clock.now(), county=COUNTY, logo=app_logo())
    return make_cast()


def rgb(colour: str) -> str:
    return "rgb({}, {}, {})".format(*(int(colour[at : at + 2], 16) for at in (1, 3, 5)))


def open_in_app(page: Page, what: str) -> None:
    page.goto("/demo/app/")
    page.click(f"button[value={what}]")


def within(page: Page) -> None:
    """In the app's dress, and proper as any page."""
    proper(page)
    expect(page.locator("body.in-app")).to_have_count(1)
    expect(page.locator("header, footer")).to_have_count(0)


def asked(page: Page) -> str:
    """From the guide to the tracking code; the phone is known, so no code is typed."""
    page.click("main a.btn-big")
    page.wait_for_url("**/what/**")
    page.fill("textarea", WORDS)
    next_page(page, "where")
    page.click("button[name=nowhere]")
    page.wait_for_url("**/photos/")
    next_page(page, "contact", "button[name=next]")
    page.check("input[value=phone]")
    expect(page.locator("[name=name]")).to_have_value("其其格")
    next_page(page, "check")
    next_page(page, "done")
    return "".join(page.locator(".big-code").first.locator("span").all_text_contents())


def test_from_the_apps_button_to_the_rating(phone: Page, cast: Cast) -> None:
    phone.goto("/demo/app/")
    proper(phone)
    shot(phone, "host")
    phone.click("button[value=heating]")
    phone.wait_for_url(re.compile(rf"/s/{COUNTY}/heating-cold/$"))  # no token is left in the address
    within(phone)
    shot(phone, "guide")
    button = phone.locator("main a.btn-big")
    assert button.evaluate("e => getComputedStyle(e).backgroundColor") == rgb(COLOUR)
    assert phone.evaluate("document.querySelector('.app-mark img').naturalWidth") > 0
    phone.go_back()
    expect(phone).to_have_url(re.compile("/demo/app/$"))  # back leads to the app, not to the used token
    open_in_app(phone, "heating")
    code = asked(phone)
    within(phone)
    shot(phone, "done")
    row = ServiceRequest.objects.get(code=code)
    assert row.resident_id is not None

    told = Story(cast, now=clock.now())
    told.code = code
    told.do(cast.dispatcher, "dispatch", unit=cast.housing).do(cast.housing_handler, "sign")
    told.do(cast.housing_handler, "answer", answer="阀门已更换，室温恢复到二十度。").do(cast.reviewer, "approve")

    open_in_app(phone, "mine")
    within(phone)
    shot(phone, "mine")
    phone.click(f'.links a[href="/r/{code}/"]')
    expect(phone.get_by_text("阀门已更换")).to_be_visible()
    within(phone)
    shot(phone, "request")
    phone.click(f'a[href="/r/{code}/do/confirm/"]')
    within(phone)
    phone.check("input[name=solved][value=true]")
    phone.check("input[name=satisfied][value='5']")
    phone.click(GO_ON)
    phone.wait_for_url(f"**/r/{code}/")
    row.refresh_from_db()
    assert (row.state, row.solved, row.satisfied) == ("closed", True, 5)
    phone.click(".app-mark")
    phone.wait_for_url(f"**/{COUNTY}/")
    within(phone)
    shot(phone, "home")


def test_a_used_link_is_explained_in_the_readers_words(phone: Page, chromium: Browser, cast: Cast, live: str) -> None:
    links: list[str] = []
    phone.on("request", lambda request: links.append(request.url) if "/launch/" in request.url else None)
    open_in_app(phone, "home")
    phone.wait_for_url(f"**/{COUNTY}/")
    with page_in(chromium, live, **PHONE) as thief:
        thief.goto(links[0])
        proper(thief)
        shot(thief, "refused")
        expect(thief.locator("main")).to_contain_text("已经用过")
        thief.goto("/mine/")
        expect(thief.locator("main")).not_to_contain_text("169****0001")


def test_the_way_in_needs_no_scripts(chromium: Browser, cast: Cast, live: str) -> None:
    with page_in(chromium, live, java_script_enabled=False, **PHONE) as page:
        open_in_app(page, "light")
        page.wait_for_url(f"**/s/{COUNTY}/street-light/")
        expect(page.locator("body.in-app")).to_have_count(1)
        page.click("main a.btn-big")
        page.fill("textarea", WORDS)
        next_page(page, "where")


@pytest.fixture
def site() -> Iterator[Site]:
    """A county's site on a port of its own, which frames whatever address it is given."""
    with Site() as site:
        yield site


class Site(ThreadingHTTPServer):
    frame = ""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Framing)

    def __enter__(self) -> Self:
        Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *args: object) -> None:
        self.shutdown()
        self.server_close()

    def origin(self, live: str) -> str:
        """By the same name as the platform: for browsers one site."""
        return f"http://{urlsplit(live).hostname}:{self.server_port}"


class Framing(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        assert isinstance(self.server, Site)
        self.wfile.write(f'<iframe src="{self.server.frame}" width="380" height="700"></iframe>'.encode())

    def log_message(self, *args: Any) -> None:
        """Silent."""


def test_the_site_that_the_county_named_frames_the_pages(phone: Page, cast: Cast, live: str, site: Site) -> None:
    save_app(actor=SYSTEM, now=clock.now(), county=COUNTY, name="掌上赛罕", colour=COLOUR, origins=site.origin(live))
    site.frame = live + launch_address()
    phone.goto(site.origin(live))
    expect(phone.frame_locator("iframe").locator("main")).to_contain_text("169****0001")


def test_a_site_that_the_county_did_not_name_shows_nothing(
    chromium: Browser, cast: Cast, live: str, site: Site
) -> None:
    site.frame = live + launch_address()
    with pytest.raises(AssertionError, match="frame-ancestors"):  # as page_in says what the policy refused
        look_at(chromium, live, site)


def look_at(chromium: Browser, live: str, site: Site) -> None:
    with page_in(chromium, live, **PHONE) as page:
        with page.expect_console_message(lambda message: "frame-ancestors" in message.text):
            page.goto(site.origin(live))
        if "169****0001" in "".join(frame.content() for frame in page.frames):
            raise RuntimeError("the frame shows the resident's page")


def launch_address() -> str:
    """Of a fresh token that leads to the list of requests."""
    token = sample_token(now=clock.now(), county=COUNTY, phone="16900000001", name="", next_page="/mine/")
    return f"/launch/{COUNTY}/?token={token}"


def test_outside_of_a_demo_there_is_no_sample_app(client: Any, settings: Any, region: None) -> None:
    settings.DEMO = False
    assert client.get("/demo/app/").status_code == 404
    assert client.post("/demo/app/open/", {"page": "mine"}).status_code == 404
