"""Pages of no surface: errors, the app's manifest, the service worker, the page without signal, languages."""

from __future__ import annotations

import json

import pytest
from django.test import Client, RequestFactory

from wobangni.surfaces.shared import errors

ENGLISH = {"accept-language": "en"}


@pytest.mark.parametrize(
    ("view", "status"),
    [(errors.bad_request, 400), (errors.forbidden, 403), (errors.not_found, 404), (errors.server_error, 500)],
)
def test_every_error_page_says_what_happened_what_is_safe_and_what_to_do(view, status: int) -> None:  # type: ignore[no-untyped-def]
    response = view(RequestFactory().get("/anything/"))
    page = response.content.decode()
    assert response.status_code == status
    assert "<h1>" in page
    assert 'class="note"' in page
    assert 'href="/"' in page


def test_a_fault_while_showing_a_fault_still_shows_something(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object, **kwargs: object) -> str:
        raise RuntimeError("the templates are gone")

    monkeypatch.setattr(errors, "render_to_string", broken)
    response = errors.server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert b"<h1>" in response.content


@pytest.mark.django_db
def test_an_unknown_address_is_a_page_in_the_readers_language() -> None:
    chinese = Client(headers={"accept-language": "zh-CN"}).get("/no/such/page/")
    english = Client(headers=ENGLISH).get("/no/such/page/")
    assert chinese.status_code == english.status_code == 404
    assert "没有找到" in chinese.content.decode()
    assert "We could not find that" in english.content.decode()


@pytest.mark.django_db
def test_the_language_can_be_chosen_and_is_remembered() -> None:
    reader = Client(headers=ENGLISH)
    response = reader.post("/language/", {"language": "zh-hans", "next": "/privacy/"})
    assert response.headers["Location"] == "/privacy/"
    assert "谁能看到" in reader.get("/privacy/").content.decode()


@pytest.mark.django_db
def test_a_password_is_never_repeated_after_an_old_token() -> None:
    strict = Client(enforce_csrf_checks=True, headers={"origin": "http://testserver", **ENGLISH})
    response = strict.post("/language/", {"username": "clerk", "password": "open sesame"})
    assert response.status_code == 403
    assert "sesame" not in response.content.decode()
    assert "clerk" not in response.content.decode()


@pytest.mark.django_db
def test_the_service_worker_covers_the_site_and_keeps_only_what_belongs_to_nobody() -> None:
    response = Client().get("/sw.js")
    script = response.content.decode()
    shell = json.loads(script.split("const SHELL = ", 1)[1].split(";\n", 1)[0])
    assert response.headers["Content-Type"].startswith("text/javascript")
    assert response.headers["Cache-Control"] == "no-cache"
    assert shell["offline"] == "/offline/"
    assert shell["assets"]
    assert all(name.startswith("/static/dist/assets/") for name in shell["assets"])


@pytest.mark.django_db
def test_the_page_without_signal_holds_nothing_of_anybody() -> None:
    page = Client(headers=ENGLISH).get("/offline/").content.decode()
    assert "No signal" in page
    assert "csrfmiddlewaretoken" not in page


@pytest.mark.django_db
def test_the_manifest_names_the_app_and_its_icons() -> None:
    manifest = Client().get("/manifest.webmanifest").json()
    assert manifest["start_url"] == "/"
    assert {icon["sizes"] for icon in manifest["icons"]} == {"192x192", "512x512"}


@pytest.mark.django_db
def test_the_content_policy_allows_our_own_files_alone() -> None:
    policy = Client().get("/privacy/").headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
