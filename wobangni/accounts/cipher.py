"""Sealing short texts with AES-256-GCM, and keyed hashes. Keys come from the settings and can be rotated.

A sealed text is: version (1 byte), key id (4), nonce (12), ciphertext with tag. The first of VAULT_KEYS seals, all open. What a
text belongs to (county, contact, column) is bound into the tag, so a blob that is moved to another row doesn't open.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

VERSION = b"\x01"
KEY_ID, NONCE = 4, 12
_HEADER = 1 + KEY_ID + NONCE


class CannotOpen(Exception):
    """A sealed text was changed, moved to another row, or sealed with a key that is no longer listed."""


@dataclass(frozen=True, slots=True)
class _Ring:
    first: bytes
    keys: dict[bytes, AESGCM]
    hash_key: bytes


@lru_cache(maxsize=4)
def _ring(keys: tuple[str, ...], hash_key: str) -> _Ring:
    raw = [_decoded(key) for key in keys]
    if not raw:
        raise ValueError("VAULT_KEYS is empty")
    base = _decoded(hash_key) if hash_key else raw[-1]
    return _Ring(
        first=_key_id(raw[0]),
        keys={_key_id(key): AESGCM(key) for key in raw},
        hash_key=hmac.digest(base, b"wobangni keyed hashes", "sha256"),
    )


def _decoded(key: str) -> bytes:
    raw = base64.urlsafe_b64decode(key + "=" * (-len(key) % 4))
    if len(raw) != 32:
        raise ValueError("a vault key is 32 bytes in base64url")
    return raw


def _key_id(key: bytes) -> bytes:
    return hashlib.sha256(b"key id" + key).digest()[:KEY_ID]


def _current() -> _Ring:
    return _ring(tuple(settings.VAULT_KEYS), settings.VAULT_HASH_KEY)


def seal(text: str, bound_to: str) -> bytes:
    """``text`` sealed with the newest key for its place ``bound_to``; nothing for an empty text."""
    if not text:
        return b""
    ring = _current()
    nonce = os.urandom(NONCE)
    sealed = ring.keys[ring.first].encrypt(nonce, text.encode(), bound_to.encode())
    return b"".join((VERSION, ring.first, nonce, sealed))


def unseal(blob: bytes | memoryview, bound_to: str) -> str:
    """The text again. Raises CannotOpen."""
    blob = bytes(blob)
    if not blob:
        return ""
    key = _current().keys.get(blob[1 : 1 + KEY_ID])
    if blob[:1] != VERSION or key is None or len(blob) <= _HEADER:
        raise CannotOpen("cut short, or sealed with a key that is not among VAULT_KEYS")
    try:
        return key.decrypt(blob[1 + KEY_ID : _HEADER], blob[_HEADER:], bound_to.encode()).decode()
    except InvalidTag as error:
        raise CannotOpen("changed, or not of this row") from error


def is_current(blob: bytes | memoryview) -> bool:
    """Whether it is sealed with the newest key (or empty)."""
    head = bytes(blob[: 1 + KEY_ID])
    return not head or head == VERSION + _current().first


def keyed_hash(kind: str, *parts: str) -> bytes:
    """HMAC-SHA256 (32 bytes) under a key that is not in the database; ``kind`` keeps uses apart."""
    return hmac.digest(_current().hash_key, "\x1f".join((kind, *parts)).encode(), "sha256")
