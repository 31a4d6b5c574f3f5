"""Residents sign in by proving their phone; there is nothing else to know about them. It holds for half a day."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest

from wobangni.accounts.commands.check_code import ProvedPhone, check_code
from wobangni.accounts.commands.send_code import CodeSent
from wobangni.kernel import clock
from wobangni.surfaces.shared.client import client_address
from wobangni.surfaces.shared.sealed import opened, sealed

SESSION_KEY = "resident"
PENDING_KEY = "proving"
PLACE = "resident/phone"
HOURS = 12


def sign_in(request: HttpRequest, proved: ProvedPhone, name: str = "", county: str = "") -> None:
    """From now on this session speaks for the phone that was just proved, under a new key. ``name``: where somebody else told it to us. ``county``:
    whose app vouches for the phone; its word opens the requests of that county alone.

    What the old key opens is left as it was before the proof: a browser that never gets this answer (lost signal, a second click) still has its
    draft there. A session that somebody was signed in with ends instead.
    """
    if request.user.is_authenticated or SESSION_KEY in request.session:
        request.session.cycle_key()
    else:
        _ = request.session.keys()  # loaded before the key changes
        request.session.create()
    until = clock.now().timestamp() + HOURS * 3600
    request.session[SESSION_KEY] = sealed(
        {
            "id": str(proved.resident_id),
            "phone": proved.phone,
            "masked": proved.phone_masked,
            "name": name,
            "county": county,
            "until": until,
        },
        PLACE,
    )


def sign_out(request: HttpRequest) -> None:
    """Forgets the phone, and everything else this session held."""
    request.session.flush()


def resident_id(request: HttpRequest) -> str:
    """Id of the resident whose phone this session has proved; empty for none."""
    return str(_signed_in(request).get("id", ""))


def vouched_by(request: HttpRequest) -> str | None:
    """The county whose app said who this is; None where they proved their phone themselves."""
    return str(_signed_in(request).get("county", "")) or None


def proved_phone(request: HttpRequest) -> str:
    """That phone in its normal form; empty for none."""
    return str(_signed_in(request).get("phone", ""))


def masked_phone(request: HttpRequest) -> str:
    return str(_signed_in(request).get("masked", ""))


def told_name(request: HttpRequest) -> str:
    """Their name, where the county's app told it; empty for none."""
    return str(_signed_in(request).get("name", ""))


def _signed_in(request: HttpRequest) -> dict[str, object]:
    kept = _facts(request.session.get(SESSION_KEY, ""))
    until = kept.get("until", 0)
    return kept if isinstance(until, int | float) and until > clock.now().timestamp() else {}


def await_code(request: HttpRequest, sent: CodeSent) -> None:
    """A code is on its way: remembered until it is typed in."""
    facts = {"phone": sent.phone, "masked": sent.phone_masked, "code": str(sent.id)}
    request.session[PENDING_KEY] = sealed(facts, PLACE)


def awaited(request: HttpRequest) -> tuple[str, str]:
    """The phone that a code was sent to, and how it is shown; empty if none is awaited."""
    kept = _facts(request.session.get(PENDING_KEY, ""))
    return str(kept.get("phone", "")), str(kept.get("masked", ""))


def check_awaited(request: HttpRequest, digits: str) -> ProvedPhone:
    """Signs in with the six digits of the awaited code; typed in twice they sign in twice. Raises as ``check_code`` does."""
    kept = _facts(request.session.get(PENDING_KEY, ""))
    code = str(kept.get("code", ""))
    proved = check_code(
        now=clock.now(),
        phone=str(kept.get("phone", "")),
        code=digits,
        ip=client_address(request),
        asked=UUID(code) if code else None,
    )
    sign_in(request, proved)
    return proved


def _facts(text: object) -> dict[str, object]:
    found = opened(text, PLACE)
    return found if isinstance(found, dict) else {}
