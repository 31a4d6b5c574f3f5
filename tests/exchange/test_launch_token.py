"""Which launch tokens are believed, as a table; and what colours and origins a county may name."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wobangni.exchange.rules.app_look import GROUNDS, LEAST_CONTRAST, contrast, is_colour, look_of
from wobangni.exchange.rules.launch_token import (
    MOST_BYTES,
    BadToken,
    Fault,
    Launch,
    believe,
    is_page_of_ours,
    sign,
    take_apart,
)
from wobangni.exchange.rules.origins import read_origins

NOW, HERE, THERE = 1_800_000_000.0, "150105", "150502"
SECRET = "the app's secret"
CLAIMS: dict[str, Any] = {"county": HERE, "jti": "a-fresh-one-1", "exp": NOW + 120, "phone": "13800138000"}


def launched(token: str, *, secrets: tuple[str, ...] = (SECRET,), app: str = HERE, door: str = HERE) -> Launch:
    return believe(take_apart(token), secrets=secrets, app_county=app, county=door, now=NOW)


def signed(secret: str = SECRET, **changed: Any) -> str:
    """A token in which some claims are others; None: left out."""
    claims = {name: value for name, value in {**CLAIMS, **changed}.items() if value is not None}
    return sign(claims, key="app-1", secret=secret)


def with_header(**header: Any) -> str:
    """The good token under another header, its own signature kept."""
    _head, rest = signed().split(".", 1)
    return base64.urlsafe_b64encode(json.dumps(header).encode()).rstrip(b"=").decode() + "." + rest


def fault_of(token: str, **asked: Any) -> Fault | None:
    try:
        launched(token, **asked)
    except BadToken as error:
        return error.fault
    return None


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({}, None),
        ({"phone": None, "sub": "reader-17"}, None),
        ({"name": "其其格", "next": f"/s/{HERE}/heating-cold/"}, None),
        ({"iat": NOW, "iss": "aliuhe"}, None),  # what libraries add
        ({"exp": NOW + 0.5}, None),
        ({"exp": NOW + 330}, None),  # five minutes, by a clock half a minute fast
        ({"exp": NOW}, Fault.EXPIRED),
        ({"exp": NOW - 86_400}, Fault.EXPIRED),
        ({"exp": NOW + 331}, Fault.TOO_LONG),
        ({"exp": 9e11}, Fault.TOO_LONG),
        ({"exp": float("inf")}, Fault.CLAIMS),
        ({"exp": float("nan")}, Fault.CLAIMS),
        ({"exp": str(NOW + 60)}, Fault.CLAIMS),
        ({"exp": True}, Fault.CLAIMS),
        ({"exp": None}, Fault.CLAIMS),
        ({"county": THERE}, Fault.OTHER_COUNTY),
        ({"county": int(HERE)}, Fault.OTHER_COUNTY),
        ({"county": None}, Fault.OTHER_COUNTY),
        ({"jti": None}, Fault.CLAIMS),
        ({"jti": "short"}, Fault.CLAIMS),
        ({"jti": "x" * 65}, Fault.CLAIMS),
        ({"jti": "with a blank"}, Fault.CLAIMS),
        ({"jti": 12345678}, Fault.CLAIMS),
        ({"phone": None}, Fault.CLAIMS),
        ({"phone": 13800138000}, Fault.CLAIMS),
        ({"phone": None, "sub": "x" * 129}, Fault.CLAIMS),
        ({"name": "长" * 41}, Fault.CLAIMS),
        ({"next": "https://elsewhere.example/"}, Fault.NEXT),
        ({"next": "//elsewhere.example/"}, Fault.NEXT),
        ({"next": "/console/"}, Fault.NEXT),
    ],
)
def test_a_signed_token_is_good_or_its_fault_has_a_name(changed: dict[str, Any], fault: Fault | None) -> None:
    assert fault_of(signed(**changed)) == fault


@pytest.mark.parametrize(
    ("token", "fault"),
    [
        ("", Fault.MALFORMED),
        ("a.b", Fault.MALFORMED),
        ("a.b.c.d", Fault.MALFORMED),
        ("电.话.话", Fault.MALFORMED),
        ("x" * (MOST_BYTES + 1), Fault.MALFORMED),
        (with_header(alg="none", kid="app-1"), Fault.MALFORMED),
        (with_header(alg="RS256", kid="app-1"), Fault.MALFORMED),
        (with_header(alg="HS256"), Fault.MALFORMED),
        (with_header(alg="HS256", kid=["app-1"]), Fault.MALFORMED),
        (with_header(alg="HS256", kid="app-1", crit=["exp"]), Fault.MALFORMED),
        (with_header(alg="HS256", kid="app-1", typ="other"), Fault.UNKNOWN_KEY),  # good, but not what was signed
        (signed(secret="another"), Fault.UNKNOWN_KEY),
        (signed()[:-2], Fault.MALFORMED),
        (signed() + "=", Fault.MALFORMED),
        (signed().rsplit(".", 1)[0] + ".", Fault.UNKNOWN_KEY),
        (sign([1, 2], key="app-1", secret=SECRET), Fault.MALFORMED),  # type: ignore[arg-type]
    ],
)
def test_what_was_not_signed_so_is_not_believed(token: str, fault: Fault) -> None:
    assert fault_of(token) == fault


def test_the_former_secret_is_good_while_it_is_being_changed() -> None:
    assert launched(signed(), secrets=("new", SECRET)).phone == "13800138000"
    assert fault_of(signed(), secrets=("new",)) == Fault.UNKNOWN_KEY


@pytest.mark.parametrize(("app", "door"), [(THERE, HERE), (HERE, THERE), (THERE, THERE)])
def test_a_token_opens_the_door_of_its_own_county_alone(app: str, door: str) -> None:
    assert fault_of(signed(), app=app, door=door) == Fault.OTHER_COUNTY


@given(st.text(max_size=200) | st.builds(lambda a, b, c: f"{a}.{b}.{c}", *(st.from_regex(r"[\w-]{0,60}"),) * 3))
def test_nothing_that_is_typed_breaks_the_reader(token: str) -> None:
    assert fault_of(token) in (Fault.MALFORMED, Fault.UNKNOWN_KEY)


@given(st.integers(0, 400), st.integers(1, 127))
def test_a_token_changed_in_one_place_is_no_token(at: int, by: int) -> None:
    good = signed()
    at %= len(good)
    changed = good[:at] + chr((ord(good[at]) + by) % 128) + good[at + 1 :]
    assert fault_of(changed) in (Fault.MALFORMED, Fault.UNKNOWN_KEY)


@pytest.mark.parametrize(
    ("path", "ours"),
    [
        (f"/{HERE}/", True),
        (f"/s/{HERE}/heating-cold/", True),
        (f"/{HERE}/search/?q=%E6%9A%96", True),
        ("/mine/", True),
        ("/track/", True),
        ("/r/1501052026000001/", True),
        ("/", False),
        ("mine/", False),
        ("/mine/../console/", False),
        ("/mine/\\elsewhere.example/", False),
        ("/mine//elsewhere.example/", False),
        ("/mine/\n", False),
        ("/mine/?next=https://elsewhere.example/", False),
        ("/launch/150105/", False),
        ("/accounts/logout/", False),
        ("/mine/" + "x" * 300 + "/", False),
    ],
)
def test_only_residents_pages_can_be_led_to(path: str, ours: bool) -> None:
    assert is_page_of_ours(path) is ours


@given(st.integers(0, 0xFFFFFF))
def test_of_every_colour_words_can_be_read_on_what_it_becomes(number: int) -> None:
    look = look_of(f"#{number:06x}")
    assert is_colour(look.action)
    assert min(contrast(look.action, ground) for ground in GROUNDS) >= LEAST_CONTRAST
    assert min(contrast(look.dark, ground) for ground in (*GROUNDS, look.pale)) >= LEAST_CONTRAST
    assert min(contrast("#17231d", look.pale), contrast("#4c5b53", look.pale)) >= LEAST_CONTRAST


def test_a_colour_that_can_be_read_stays_as_it_is() -> None:
    assert look_of("#1c7448").action == "#1c7448"
    assert look_of("#ffd000").action != "#ffd000"
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize(
    ("text", "good", "bad"),
    [
        ("https://App.Example.cn/\nhttps://app.example.cn", ("https://app.example.cn",), ()),
        ("https://a.cn:8443 http://localhost:8000", ("https://a.cn:8443", "http://localhost:8000"), ()),
        ("http://a.cn", (), ("http://a.cn",)),
        ("https://*.a.cn", (), ("https://*.a.cn",)),
        ("https://a.cn/path", (), ("https://a.cn/path",)),
        ("https://a.cn;script-src", (), ("https://a.cn;script-src",)),
        ("*", (), ("*",)),
        ("", (), ()),
    ],
)
def test_origins_are_named_one_by_one(text: str, good: tuple[str, ...], bad: tuple[str, ...]) -> None:
    assert read_origins(text) == (good, bad)
