"""A request that is being written. It lives in the session, encrypted, until it is sent; every step of the form adds to it.

Its id stands in addresses, and addresses are passed on. What must be this browser's alone is bound to ``home``, which never leaves the session: photos
wait under it, and it is the idempotency key of the submission, so that a double click, a resend after lost signal and the browser's "send again"
make one request, and somebody else who opens the address begins a form of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest
from django.utils.translation import gettext as _

from wobangni.kernel.errors import NotFound
from wobangni.surfaces.shared.sealed import opened, sealed

SESSION_KEY = "drafts"
PLACE = "resident/draft"  # what a sealed draft is bound to
KEPT_SECONDS = 14 * 24 * 3600
MOST_DRAFTS = 5  # of one browser; the oldest goes first


@dataclass(frozen=True, slots=True)
class Draft:
    """``anonymous`` None: not asked yet. ``proved_phone``: the phone that a code has proved. ``code``, ``pin``: once it is sent."""

    id: str
    county: str
    home: str = field(default_factory=lambda: str(uuid4()))
    service: str = ""
    description: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)
    division: str = ""
    place_text: str = ""
    lat: float | None = None
    lng: float | None = None
    done: tuple[str, ...] = ()  # steps that were answered
    anonymous: bool | None = None
    name: str = ""
    phone: str = ""
    proved_phone: str = ""
    resident: str = ""  # id of the resident whose phone was proved
    code: str = ""
    pin: str = ""
    joins: str = ""  # id of the request that this one is about too, as the resident says

    def with_step(self, step: str, **changes: Any) -> Draft:
        """The draft after ``step`` was answered."""
        return replace(self, done=tuple(dict.fromkeys((*self.done, step))), **changes)

    def without_step(self, step: str, **changes: Any) -> Draft:
        """The draft with ``step`` to be answered again."""
        return replace(self, done=tuple(name for name in self.done if name != step), **changes)

    @property
    def sent(self) -> bool:
        return bool(self.code)


def load(request: HttpRequest, county: str, id: UUID) -> Draft:
    """The draft with this id; a fresh one if the browser has none. Raises NotFound for another county's."""
    draft = _open(request.session.get(SESSION_KEY, {}).get(str(id), ""))
    if draft is None:
        return Draft(id=str(id), county=county)
    if draft.county != county:
        raise NotFound(_("This form belongs to another county."))
    return draft


def reloaded(request: HttpRequest, draft: Draft) -> Draft:
    """The draft as it stands in the database now: a second click may have been quicker."""
    kept = type(request.session)(request.session.session_key).get(SESSION_KEY, {})
    return _open(kept.get(draft.id, "")) or draft


def save(request: HttpRequest, draft: Draft) -> None:
    """Keeps the draft; the newest is last."""
    kept = dict(request.session.get(SESSION_KEY, {}))
    kept.pop(draft.id, None)
    kept[draft.id] = sealed(asdict(draft), PLACE)
    request.session[SESSION_KEY] = dict(list(kept.items())[-MOST_DRAFTS:])
    if not request.user.is_authenticated:
        request.session.set_expiry(KEPT_SECONDS)


def discard(request: HttpRequest, id: UUID) -> None:
    kept = dict(request.session.get(SESSION_KEY, {}))
    if kept.pop(str(id), None) is not None:
        request.session[SESSION_KEY] = kept


def unfinished(request: HttpRequest, county: str) -> Draft | None:
    """The newest draft of this county that was begun and not sent."""
    for text in reversed(list(request.session.get(SESSION_KEY, {}).values())):
        draft = _open(text)
        if draft is not None and draft.county == county and not draft.sent and draft.description:
            return draft
    return None


def _open(text: str) -> Draft | None:
    try:
        raw = opened(text, PLACE)
        return Draft(**{**raw, "done": tuple(raw["done"])})
    except (TypeError, KeyError):
        return None  # an older form's, or of a key that is gone: the browser still has what was typed
