"""Submitting a request. The hot path: one SQL statement writes the request with everything that belongs to it."""

from __future__ import annotations

import datetime as dt
from contextlib import nullcontext
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, connection
from django.utils.translation import gettext as _

from wobangni.accounts.vault import SealedContact, pin_of_key, seal_contact
from wobangni.catalogue.queries import RequestFacts, ladder_for, limits_for
from wobangni.catalogue.rules.limits import LimitKind
from wobangni.kernel.actors import Actor
from wobangni.kernel.clock import local_date
from wobangni.kernel.errors import Conflict
from wobangni.kernel.ids import new_id
from wobangni.kernel.scope import acting, told_of
from wobangni.organisations.queries import working_calendar
from wobangni.service_requests.commands.directed import directed_limits
from wobangni.service_requests.commands.insert_request import NewRequest, insert_request
from wobangni.service_requests.commands.record import jsonable
from wobangni.service_requests.commands.submission import CheckedSubmission, Submission, check_submission
from wobangni.service_requests.models import Event, ServiceRequest
from wobangni.service_requests.rules import deadlines, escalation
from wobangni.service_requests.rules.hash_chain import GENESIS, EventContent, chain
from wobangni.service_requests.rules.lifecycle import Action
from wobangni.service_requests.rules.states import State
from wobangni.service_requests.rules.tallies import Dimensions, deltas
from wobangni.service_requests.rules.tracking_code import new_code

__all__ = ["Submission", "Submitted", "submit"]

#: A fresh code is one of 10⁹ in its county; meeting a used one several times over means that something else is wrong.
CODE_TRIES = 5


@dataclass(frozen=True, slots=True)
class Submitted:
    """``created``: False when it had been sent before. ``pin``: six digits, for an anonymous request: the same again when it is sent again."""

    county: str
    id: UUID
    code: str
    state: State
    version: int
    created: bool
    pin: str | None = None


def submit(*, actor: Actor, now: dt.datetime, submission: Submission) -> Submitted:
    """Takes a request in. The same ``key``, or ``source`` and ``external_id``, again returns the first one unchanged.

    Raises InvalidInput with ``fields`` for everything that can't be used; Conflict for a key or external id that was used with other words.
    """
    checked = check_submission(submission, actor, now)
    request_id = new_id()
    sealed = seal_contact(
        county=checked.county,
        contact=checked.contact,
        anonymous=checked.anonymous,
        resident_id=checked.resident_id,
        pin=_pin(checked.county, checked.source, checked.key or checked.external_id) if checked.anonymous else "",
    )
    told = told_of(actor, {checked.county})
    for _attempt in range(CODE_TRIES):
        new = _new_request(checked, request_id, sealed, actor, now)
        # One statement, and so a transaction of its own, unless somebody has opened one around it.
        with acting(actor, counties={checked.county}) if connection.in_atomic_block else nullcontext():
            made = insert_request(new, told)
        if made:
            return Submitted(
                checked.county,
                request_id,
                new.code,
                State.SUBMITTED,
                1,
                created=True,
                pin=sealed.pin if sealed else None,
            )
        with acting(actor, counties={checked.county}):
            earlier = _sent_before(checked)
        if earlier is not None:
            return earlier
    raise IntegrityError("no free tracking code found")


def _new_request(
    checked: CheckedSubmission, request_id: UUID, sealed: SealedContact | None, actor: Actor, now: dt.datetime
) -> NewRequest:
    """All rows of a new request, computed before anything is sent to the database."""
    code = new_code(checked.county)
    service_id = checked.service.id if checked.service else None
    limits = directed_limits(limits_for(checked.county, service_id, now), _facts(checked, now))
    calendar = working_calendar(checked.county)
    started = [
        deadlines.start(LimitKind.RESPONSE, limits.response, now, calendar),
        deadlines.start(LimitKind.ANSWER, limits.answer, now, calendar),
    ]
    clocks = escalation.first(started, ladder_for(checked.county, now), calendar)
    data = jsonable(checked.event_data())
    content = EventContent(
        county=checked.county,
        service_request_id=str(request_id),
        seq=1,
        action=str(Action.SUBMIT),
        from_state="",
        to_state=str(State.SUBMITTED),
        at=now,
        actor_kind=str(actor.kind),
        actor_id=actor.id,
        actor_name=actor.name,
        unit_id=None,
        service_id=service_id,
        data=data,
    )
    after = Dimensions(State.SUBMITTED, 0, service_id or 0)
    return NewRequest(
        id=request_id,
        code=code,
        checked=checked,
        sealed=sealed,
        content=content,
        hash=chain(GENESIS, content),
        clocks=clocks,
        deltas=list(deltas(None, after, Action.SUBMIT, data)),
        day=local_date(now),
        now=now,
    )


def _pin(county: str, source: str, key: str) -> str:
    """The query password of an anonymous request that can be sent again; empty for one that can't."""
    return pin_of_key(county, source, key) if key else ""


def _facts(checked: CheckedSubmission, now: dt.datetime) -> RequestFacts:
    return RequestFacts(
        county=checked.county,
        submitted_at=now,
        service_id=checked.service.id if checked.service else None,
        division=checked.division,
        title=checked.title,
        description=checked.description,
        place_text=checked.place_text,
        urgent=checked.urgent,
        channel=str(checked.channel),
        lat=checked.lat,
        lng=checked.lng,
        answers=checked.answers,
    )


def _sent_before(checked: CheckedSubmission) -> Submitted | None:
    """The request that this submission made when it was first sent. Raises Conflict if that one said something else."""
    found = None
    if checked.key:
        found = ServiceRequest.objects.filter(county=checked.county, key=checked.key).first()
    if found is None and checked.external_id:
        found = ServiceRequest.objects.filter(
            county=checked.county, source=checked.source, external_id=checked.external_id
        ).first()
    if found is None:
        return None
    if not _says_the_same(found, checked):
        raise Conflict(_("This was sent before with other contents. Nothing was changed."), code="key_reused")
    pin = _pin(found.county, found.source, found.key or found.external_id) if found.anonymous else ""
    return Submitted(
        found.county, found.id, found.code, State(found.state), found.version, created=False, pin=pin or None
    )


def _says_the_same(row: ServiceRequest, checked: CheckedSubmission) -> bool:
    """By fingerprint; first events of an external id alone had none once: of those the words are compared."""
    first = Event.objects.get(county=row.county, service_request_id=row.id, seq=1).data
    again = checked.event_data()
    name = "fingerprint" if "fingerprint" in first else "words_sha256"
    return bool(first.get(name) == again[name])
