"""Residents at their phones: the cast, and browsers that send forms as a page without scripts does."""

from __future__ import annotations

import io
import re
import uuid
from typing import Any

import pytest
from django.core.signing import get_cookie_signer
from django.http import HttpResponse
from django.test import Client
from PIL import Image

from tests.cast import COUNTY, Cast, make_cast
from wobangni.notices.queries import demo_messages
from wobangni.surfaces.resident.memory import MINE_COOKIE

WORDS = "村口的路灯坏了半个月，晚上看不见路。"


@pytest.fixture
def cast(region: None) -> Cast:
    return make_cast()


class Browser:
    """A resident's browser without scripts, in the middle of the form for ``COUNTY``."""

    def __init__(self, county: str = COUNTY, language: str = "zh-hans") -> None:
        self.client = Client(headers={"accept-language": language})
        self.county = county
        self.draft = str(uuid.uuid4())

    def url(self, step: str) -> str:
        return f"/{self.county}/new/{self.draft}/{step}/"

    def get(self, step: str) -> HttpResponse:
        return self.client.get(self.url(step))

    def post(self, step: str, **data: Any) -> HttpResponse:
        return self.client.post(self.url(step), data)

    def written(self, words: str = WORDS, **more: Any) -> Browser:
        """What and where are answered, photos left out."""
        assert self.post("what", description=words, **more).status_code == 302
        assert self.post("where", place_text="村口小卖部旁边").status_code == 302
        assert self.post("photos", next="1").status_code == 302
        return self

    def anonymous(self, words: str = WORDS) -> Browser:
        """Everything is answered; only sending is left."""
        self.written(words)
        assert self.post("contact", how="anonymous").status_code == 302
        return self

    def with_phone(self, phone: str = "13800138000") -> Browser:
        self.written()
        assert self.post("contact", how="phone", phone=phone, name="其其格").status_code == 302
        assert self.post("contact/code", digits=last_code()).status_code == 302
        return self

    def sent(self) -> str:
        """Sends the form; the tracking code."""
        assert self.post("check").status_code == 302
        page = text_of(self.get("done"))
        found = re.search(r'aria-label="(\d{4} \d{4} \d{4} \d{4})"', page)
        assert found, page
        return found.group(1).replace(" ", "")

    def pin(self) -> str:
        found = re.findall(r'class="big-code">(\d{6})<', text_of(self.get("done")))
        return found[0] if found else ""


@pytest.fixture
def browser(region: None) -> Browser:
    return Browser()


def owner_of(code: str, language: str = "zh-hans") -> Client:
    """A browser that has proved to own the request with ``code``."""
    owner = Client(headers={"accept-language": language})
    owner.cookies[MINE_COOKIE] = get_cookie_signer(salt=MINE_COOKIE * 2).sign(
        code
    )  # Django puts the name before the salt
    return owner


def last_code() -> str:
    """The six digits of the latest text message."""
    found = re.search(r"\d{6}", demo_messages(1)[0].text)
    assert found
    return found.group()


def text_of(response: HttpResponse) -> str:
    return response.content.decode()


def hidden(response: HttpResponse) -> dict[str, str]:
    """Hidden fields of a page's forms, as a browser would send them along."""
    page = text_of(response)
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))


def photo(
    size: tuple[int, int] = (320, 240), colour: str = "seagreen", name: str = "photo.jpg", **save: Any
) -> io.BytesIO:
    """A file as a form sends it."""
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG", **save)
    return named(out.getvalue(), name)


def named(data: bytes, name: str) -> io.BytesIO:
    file = io.BytesIO(data)
    file.name = name
    return file


__all__ = ["WORDS", "Browser", "hidden", "last_code", "named", "owner_of", "photo", "text_of"]
