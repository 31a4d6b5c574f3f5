"""What a clerk makes of a call: a request, or an answer from the knowledge base that closes it at once."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from uuid import UUID

from django.utils.translation import gettext as _

from wobangni.accounts.commands.copy_phone import phone_to_copy
from wobangni.catalogue.queries import quote_of, wording
from wobangni.exchange.access import get_call_for
from wobangni.exchange.models import Call
from wobangni.kernel.actors import Actor
from wobangni.kernel.errors import InvalidInput
from wobangni.kernel.scope import acting
from wobangni.service_requests.commands.act import act
from wobangni.service_requests.commands.submit import Submission, Submitted, submit
from wobangni.service_requests.rules.lifecycle import Action
from wobangni.service_requests.rules.states import Channel


@dataclass(frozen=True, slots=True)
class Consultation:
    """What the caller was told, and what they said of it: raw, as the action's fields take them."""

    article_id: int
    version: int
    solved: str
    satisfied: str


def submit_from_call(
    *,
    actor: Actor,
    now: dt.datetime,
    county: str,
    call_id: UUID,
    submission: Submission,
    answered: Consultation | None = None,
) -> Submitted:
    """Takes the request of a call in; where no other number was given, the caller's goes with it from the vault, unseen.

    answered: it was a consultation, which is answered, rated and closed in the same transaction. All or none; sent twice (``submission.key``) it changes nothing.
    Raises as ``submit`` and ``act`` do; NotFound for a call that the actor may not know of; InvalidInput (``article``) for a version that is not in force here.
    """
    with acting(actor, counties={county}, whole=True):
        call = get_call_for(actor, county, call_id, lock=True)
        text = _wording(county, answered) if answered is not None else None
        made = submit(actor=actor, now=now, submission=_completed(submission, call, text[1] if text else ""))
        if answered is not None and text is not None:
            quoted, _title, words = text
            act(
                actor=actor,
                now=now,
                code=made.code,
                action=Action.ANSWER_AT_ONCE,
                data={"answer": words, "quoted": quoted, "solved": answered.solved, "satisfied": answered.satisfied},
                key=f"{submission.key}/answer"[:80] if submission.key else None,
            )
        if not call.request_code:
            call.request_code = made.code
        call.solved_at_once = call.solved_at_once or answered is not None
        call.save(update_fields=["request_code", "solved_at_once"])
    return made


def _wording(county: str, answered: Consultation) -> tuple[str, str, str]:
    """(how it is quoted, its title, its words)."""
    found = wording(county, answered.article_id, answered.version)
    if found is None:
        message = _("Choose an article that is in force. Its version may have changed just now.")
        raise InvalidInput(_("Please check what you entered."), fields={"article": message})
    return quote_of(answered.article_id, found.number, found.title), found.title, found.text


def _completed(submission: Submission, call: Call, title: str) -> Submission:
    """The caller's own number where no other was given; of a consultation that nothing was written of, what was asked is what the article is about."""
    contact = submission.contact
    if contact is not None and not contact.phone.strip() and call.contact_id is not None:
        contact = replace(contact, phone=phone_to_copy(call.county, call.contact_id).phone)
    words = submission.description
    if title and not words.strip():
        words = _("Consultation: %(title)s") % {"title": title}
    return replace(submission, channel=Channel.HOTLINE, contact=contact, description=words)
