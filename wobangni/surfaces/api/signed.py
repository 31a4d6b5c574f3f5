"""Who calls: a telephone system that signs what it sends. The secret itself never travels."""

from __future__ import annotations

from django.http import HttpRequest
from ninja.security.base import AuthBase

from wobangni.exchange.signed_calls import Sender, signed_by
from wobangni.kernel import clock
from wobangni.surfaces.api.rates import count_call, count_open_call

#: Events a minute of one telephone system: a region's busiest hour several times over.
MOST_PER_MINUTE = 6000


class SignedRequest(HttpRequest):
    """A call whose signature has been found good."""

    sender: Sender


class Signed(AuthBase):
    """Lets a call pass that one of our telephone systems has signed; sets ``request.sender``. Raises NotSigned (401) and TooMany."""

    openapi_type = "apiKey"
    openapi_in = "header"
    openapi_name = "X-Wobangni-Signature"

    def __call__(self, request: HttpRequest) -> Sender:
        header = request.headers.get
        try:
            found = signed_by(
                key=header("X-Wobangni-System", ""),
                timestamp=header("X-Wobangni-Timestamp", ""),
                signature=header("X-Wobangni-Signature", ""),
                body=request.body,
                now=clock.now(),
            )
        except Exception:
            count_open_call(request)  # whoever guesses is slowed down by address
            raise
        count_call(request, f"telephone:{found.id}", MOST_PER_MINUTE)
        request.sender = found  # type: ignore[attr-defined]
        return found
