"""A launch token: a county's app says who its reader is, signed, for once and for a few minutes.

The compact form of RFC 7515 with HMAC-SHA256, as any JWT library writes it: ``header.claims.signature``, each base64url without padding. The header names
the key (``kid``); the claims are ``county``, ``jti``, ``exp``, and ``phone`` or ``sub``, with ``name`` and ``next`` where the app likes.
"""

from __future__ import annotations

import base64
import binascii
import enum
import hashlib
import hmac
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

#: Seconds that a token may live, and by how much two clocks may differ when that is measured.
MOST_SECONDS, CLOCK_DRIFT = 300, 30
MOST_BYTES, MOST_NAME, MOST_SUBJECT, MOST_NEXT = 4096, 40, 128, 300
_JTI = re.compile(r"[A-Za-z0-9_.:-]{8,64}")
#: Pages of residents and nothing else: no other site, no desk, no second launch.
_NEXT = re.compile(r"/(?:15\d{4}|s/15\d{4}|r/15\d{14}|mine|track)/(?:[A-Za-z0-9_-]+/)*(?:\?[A-Za-z0-9_=&%.-]*)?")


class Fault(enum.StrEnum):
    """What is wrong with a token. Of USED the database knows, of the others the token itself."""

    MALFORMED = "malformed"
    UNKNOWN_KEY = "unknown_key"
    OTHER_COUNTY = "other_county"
    EXPIRED = "expired"
    TOO_LONG = "too_long"
    CLAIMS = "claims"
    NEXT = "next"
    PHONE = "phone"
    USED = "used"


class BadToken(ValueError):
    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Opened:
    """A token taken apart, nothing of it believed yet. ``signed``: the bytes under the signature."""

    key: str
    claims: dict[str, Any]
    signed: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Launch:
    """Who comes and where to. ``phone`` as the app wrote it, or empty: then only the app knows them. ``exp``: seconds since 1970."""

    jti: str
    exp: float
    phone: str
    subject: str
    name: str
    next: str


def take_apart(token: str) -> Opened:
    """Raises BadToken (MALFORMED), also for any other algorithm than HS256: a token can't choose how it is checked."""
    parts = token.split(".")
    if len(token) > MOST_BYTES or len(parts) != 3:
        raise BadToken(Fault.MALFORMED)
    try:
        header, claims = json.loads(_decoded(parts[0])), json.loads(_decoded(parts[1]))
        signature = _decoded(parts[2])
    except (ValueError, RecursionError) as error:
        raise BadToken(Fault.MALFORMED) from error
    if not isinstance(header, dict) or not isinstance(claims, dict) or header.get("alg") != "HS256" or "crit" in header:
        raise BadToken(Fault.MALFORMED)
    key = header.get("kid")
    if not isinstance(key, str):
        raise BadToken(Fault.MALFORMED)
    return Opened(key, claims, f"{parts[0]}.{parts[1]}".encode(), signature)


def believe(opened: Opened, *, secrets: Sequence[str], app_county: str, county: str, now: float) -> Launch:
    """What the token says, once it is proved. ``app_county``: whose key signed it; ``county``: whose door it came to. Raises BadToken."""
    good = [hmac.compare_digest(_mac(secret, opened.signed), opened.signature) for secret in secrets]
    if not any(good):
        raise BadToken(Fault.UNKNOWN_KEY)
    claims = opened.claims
    if not app_county == county == claims.get("county"):
        raise BadToken(Fault.OTHER_COUNTY)
    exp = claims.get("exp")
    if isinstance(exp, bool) or not isinstance(exp, int | float) or not -1e12 < exp < 1e12:
        raise BadToken(Fault.CLAIMS)
    if now >= exp:
        raise BadToken(Fault.EXPIRED)
    if exp > now + MOST_SECONDS + CLOCK_DRIFT:
        raise BadToken(Fault.TOO_LONG)
    return _launch(claims, float(exp))


def sign(claims: dict[str, Any], *, key: str, secret: str) -> str:
    """A token of these claims; what a county's app does on its own server."""
    parts = ({"alg": "HS256", "typ": "JWT", "kid": key}, claims)
    signed = b".".join(_encoded(json.dumps(part, ensure_ascii=False).encode()) for part in parts)
    return b".".join((signed, _encoded(_mac(secret, signed)))).decode()


def _launch(claims: dict[str, Any], exp: float) -> Launch:
    words = {name: claims.get(name, "") for name in ("jti", "phone", "sub", "name", "next")}
    if not all(isinstance(word, str) for word in words.values()) or not _JTI.fullmatch(words["jti"]):
        raise BadToken(Fault.CLAIMS)
    if not (words["phone"] or words["sub"]) or len(words["sub"]) > MOST_SUBJECT or len(words["name"]) > MOST_NAME:
        raise BadToken(Fault.CLAIMS)
    if words["next"] and not is_page_of_ours(words["next"]):
        raise BadToken(Fault.NEXT)
    return Launch(words["jti"], exp, words["phone"], words["sub"], words["name"], words["next"])


def is_page_of_ours(path: str) -> bool:
    """Whether a path leads to a residents' page of this site."""
    return len(path) <= MOST_NEXT and _NEXT.fullmatch(path) is not None


def _mac(secret: str, signed: bytes) -> bytes:
    return hmac.digest(secret.encode(), signed, hashlib.sha256)


def _encoded(raw: bytes) -> bytes:
    return base64.urlsafe_b64encode(raw).rstrip(b"=")


def _decoded(text: str) -> bytes:
    """Strictly: another spelling of the same bytes is no token."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError("not base64url") from error
    if _encoded(raw) != text.encode():
        raise ValueError("not base64url")
    return raw
