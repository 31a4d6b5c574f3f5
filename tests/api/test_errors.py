"""Everything that goes wrong is problem+json in the caller's language, and says where."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client

from tests.api.conftest import Caller
from tests.cast import OTHER_COUNTY
from wobangni.accounts.models import ApiToken
from wobangni.kernel import clock
from wobangni.kernel.actors import SYSTEM
from wobangni.organisations.commands.revoke_token import revoke_token
from wobangni.surfaces.api.v1 import requests as views

PATH = "/service-requests"
CODE = "1501050000000000"


def is_problem(answer: HttpResponse, status: int, code: str) -> dict[str, Any]:
    assert answer.status_code == status, answer.content.decode()
    assert answer["Content-Type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    assert body["status"] == status
    assert body["code"] == code
    assert body["type"] == f"urn:wobangni:problem:{code}"
    assert body["title"]
    assert body["detail"]
    return body


def test_401_without_a_token(nobody: Caller) -> None:
    answer = nobody.get(PATH)
    is_problem(answer, 401, "no_token")
    assert answer["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize(
    "header", ["Bearer wbn_aaaaaaaa_" + "x" * 43, "Bearer nonsense", "Basic dXNlcjpwYXNz", "Bearer \u0000"]
)
def test_401_with_a_token_that_is_none(nobody: Caller, header: str) -> None:
    answer = nobody.get(PATH, Authorization=header)
    is_problem(answer, 401, "bad_token")
    assert "invalid_token" in answer["WWW-Authenticate"]


def test_401_with_a_revoked_token(app: Caller, django_capture_on_commit_callbacks: Any) -> None:
    assert app.get(PATH).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        revoke_token(actor=SYSTEM, now=clock.now(), token_id=ApiToken.objects.get().pk)
    is_problem(app.get(PATH), 401, "bad_token")


@pytest.mark.parametrize(
    ("method", "path"),
    [("post", PATH), ("post", f"{PATH}/{CODE}/actions/accept"), ("post", f"{PATH}/{CODE}/attachments")],
)
def test_403_names_the_scope_that_is_missing(caller: Callable[..., Caller], method: str, path: str) -> None:
    reader = caller("requests:read")
    answer = getattr(reader, method)(path, {})
    body = is_problem(answer, 403, "scope_missing")
    wanted = "requests:act" if "actions" in path else "requests:write"
    assert wanted in body["detail"]
    assert wanted in answer["WWW-Authenticate"]


def test_404_for_an_unknown_address(nobody: Caller) -> None:
    is_problem(nobody.get("/nothing/here"), 404, "unknown_path")
    is_problem(nobody.get("/service-requests/"), 404, "unknown_path")


def test_404_for_a_request_of_another_county_reads_like_one_that_does_not_exist(
    app: Caller, caller: Callable[..., Caller]
) -> None:
    code = app.submit()
    other = caller("requests:read", "requests:write", "requests:act", "role:dispatcher", county=OTHER_COUNTY)
    missing = is_problem(other.get(f"{PATH}/{_valid_code()}"), 404, "not_found")
    answers = [
        other.get(f"{PATH}/{code}"),
        other.act(code, "accept"),
        other.get(f"{PATH}/{code}/attachments"),
    ]
    for answer in answers:
        assert is_problem(answer, 404, "not_found")["detail"] == missing["detail"]


def test_404_for_an_unknown_action(app: Caller) -> None:
    is_problem(app.act(app.submit(), "fly"), 404, "unknown_action")
    is_problem(app.act(app.submit(description="另一件"), "submit"), 404, "unknown_action")


def test_405_says_what_is_possible(app: Caller) -> None:
    answer = Client().delete("/api/v1/service-requests")
    is_problem(answer, 405, "method_not_allowed")
    assert answer["Allow"] == "GET, HEAD, OPTIONS, POST"


def test_406_for_an_answer_that_nobody_could_read(app: Caller) -> None:
    is_problem(app.get(PATH, Accept="text/csv"), 406, "not_acceptable")
    assert app.get(PATH, Accept="text/html, application/json;q=0.5").status_code == 200


def test_411_without_a_length(nobody: Caller) -> None:
    answer = Client().generic("POST", "/api/v1/service-requests", b"", headers={"Transfer-Encoding": "chunked"})
    is_problem(answer, 411, "length_required")


def test_413_for_a_body_over_two_megabytes(app: Caller) -> None:
    is_problem(app.post(PATH, b'{"description": "' + b"x" * 2_200_000 + b'"}'), 413, "too_large")


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/json; charset=gbk",
        "multipart/form-data; boundary=x",
    ],
)
def test_415_for_a_body_that_is_no_json(app: Caller, content_type: str) -> None:
    is_problem(app.post(PATH, b'{"description": "x"}', content_type=content_type), 415, "unsupported_media_type")


def test_415_for_a_compressed_body(app: Caller) -> None:
    is_problem(app.post(PATH, b"\x1f\x8b", Content_Encoding="gzip"), 415, "unsupported_media_type")


@pytest.mark.parametrize(
    "raw", [b"{", b"{'a': 1}", b'{"a": 1,}', b"\xff\xfe", b"description=x", b'{"a": 1} x', b'"\\ud800"{']
)
def test_400_for_malformed_json(app: Caller, raw: bytes) -> None:
    is_problem(app.post(PATH, raw), 400, "malformed_json")


def test_400_says_where_the_json_breaks(app: Caller) -> None:
    body = is_problem(app.post(PATH, b'{"description":\n "x", }'), 400, "malformed_json")
    assert "2" in body["detail"]


def test_422_for_a_field_that_stands_twice(app: Caller) -> None:
    body = is_problem(app.post(PATH, b'{"description": "a", "description": "b"}'), 422, "duplicate_key")
    assert body["errors"][0]["pointer"] == "#/description"


@pytest.mark.parametrize("number", [b"NaN", b"Infinity", b"-Infinity", b"1" * 5000])
def test_422_for_numbers_that_are_none(app: Caller, number: bytes) -> None:
    raw = b'{"description": "x", "lat": ' + number + b"}"
    is_problem(app.post(PATH, raw), 422, "invalid_number")


def test_422_for_a_number_beyond_all_bounds(app: Caller) -> None:
    body = is_problem(app.post(PATH, b'{"description": "x", "lat": 1e999, "lng": 111}'), 422, "invalid")
    assert body["errors"][0]["pointer"] == "#/lat"


@pytest.mark.parametrize("raw", [b'{"answers":' * 50 + b"1" + b"}" * 50, b"[" * 100_000, b'{"a":' * 900_00])
def test_422_for_a_body_that_is_nested_too_deeply(app: Caller, raw: bytes) -> None:
    answer = app.post(PATH, raw)
    assert answer.status_code in (400, 422)
    assert answer.json()["code"] in ("too_deep", "malformed_json")


@pytest.mark.parametrize("raw", [b"[]", b'"text"', b"7", b"null", b"true"])
def test_422_for_a_body_that_is_no_object(app: Caller, raw: bytes) -> None:
    body = is_problem(app.post(PATH, raw), 422, "invalid")
    assert body["errors"][0]["pointer"] == "#"


def test_422_for_no_body_at_all(app: Caller) -> None:
    body = is_problem(app.post(PATH, None), 422, "invalid")
    assert body["errors"] == [{"pointer": "#", "detail": "此项必填。"}]


def test_422_tells_everything_that_is_wrong_at_once(app: Caller) -> None:
    body = is_problem(app.post(PATH, {"lat": "x", "colour": "red"}), 422, "invalid")
    assert {error["pointer"] for error in body["errors"]} == {"#/description", "#/lat", "#/colour"}


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ({"limit": "0"}, "limit"),
        ({"limit": "many"}, "limit"),
        ({"state": "lost"}, "state"),
        ({"unit": "-1"}, "unit"),
        ({"service": "nothing"}, "service"),
        ({"since": "2026-05-01T09:00:00"}, "since"),
        ({"since": "2026-05-01"}, "since"),
        ({"until": "yesterday"}, "until"),
        ({"updated": "2026-13-01T09:00:00Z"}, "updated"),
        ({"updated": "1767225600"}, "updated"),
        ({"sort": "colour"}, "sort"),
        ({"limt": "5"}, "limt"),
        ({"limit": ["5", "6"]}, "limit"),
        ({"county": "1501"}, "county"),
    ],
)
def test_422_names_the_parameter(app: Caller, query: dict[str, Any], parameter: str) -> None:
    body = is_problem(app.get(PATH, query), 422, "invalid")
    assert body["errors"][0]["parameter"] == parameter


def test_a_time_without_zone_is_refused_in_clear_words(app: Caller) -> None:
    body = app.get(PATH, {"since": "2026-05-01T09:00:00"}).json()
    assert "时区" in body["errors"][0]["detail"]


@pytest.mark.parametrize("code", ["123", "15010500000000ab", "1501050000000001"])
def test_422_for_what_is_no_tracking_code(app: Caller, code: str) -> None:
    body = is_problem(app.get(f"{PATH}/{code}"), 422, "bad_code")
    assert body["errors"][0]["parameter"] == "code"


def test_a_cursor_that_is_none_is_refused(app: Caller) -> None:
    for cursor in ("x", "eyJ9", "WyIyMDI2IiwgIjEiXQ", "W10", "bnVsbA"):
        is_problem(app.get(PATH, {"cursor": cursor}), 422, "bad_cursor")


def test_500_tells_a_number_and_nothing_else(app: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(views, "queue", broken)
    answer = app.get(PATH)
    body = is_problem(answer, 500, "error")
    assert body["instance"].startswith("urn:uuid:")
    assert "secret" not in answer.content.decode()


def test_503_while_the_database_is_away(app: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*args: object, **kwargs: object) -> None:
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(views, "queue", away)
    answer = app.get(PATH)
    is_problem(answer, 503, "unavailable")
    assert answer["Retry-After"]


def _valid_code() -> str:
    from wobangni.service_requests.rules.tracking_code import new_code

    return new_code(OTHER_COUNTY)
