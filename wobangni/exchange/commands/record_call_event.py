"""Taking in what a telephone system says of a call: signed, in any order, any number of times."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from wobangni.accounts.cipher import seal
from wobangni.accounts.commands.store_contact import store_contact
from wobangni.accounts.rules.phone import BadPhone, mask_phone, normalise_phone
from wobangni.accounts.vault import ContactInput, phone_hash
from wobangni.exchange.models import Call, CallEvent, Extension, Line, TelephoneSystem
from wobangni.exchange.rules.calls import AHEAD, BEHIND, CallEventKind, Told, digits, facts_of
from wobangni.exchange.rules.places import call_place
from wobangni.exchange.signed_calls import Sender
from wobangni.kernel.actors import Actor, ActorKind
from wobangni.kernel.errors import Conflict, InvalidInput, Message
from wobangni.kernel.ids import new_id
from wobangni.kernel.rules.text import clean_line
from wobangni.kernel.scope import acting

MAX_ID, MAX_NUMBER, MAX_URL = 80, 32, 500


@dataclass(frozen=True, slots=True)
class CallEventInput:
    """``event``, ``call``: the telephone system's own names of this event and of the call. ``line``: the number that was dialled. The caller's number is
    never logged: the representation says nothing."""

    event: str
    call: str
    kind: str
    at: dt.datetime
    line: str = ""
    caller: str = ""
    extension: str = ""
    recording: str = ""

    def __repr__(self) -> str:
        return f"CallEventInput({self.call} {self.kind})"


@dataclass(frozen=True, slots=True)
class Recorded:
    """``created``: False when this event had been sent before."""

    call_id: UUID
    state: str
    created: bool


def record_call_event(*, sender: Sender, now: dt.datetime, event: CallEventInput) -> Recorded:
    """Keeps the event and works the call out anew from all that is known of it. ``sender``: whose signature was found good.

    Raises InvalidInput with ``fields``; Conflict for an event's name that was used with other words.
    """
    said = _checked(event, now)
    county, system = sender.county, TelephoneSystem(pk=sender.id, county_id=sender.county, name=sender.name)
    with acting(_actor(system), counties={county}):
        call, fresh = _call(system, said, now)
        digest = _digest(said)
        row, created = CallEvent.objects.get_or_create(
            county=county,
            system=system,
            external_id=said.event,
            defaults={
                "call_id": call.id,
                "kind": said.kind,
                "at": said.at,
                "extension": said.extension,
                "digest": digest,
                "received_at": now,
            },
        )
        if not created:
            if bytes(row.digest) != digest:
                raise Conflict(_("This was sent before with other contents. Nothing was changed."), code="key_reused")
            return Recorded(row.call_id, call.state, created=False)
        if not fresh:
            _add_what_is_new(system, call, said, now)
        _work_out(call, now)
    return Recorded(call.id, call.state, created=True)


def _actor(system: TelephoneSystem) -> Actor:
    return Actor(ActorKind.PARTNER, f"telephone-{system.pk}", system.name, county=system.county_id)


def _checked(event: CallEventInput, now: dt.datetime) -> CallEventInput:
    fields: dict[str, Message] = {}
    said = CallEventInput(
        event=clean_line(event.event),
        call=clean_line(event.call),
        kind=event.kind,
        at=event.at,
        line=clean_line(event.line),
        caller=clean_line(event.caller),
        extension=clean_line(event.extension),
        recording=clean_line(event.recording),
    )
    for name, limit in (("event", MAX_ID), ("call", MAX_ID)):
        if not 1 <= len(getattr(said, name)) <= limit:
            fields[name] = _("Between 1 and %(n)s characters.") % {"n": limit}
    for name in ("line", "caller", "extension"):
        if len(getattr(said, name)) > MAX_NUMBER:
            fields[name] = _("At most %(limit)s characters.") % {"limit": MAX_NUMBER}
    if said.kind not in set(CallEventKind):
        fields["kind"] = _("This must be one of: %(names)s.") % {"names": ", ".join(CallEventKind)}
    if said.at.tzinfo is None:
        fields["at"] = _("Please give the moment with its time zone.")
    elif said.at > now + AHEAD:
        fields["at"] = _("This moment lies in the future. Please set the telephone system's clock.")
    elif said.at < now - BEHIND:
        fields["at"] = _("This moment is more than 30 days ago.")
    if said.recording and (len(said.recording) > MAX_URL or not _is_address(said.recording)):
        fields["recording"] = _("This must be an address that begins with https:// or http://.")
    if said.kind == CallEventKind.RECORDING and not said.recording:
        fields["recording"] = _("Please give the address of the recording.")
    if fields:
        raise InvalidInput(_("Please check what you sent."), fields=fields)
    return said


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("https", "http") and bool(parts.hostname)


def _digest(said: CallEventInput) -> bytes:
    """Of all words, so that the record need not hold the number."""
    words = [said.call, said.kind, said.at.isoformat(), said.line, said.caller, said.extension, said.recording]
    return hashlib.sha256(json.dumps(words).encode()).digest()


def _call(system: TelephoneSystem, said: CallEventInput, now: dt.datetime) -> tuple[Call, bool]:
    """The call, locked; and whether this event is the first heard of it."""
    known = {"county": system.county_id, "system": system, "external_id": said.call}
    found = Call.objects.select_for_update().filter(**known).first()
    if found is not None:
        return found, False
    call_id = new_id()
    begun = {
        "id": call_id,
        "state": "ringing",
        "began_at": said.at,
        "heard_at": now,
        "dialled": digits(said.line)[:MAX_NUMBER],
        "line": _line(system.county_id, said.line),
        **_caller(system, call_id, said, now),
        **_recording(system.county_id, call_id, said),
    }
    _row, created = Call.objects.get_or_create(**known, defaults=begun)
    return Call.objects.select_for_update().get(**known), created


def _line(county: str, dialled: str) -> Line | None:
    number = digits(dialled)
    if not number:
        return None
    rows = Line.objects.filter(Q(full_number=number) | Q(short_number=number), county=county, active=True)
    return rows.order_by("id").first()


def _caller(system: TelephoneSystem, call_id: UUID, said: CallEventInput, now: dt.datetime) -> dict[str, object]:
    if not said.caller:
        return {}
    try:
        normal = normalise_phone(said.caller)
    except BadPhone:  # withheld, or an extension of the house: kept, but nobody can be called by it
        return {"caller_sealed": seal(said.caller, call_place(system.county_id, call_id, "caller"))}
    contact = store_contact(
        actor=_actor(system), now=now, county=system.county_id, contact=ContactInput(phone=said.caller)
    )
    return {"contact_id": contact, "caller_masked": mask_phone(normal), "caller_hash": phone_hash(normal)}


def _recording(county: str, call_id: UUID, said: CallEventInput) -> dict[str, object]:
    if not said.recording:
        return {}
    return {"recording_sealed": seal(said.recording, call_place(county, call_id, "recording"))}


def _add_what_is_new(system: TelephoneSystem, call: Call, said: CallEventInput, now: dt.datetime) -> None:
    """Any event may be the first that knows the line, the caller or the recording."""
    new: dict[str, object] = {}
    if call.line_id is None and said.line:
        new |= {"line": _line(call.county, said.line), "dialled": digits(said.line)[:MAX_NUMBER]}
    if call.contact_id is None and said.caller:
        new |= _caller(system, call.id, said, now)
    if not bytes(call.recording_sealed):
        new |= _recording(call.county, call.id, said)
    for name, value in new.items():
        setattr(call, name, value)


def _work_out(call: Call, now: dt.datetime) -> None:
    told = CallEvent.objects.filter(county=call.county, call_id=call.id).values_list("kind", "at", "extension")
    facts = facts_of(Told(CallEventKind(kind), at, extension) for kind, at, extension in told)
    call.state, call.began_at, call.answered_at = facts.state, facts.began_at, facts.answered_at
    call.ended_at, call.waited, call.extension = facts.ended_at, facts.waited, facts.extension
    if facts.extension and (at_desk := _clerk(call, facts.extension)) is not None:
        call.clerk_id = at_desk
    call.heard_at = now
    call.save()


def _clerk(call: Call, extension: str) -> int | None:
    rows = Extension.objects.filter(county=call.county, number=extension)
    if call.line_id is not None:
        rows = rows.filter(line=call.line_id)
    return rows.order_by("id").values_list("clerk_id", flat=True).first()
