"""Asking the writing helper for a draft, on the record."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wobangni.exchange.drafting.client import HelperError, Reply, Trouble, ask, body_of, is_configured
from wobangni.exchange.models import DraftRecord
from wobangni.exchange.rules.draft import DraftKind, messages, usable
from wobangni.kernel import clock
from wobangni.kernel.actors import Actor, ActorKind
from wobangni.kernel.errors import Forbidden, NotFound, TooMany, WobangniError
from wobangni.kernel.ids import new_id
from wobangni.kernel.scope import acting
from wobangni.service_requests.queries.detail import request_detail
from wobangni.service_requests.queries.values import RequestDetail
from wobangni.service_requests.rules.lifecycle import Action

#: Drafts that one person may ask for within an hour.
MOST_AN_HOUR = 60
HOUR = dt.timedelta(hours=1)

_TROUBLES: dict[Trouble, Promise] = {
    Trouble.UNREACHABLE: gettext_lazy("The writing helper can't be reached. Please go on without it, or try later."),
    Trouble.TIMEOUT: gettext_lazy("The writing helper took too long. Please go on without it, or try again."),
    Trouble.REFUSED: gettext_lazy("The writing helper refused. Whoever looks after the platform should check its address, key and model."),
    Trouble.BUSY: gettext_lazy("The writing helper is busy. Please try again in a minute."),
    Trouble.BROKEN: gettext_lazy("The writing helper had an error of its own. Please go on without it, or try later."),
    Trouble.TOO_LONG: gettext_lazy("The writing helper sent far too much. Nothing of it was used."),
    Trouble.NOT_UNDERSTOOD: gettext_lazy("What the writing helper sent can't be understood. Nothing of it was used."),
    Trouble.EMPTY: gettext_lazy("The writing helper sent nothing. Please go on without it, or try again."),
}  # fmt: skip


class NoDraft(WobangniError):
    """The helper gave no draft; what was typed is untouched."""

    code = "no_draft"
    http_status = 503


@dataclass(frozen=True, slots=True)
class Draft:
    """``text``: a reply stands under its mark; to be shown as a draft only."""

    text: str
    model: str


def draft(*, actor: Actor, now: dt.datetime, code: str, kind: DraftKind = DraftKind.REPLY) -> Draft:
    """Sends the request's words, without contact data, to the helper and returns what it wrote.

    A record stands before anything is sent, another one after. Raises NotFound (also where no helper is set up), Forbidden for whoever
    may not answer this request (a summary: for whoever does not see inside), TooMany, NoDraft.
    """
    if not is_configured():
        raise NotFound(_("There is no writing helper on this platform."), code="no_helper")
    detail = request_detail(actor, code, now=now)
    _check(actor, detail, kind)
    names = [detail.contact.name] if detail.contact and detail.contact.name else []
    body = body_of(
        messages(
            kind,
            title=detail.title,
            text=detail.description,
            service=detail.service.label if detail.service else "",
            known_names=names,
        )
    )
    row = {
        "county": detail.county,
        "draft_id": new_id(),
        "kind": kind,
        "request_code": detail.code,
        "actor_id": actor.id,
        "actor_name": actor.name,
        "model": settings.LLM["model"][:120],
        "digest": hashlib.sha256(body).digest(),
        "length": len(body),
    }
    with acting(actor, counties={detail.county}):
        _check_rate(actor, detail.county, now)
        DraftRecord.objects.create(**row, step=DraftRecord.Step.SENT, at=now)
    started = clock.monotonic()
    try:
        reply = ask(body)
        text = usable(reply.text, kind)
        if not text:
            raise HelperError(Trouble.EMPTY)
    except HelperError as error:
        _ended(actor, row, now, started, trouble=error.trouble)
        raise NoDraft(_TROUBLES[error.trouble], code=f"no_draft_{error.trouble}") from None
    _ended(actor, row, now, started, reply=reply)
    return Draft(text, row["model"])


def _check(actor: Actor, detail: RequestDetail, kind: DraftKind) -> None:
    may_answer = any(offer.action is Action.ANSWER for offer in detail.actions)
    if actor.kind is not ActorKind.STAFF or not (may_answer if kind is DraftKind.REPLY else detail.inside):
        raise Forbidden(_("Only who may answer this request can have a draft written."))


def _check_rate(actor: Actor, county: str, now: dt.datetime) -> None:
    asked = DraftRecord.objects.filter(
        county=county, actor_id=actor.id, step=DraftRecord.Step.SENT, at__gt=now - HOUR
    ).count()
    if asked >= MOST_AN_HOUR:
        raise TooMany(_("You have asked for many drafts in the last hour. Please wait a little."), retry_after=600)


def _ended(
    actor: Actor,
    row: dict[str, Any],
    now: dt.datetime,
    started: float,
    *,
    reply: Reply | None = None,
    trouble: Trouble | None = None,
) -> None:
    """The second record. Its moment is the first one's and how long the call took."""
    at = now + dt.timedelta(seconds=max(0.0, clock.monotonic() - started))
    with acting(actor, counties={row["county"]}):
        DraftRecord.objects.create(
            **row,
            step=DraftRecord.Step.FAILED if trouble else DraftRecord.Step.DRAFTED,
            at=at,
            tokens_in=reply.tokens_in if reply else None,
            tokens_out=reply.tokens_out if reply else None,
            trouble=trouble or "",
        )
