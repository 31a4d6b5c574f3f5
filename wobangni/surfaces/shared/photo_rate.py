"""How many photos somebody may send in a while, to a draft or to a request: each costs the server work and room for good."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

from wobangni.accounts.rate_limits import check_rate
from wobangni.kernel import clock
from wobangni.surfaces.shared.client import client_address

SECONDS = 600
#: Of a resident, or of a browser that nobody is signed in with: six requests with all the photos they can have.
OF_RESIDENT = 60
#: Of one address: many for a village behind one gateway of its operator, few for somebody who wants to fill the disk.
OF_ADDRESS = 300
#: Of a token, which sends for a county's residents; and of an address behind which several of them stand.
OF_TOKEN, OF_PARTNERS_ADDRESS = 600, 1200


def count_residents_photo(request: HttpRequest, sender: str) -> None:
    """Counts one photo of ``sender``: id of the resident or, where nobody is signed in, the code of the request that is theirs; empty: the browser's
    session stands for them. Raises TooMany."""
    who = sender or request.session.session_key
    if who:  # a browser that keeps no session is known by its address alone
        _count("photos of resident", who, OF_RESIDENT)
    _count("photos", client_address(request), OF_ADDRESS)


def count_tokens_photo(request: HttpRequest, token: str) -> None:
    """Counts one photo of the token with this id. Raises TooMany."""
    _count("photos of token", token, OF_TOKEN)
    _count("photos of partners", client_address(request), OF_PARTNERS_ADDRESS)


def _count(kind: str, subject: str, limit: int) -> None:
    words = _(
        "Too many photos in a short time. What was sent so far is kept; please add the others in %(minutes)s minutes."
    )
    check_rate(kind, subject, limit=limit, seconds=SECONDS, now=clock.now(), words=words)
