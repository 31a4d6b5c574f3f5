"""The platform's own key pair towards push services, and the ticket signed with it (RFC 8292)."""

from __future__ import annotations

import base64
import json
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from wobangni.accounts.cipher import keyed_hash
from wobangni.notices.gateways.webpush.sealing import point

#: Order of the curve P-256.
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
HOURS = 12


def b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    """Raises ValueError."""
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def private_key() -> ec.EllipticCurvePrivateKey:
    """The same for ever, and not in the database: made from the key of the hashes."""
    number = int.from_bytes(keyed_hash("vapid", "1") + keyed_hash("vapid", "2"))
    return ec.derive_private_key(number % (ORDER - 1) + 1, ec.SECP256R1())


def public_key() -> str:
    """What a browser is told when it agrees: ``applicationServerKey``."""
    return b64(point(private_key().public_key()))


def authorization(endpoint: str, contact: str, now: int) -> str:
    """The header for one push service. ``now``: seconds since 1970."""
    parts = urlsplit(endpoint)
    claims = {"aud": f"{parts.scheme}://{parts.netloc}", "exp": now + HOURS * 3600, "sub": contact}
    head = b64(json.dumps({"typ": "JWT", "alg": "ES256"}).encode())
    signed = f"{head}.{b64(json.dumps(claims).encode())}"
    r, s = decode_dss_signature(private_key().sign(signed.encode(), ec.ECDSA(SHA256())))
    return f"vapid t={signed}.{b64(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}, k={public_key()}"
