"""What is sent in with a new request, and checking it. Everything wrong is said at once, field by field."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import orjson
from django.utils.translation import gettext as _

from wobangni.accounts.cipher import keyed_hash
from wobangni.accounts.vault import ContactInput, check_contact
from wobangni.catalogue.queries import Service, service
from wobangni.kernel.actors import Actor
from wobangni.kernel.clock import local_date
from wobangni.kernel.errors import InvalidInput, Message
from wobangni.kernel.rules.text import clean_line, clean_text
from wobangni.organisations.queries import county, division, is_in_county
from wobangni.service_requests.commands.answers import check_answers
from wobangni.service_requests.rules.hash_chain import digest_of_words
from wobangni.service_requests.rules.states import Channel
from wobangni.triage.rules.urgency import urgency

MAX_DESCRIPTION = 10_000  # characters
MAX_TITLE = 200
MAX_PLACE = 200


@dataclass(frozen=True, slots=True)
class Submission:
    """A new request as a surface hands it in. Places in WGS84 degrees; ``service`` and ``division`` by code."""

    county: str
    description: str
    service: str | None = None
    title: str = ""
    channel: Channel = Channel.WEB
    division: str | None = None
    place_text: str = ""
    lat: float | None = None
    lng: float | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)
    contact: ContactInput | None = None
    anonymous: bool = False
    resident_id: UUID | None = None
    key: str | None = None
    source: str = ""
    external_id: str = ""
    demo: bool = False
    joins: UUID | None = (
        None  # id of a request of the county that the resident says is about the same; a person decides
    )


@dataclass(frozen=True, slots=True)
class CheckedSubmission:
    """The same, cleaned, with what it names looked up."""

    county: str
    description: str
    service: Service | None
    title: str
    channel: Channel
    division: str | None
    place_text: str
    lat: float | None
    lng: float | None
    answers: dict[str, Any]
    contact: ContactInput | None
    anonymous: bool
    resident_id: UUID | None
    key: str | None
    source: str
    external_id: str
    demo: bool
    joins: UUID | None = None
    alarms: tuple[str, ...] = ()  # dangers that the words show, by kind

    @property
    def urgent(self) -> bool:
        """What may hurt somebody is marked before anybody has read it; a person can take the mark away."""
        return bool(self.alarms or (self.service and self.service.urgent))

    def event_data(self) -> dict[str, Any]:
        """What the first event keeps: the words themselves by digest, so that the chain guards them too."""
        data: dict[str, Any] = {
            "channel": str(self.channel),
            "service": self.service.code if self.service else None,
            "words_sha256": digest_of_words(self.title, self.description, self.answers, self.lat, self.lng),
        }
        if self.alarms:
            data["alarms"] = list(self.alarms)
        if self.joins:  # no part of the fingerprint: what is said stays the same, whatever it is put beside
            data["joins"] = str(self.joins)
        return data | {"fingerprint": self.fingerprint()} if self.key or self.external_id else data

    def fingerprint(self) -> str:
        """Tells whether a key or external id comes back with the same contents. Keyed, because a telephone number is among them."""
        contact = self.contact
        return keyed_hash(
            "submission",
            orjson.dumps(
                [self.county, self.description, self.service and self.service.code, self.title, self.channel, self.division,
                 self.place_text, self.lat, self.lng, self.answers, self.anonymous, self.external_id,
                 contact and [contact.name, contact.phone, contact.address]],
                option=orjson.OPT_SORT_KEYS,
            ).decode(),
        ).hex()  # fmt: skip


def check_submission(raw: Submission, actor: Actor, now: dt.datetime) -> CheckedSubmission:
    """Cleans and checks. Raises InvalidInput with ``fields``."""
    problems: dict[str, Message] = {}
    if county(raw.county) is None:
        raise InvalidInput(_("Please check what you entered."), fields={"county": _("There is no such county.")})
    description = _limited(clean_text(raw.description), MAX_DESCRIPTION, "description", problems)
    if not description:
        problems.setdefault("description", _("Please say what you need."))
    title = _limited(clean_line(raw.title), MAX_TITLE, "title", problems)
    place_text = _limited(clean_line(raw.place_text), MAX_PLACE, "place_text", problems)
    found = service(raw.service, raw.county) if raw.service else None
    if raw.service and (found is None or not found.active):
        problems["service"] = _("There is no such service.")
    if raw.division and (not raw.division.startswith(raw.county) or division(raw.division) is None):
        problems["division"] = _("This place does not lie in this county.")
    _check_point(raw, problems)
    channel = Channel(raw.channel) if raw.channel in set(Channel) else None
    if channel is None:
        problems["channel"] = _("There is no such channel.")
    if raw.answers and not raw.service:
        problems["answers"] = _("These answers belong to no service. Please name the service too.")
    answers = check_answers(found, raw.answers, problems) if found else {}
    contact = None
    if not raw.anonymous and raw.contact is not None:
        contact = check_contact(raw.contact, problems)
    key, source, external_id = (clean_line(v or "") for v in (raw.key, raw.source, raw.external_id))
    for name, value, limit in (("key", key, 80), ("source", source, 40), ("external_id", external_id, 120)):
        _limited(value, limit, name, problems)
    if problems or channel is None:
        raise InvalidInput(_("Please check what you entered."), fields=problems)
    return CheckedSubmission(
        county=raw.county,
        description=description,
        service=found,
        title=title,
        channel=channel,
        division=raw.division or None,
        place_text=place_text,
        lat=raw.lat,
        lng=raw.lng,
        answers=answers,
        contact=contact,
        anonymous=raw.anonymous,
        resident_id=None if raw.anonymous else raw.resident_id,
        key=key or None,
        source=source,
        external_id=external_id,
        demo=raw.demo,
        alarms=tuple(str(one.danger) for one in urgency(title, description, local_date(now))),
        joins=raw.joins,
    )


def _limited(text: str, limit: int, name: str, problems: dict[str, Message]) -> str:
    if len(text) > limit:
        problems[name] = _("At most %(limit)s characters; this has %(length)s.") % {"limit": limit, "length": len(text)}
    return text


def _check_point(raw: Submission, problems: dict[str, Message]) -> None:
    if raw.lat is None and raw.lng is None:
        return
    if raw.lat is None or raw.lng is None:
        problems["lat"] = _("A place on the map needs both latitude and longitude.")
    elif not (math.isfinite(raw.lat) and math.isfinite(raw.lng) and abs(raw.lat) <= 90 and abs(raw.lng) <= 180):
        problems["lat"] = _("This is no place on the map.")
    elif not is_in_county(raw.county, raw.lat, raw.lng):
        problems["lat"] = _("This place does not lie in this county.")
