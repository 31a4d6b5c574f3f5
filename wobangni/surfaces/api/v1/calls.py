"""What telephone systems say of calls. Signed, not by token: the secret never travels."""

from __future__ import annotations

from django.http import HttpResponse
from ninja import Router
from pydantic import Field
from typing_extensions import TypedDict

from wobangni.exchange.commands.record_call_event import MAX_ID, MAX_NUMBER, MAX_URL, CallEventInput, record_call_event
from wobangni.exchange.rules.calls import CallEventKind
from wobangni.kernel import clock
from wobangni.kernel.rules.i18n import gettext_noop as N_
from wobangni.surfaces.api.operations import json_response, operation
from wobangni.surfaces.api.signed import SignedRequest
from wobangni.surfaces.api.v1.inputs import Moment, Strict

router = Router(tags=["calls"])


class CallEventIn(Strict):
    event: str = Field(
        min_length=1, max_length=MAX_ID, description=N_("Your own name of this event: sent again, it changes nothing")
    )
    call: str = Field(
        min_length=1, max_length=MAX_ID, description=N_("Your own name of the call, the same in all its events")
    )
    kind: CallEventKind = Field(strict=False, description=N_("What the telephone did"))
    at: Moment = Field(description=N_("When it happened, with its time zone"))
    line: str = Field("", max_length=MAX_NUMBER, description=N_("The number that was dialled"))
    caller: str = Field("", max_length=MAX_NUMBER, description=N_("The caller's number; empty where it is withheld"))
    extension: str = Field("", max_length=MAX_NUMBER, description=N_("Where it was picked up"))
    recording: str = Field("", max_length=MAX_URL, description=N_("Address of the recording"))


class CallEventOut(TypedDict):
    call: str
    state: str
    created: bool


@operation(
    router,
    "POST",
    "/calls",
    signed=True,
    answers={200: CallEventOut, 201: CallEventOut},
    errors=(400, 409, 411, 413, 415),
    summary=N_("A telephone call rings, is answered, ends or is missed"),
    description=N_(
        "Events may come in any order and any number of times. `X-Wobangni-System` names the telephone system, `X-Wobangni-Timestamp` is the moment in "
        "Unix seconds, at most five minutes from our time; `X-Wobangni-Signature` is `v1=` and the HMAC-SHA256 (hex) of the timestamp, a dot and the body "
        "as it is sent, with the secret of the telephone system."
    ),
    operation_id="record_call_event",
)
def record(request: SignedRequest, body: CallEventIn) -> HttpResponse:
    said = CallEventInput(
        body.event, body.call, body.kind, body.at, body.line, body.caller, body.extension, body.recording
    )
    done = record_call_event(sender=request.sender, now=clock.now(), event=said)
    shape: CallEventOut = {"call": str(done.call_id), "state": done.state, "created": done.created}
    return json_response(shape, status=201 if done.created else 200)
