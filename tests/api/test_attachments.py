"""Photos of requests."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from PIL import Image

from tests.api.conftest import ROOT, Caller
from wobangni.surfaces.shared import photo_rate


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def jpeg(colour: str = "green") -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(made, "JPEG")
    return made.getvalue()


def add(who: Caller, code: str, raw: bytes, **form: str) -> HttpResponse:
    photo = SimpleUploadedFile("photo.jpg", raw, content_type="image/jpeg")
    headers = {"Authorization": f"Bearer {who.secret}"}
    return Client().post(f"{ROOT}/service-requests/{code}/attachments", {"photo": photo, **form}, headers=headers)


def test_a_photo_is_added_listed_and_fetched(app: Caller) -> None:
    code = app.submit()
    answer = add(app, code, jpeg())
    assert answer.status_code == 201, answer.content.decode()
    made = answer.json()
    assert (made["width"], made["height"], made["public"]) == (64, 48, True)
    assert app.get(f"/service-requests/{code}/attachments").json()["items"] == [made]
    for href in (made["href"], made["small_href"]):
        fetched = app.get(href.removeprefix(ROOT))
        assert (fetched.status_code, fetched["Content-Type"]) == (200, "image/jpeg")
        assert fetched.content.startswith(b"\xff\xd8")


def test_the_same_photo_again_is_the_first_one(app: Caller) -> None:
    code = app.submit()
    first, second = (add(app, code, jpeg()) for _time in range(2))
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()


@pytest.mark.parametrize("raw", [b"", b"MZ\x90\x00 not a photo", b"<svg xmlns='http://www.w3.org/2000/svg'/>"])
def test_what_is_no_photo_is_refused(app: Caller, raw: bytes) -> None:
    answer = add(app, app.submit(), raw)
    assert answer.status_code == 422, answer.content.decode()
    assert answer["Content-Type"] == "application/problem+json"


def test_a_photo_over_twenty_megabytes_is_refused(app: Caller) -> None:
    code = app.submit()
    answer = add(app, code, jpeg() + b"\0" * (20 * 1024 * 1024))
    assert answer.status_code == 413, answer.content.decode()
    assert answer["Content-Type"] == "application/problem+json"
    assert (answer.json()["code"], answer.json()["errors"][0]["pointer"]) == ("too_large", "#/photo")
    assert app.get(f"/service-requests/{code}/attachments").json()["items"] == []


def test_a_call_without_a_photo_is_refused(app: Caller) -> None:
    code = app.submit()
    answer = Client().post(
        f"{ROOT}/service-requests/{code}/attachments", {"other": "1"}, headers={"Authorization": f"Bearer {app.secret}"}
    )
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "#/photo")


def test_only_the_sender_and_staff_may_add(app: Caller, caller: Callable[..., Caller]) -> None:
    code = app.submit()
    assert add(caller("requests:write", name="别家"), code, jpeg()).status_code == 404
    assert add(caller("requests:write", "requests:read", name="看客"), code, jpeg()).status_code == 403
    assert add(caller("requests:write", "role:clerk", name="窗口"), code, jpeg()).status_code == 201


def test_a_photo_for_staff_alone_is_kept_from_partners(
    app: Caller, desk: Caller, caller: Callable[..., Caller]
) -> None:
    code = app.submit()
    clerk = caller("requests:write", "role:clerk", name="窗口")
    inside = add(clerk, code, jpeg("red"), public="false").json()
    assert app.get(f"/service-requests/{code}/attachments").json()["items"] == []
    assert app.get(inside["href"].removeprefix(ROOT)).status_code == 404
    assert desk.get(f"/service-requests/{code}/attachments").json()["items"] == [inside]


def test_a_photo_of_another_request_is_not_found(app: Caller) -> None:
    first, second = app.submit(), app.submit(description="另一件事")
    made = add(app, first, jpeg()).json()
    assert app.get(f"/service-requests/{second}/attachments/{made['id']}").status_code == 404


def test_a_photo_is_not_served_to_who_wants_json_only(app: Caller) -> None:
    code = app.submit()
    made = add(app, code, jpeg()).json()
    assert app.get(made["href"].removeprefix(ROOT), Accept="application/json").status_code == 406


@pytest.mark.parametrize("limited", ["OF_TOKEN", "OF_PARTNERS_ADDRESS"])
def test_too_many_photos_in_a_short_time_are_refused_with_when_to_go_on(
    app: Caller, monkeypatch: pytest.MonkeyPatch, limited: str
) -> None:
    monkeypatch.setattr(photo_rate, limited, 1)
    code = app.submit()
    assert add(app, code, jpeg("red")).status_code == 201
    answer = add(app, code, jpeg("blue"))
    assert (answer.status_code, answer.json()["code"]) == (429, "too_many")
    assert 0 < int(answer["Retry-After"]) <= photo_rate.SECONDS
    assert len(app.get(f"/service-requests/{code}/attachments").json()["items"]) == 1


def test_tokens_have_their_own_number_of_photos(
    app: Caller, caller: Callable[..., Caller], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(photo_rate, "OF_TOKEN", 1)
    other = caller("requests:write", name="另一家")
    assert [add(one, one.submit(), jpeg()).status_code for one in (app, other)] == [201, 201]
