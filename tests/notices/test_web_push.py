"""Web push: what RFC 8291 prints comes out, a browser can open what we seal, and push services' answers are understood."""

from __future__ import annotations

import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from tests.cast import Cast
from tests.notices.conftest import NOON, only, told, tried
from tests.support.provider import Provider, says
from wobangni.kernel.errors import InvalidInput
from wobangni.notices.commands.save_preferences import MOST_BROWSERS, forget_browsers, save_browser
from wobangni.notices.gateways.webpush.sealing import MOST, point, seal_for
from wobangni.notices.gateways.webpush.vapid import authorization, b64, public_key, unb64
from wobangni.notices.models import StaffAddress

#: A browser of this test.
BROWSER, AUTH = ec.derive_private_key(4711, ec.SECP256R1()), b"sixteen bytes ok"


def opened(body: bytes) -> bytes:
    """As the browser opens it (RFC 8188, RFC 8291)."""
    salt, size, key, sealed = body[:16], body[20], body[21:86], body[86:]
    assert size == 65
    sender = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), key)
    shared = BROWSER.exchange(ec.ECDH(), sender)
    info = b"WebPush: info\x00" + point(BROWSER.public_key()) + key
    secret = HKDF(SHA256(), 32, AUTH, info).derive(shared)
    content = HKDF(SHA256(), 16, salt, b"Content-Encoding: aes128gcm\x00").derive(secret)
    nonce = HKDF(SHA256(), 12, salt, b"Content-Encoding: nonce\x00").derive(secret)
    return AESGCM(content).decrypt(nonce, sealed, None).removesuffix(b"\x02")


def test_the_example_of_rfc_8291_comes_out() -> None:
    """Appendix A, with its keys and salt."""
    own = ec.derive_private_key(int.from_bytes(unb64("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")), ec.SECP256R1())
    body = seal_for(
        b"When I grow up, I want to be a watermelon",
        unb64("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"),
        unb64("BTBZMqHH6r4Tts7J_aSIgg"),
        own=own,
        salt=unb64("DGv6ra1nlYgDCS1FRnbzlw"),
    )
    assert b64(body) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf"
        "1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


def test_the_ticket_is_signed_with_the_key_that_the_browser_was_told() -> None:
    header = authorization("https://push.example.com/abc/def?x=1", "mailto:ops@example.cn", 1_000_000)
    ticket, key = (part.partition("=")[2] for part in header.removeprefix("vapid ").split(", "))
    head, claims, signature = ticket.split(".")
    raw = unb64(signature)
    der = encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
    known = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), unb64(key))
    known.verify(der, f"{head}.{claims}".encode(), ec.ECDSA(SHA256()))
    assert key == public_key()
    assert json.loads(unb64(claims)) == {
        "aud": "https://push.example.com",
        "exp": 1_000_000 + 43_200,
        "sub": "mailto:ops@example.cn",
    }


@pytest.fixture
def service(cast: Cast, provider: Provider, settings: Any) -> Provider:
    settings.NOTICES = settings.NOTICES | {"push_contact": "mailto:ops@example.cn"}
    agree(cast, f"http://{provider.host}/push/1")
    provider.behave = says(201)
    return provider


def agree(cast: Cast, endpoint: str, key: str = b64(point(BROWSER.public_key())), auth: str = b64(AUTH)) -> None:
    save_browser(actor=cast.dispatcher, now=NOON, endpoint=endpoint, p256dh=key, auth=auth, name="Firefox/140")


def test_the_browser_can_read_what_was_sent_and_nobody_on_the_way(service: Provider, cast: Cast) -> None:
    told(cast.dispatcher, kind="danger", urgent=True)
    row = tried()
    assert row.state == "sent"
    (_method, _path, headers, body) = service.heard[0]
    assert "疑似险情".encode() not in body
    message = json.loads(opened(body))
    assert (message["title"], message["tag"]) == ("疑似险情", str(row.id))
    assert message["url"].startswith("/console/requests/")
    assert (headers["Content-Encoding"], headers["Urgency"], headers["Topic"]) == (
        "aes128gcm",
        "high",
        b64(row.id.bytes),
    )


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_took_its_consent_back_is_forgotten(service: Provider, cast: Cast, status: int) -> None:
    service.behave = says(status)
    told(cast.dispatcher)
    assert tried().state == "given_up"
    assert not StaffAddress.objects.exists()


@pytest.mark.parametrize(
    ("behave", "state"),
    [(says(500), "waiting"), (says(429, Retry_After="120"), "waiting"), (says(413), "failed"), (says(403), "failed")],
)
def test_a_push_services_answer_says_whether_trying_again_helps(
    service: Provider, cast: Cast, behave: Any, state: str
) -> None:
    service.behave = behave
    told(cast.dispatcher)
    row = tried()
    assert row.state == state
    if "429" in row.answer:
        assert (row.next_at - NOON).total_seconds() >= 120


@pytest.mark.parametrize(
    ("endpoint", "key", "auth"),
    [
        ("http://10.0.0.1/push", b64(point(BROWSER.public_key())), b64(AUTH)),
        ("https://push.example.com/" + "x" * 1000, b64(point(BROWSER.public_key())), b64(AUTH)),
        ("https://push.example.com/", "short", b64(AUTH)),
        ("https://push.example.com/", b64(point(BROWSER.public_key())), "!!"),
        ("", "", ""),
    ],
)
def test_a_browsers_address_that_cannot_be_right_is_not_kept(cast: Cast, endpoint: str, key: str, auth: str) -> None:
    with pytest.raises(InvalidInput):
        agree(cast, endpoint, key, auth)


def test_keys_that_are_on_no_curve_are_given_up(service: Provider, cast: Cast) -> None:
    forget_browsers(actor=cast.dispatcher)
    agree(cast, f"http://{service.host}/push/1", b64(b"\x04" + b"\x01" * 64))
    told(cast.dispatcher)
    assert (tried().state, service.heard) == ("given_up", [])


def test_a_browser_that_agrees_again_is_one_and_of_many_the_oldest_go(cast: Cast) -> None:
    for n in range(MOST_BROWSERS + 2):
        agree(cast, f"https://push.example.com/{n}")
        agree(cast, f"https://push.example.com/{n}")
    assert StaffAddress.objects.count() == MOST_BROWSERS


def test_a_long_text_is_cut_until_it_fits(service: Provider, cast: Cast) -> None:
    told(cast.dispatcher, data={"code": "1", "lines": ["很长的一行" * 400]})
    tried()
    assert len(opened(service.heard[0][3])) <= MOST
    assert only().state == "sent"
