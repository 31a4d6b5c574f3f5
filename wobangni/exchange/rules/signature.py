"""How a telephone system signs what it sends: HMAC-SHA256 over the moment and the body, so that nobody else can, and nothing can be sent again later."""

from __future__ import annotations

import enum
import hashlib
import hmac
from collections.abc import Sequence

#: Seconds by which the signed moment may differ from ours, either way.
WINDOW = 300
SCHEME = "v1="


class Fault(enum.Enum):
    """Why a signature is not taken."""

    MALFORMED = "malformed"
    STALE = "stale"
    WRONG = "wrong"


def sign(secret: str, timestamp: int, body: bytes) -> str:
    """The value of the header for a body sent at ``timestamp`` (Unix seconds)."""
    return SCHEME + hmac.digest(secret.encode(), _signed(timestamp, body), hashlib.sha256).hex()


def fault_of(secrets: Sequence[str], timestamp: str, signature: str, body: bytes, now: float) -> Fault | None:
    """None if one of ``secrets`` made the signature within the window. All are tried, in the same time whichever it is."""
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12 and signature.startswith(SCHEME)):
        return Fault.MALFORMED
    moment = int(timestamp)
    right = [hmac.compare_digest(sign(secret, moment, body).encode(), signature.encode()) for secret in secrets]
    if not any(right):
        return Fault.WRONG
    return None if abs(now - moment) <= WINDOW else Fault.STALE


def _signed(timestamp: int, body: bytes) -> bytes:
    return b"%d.%b" % (timestamp, body)
