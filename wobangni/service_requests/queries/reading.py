"""What triage reads out of a text, for a request that is there and for one that is still being written: one way for both, and worded for staff."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wobangni.catalogue.queries import Service, service
from wobangni.kernel.clock import local_date
from wobangni.organisations.queries import DivisionRef, county_settings, division
from wobangni.service_requests.models import ServiceRequest
from wobangni.service_requests.rules.reading import (
    AlarmFound,
    Found,
    PlaceGuess,
    Said,
    ServiceGuess,
    still_open,
)
from wobangni.triage.queries import classify, locate
from wobangni.triage.rules.urgency import urgency
from wobangni.triage.rules.urgency_table import TABLE

#: Suggestions that a person can take in at a glance.
MOST_PLACES = 5
#: Digits of a county's code; a league's has fewer.
COUNTY_DIGITS = 6
#: At this many percent a county has said that a person always decides.
NEVER_SURE = 100
_DANGERS = {str(row.danger): row for row in TABLE}


@dataclass(frozen=True, slots=True)
class Text:
    """The words of a request, and its point on the map (WGS84 degrees) if it has one."""

    description: str
    title: str = ""
    place_text: str = ""
    lat: float | None = None
    lng: float | None = None

    @classmethod
    def of_row(cls, row: ServiceRequest) -> Text:
        return cls(row.description, row.title, row.place_text, row.lat, row.lng)


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """``percent``: how sure. ``words``: of the text, that decided."""

    service: Service
    percent: int
    words: str


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """``inside``: a township or village of this county, so that it can be taken over."""

    place: DivisionRef
    path: str
    why: str
    inside: bool


@dataclass(frozen=True, slots=True)
class AlarmLine:
    """``life``: somebody must be called at once. ``advice``: what to do now."""

    label: str
    words: str
    advice: str
    life: bool


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What is left to suggest to a person, worded. ``several_places``: the text names several that fit; nothing was guessed."""

    services: tuple[ServiceLine, ...] = ()
    places: tuple[PlaceLine, ...] = ()
    alarms: tuple[AlarmLine, ...] = ()

    @property
    def several_places(self) -> bool:
        return len(self.places) > 1

    @property
    def none_inside(self) -> bool:
        """Whether places are named and none of them can be taken over: the request may belong to another county."""
        return bool(self.places) and not any(one.inside for one in self.places)

    def __bool__(self) -> bool:
        return bool(self.services or self.places or self.alarms)


def read_text(county: str, text: Text, at: dt.datetime) -> Found:
    """Services, places and alarms of a text in ``county``, surest first. No query when warm. Any text gives a result.

    at: when it was written; in the heating season a cold flat is an alarm.
    """
    return Found(_services(county, text), _places(county, text), alarms_of(text.title, text.description, at))


def alarms_of(title: str, description: str, at: dt.datetime) -> tuple[AlarmFound, ...]:
    """What may not wait. Cheap enough for intake itself."""
    return tuple(
        AlarmFound(str(one.danger), tuple(sign.words for sign in one.signs))
        for one in urgency(title, description, local_date(at))
    )


def threshold_of(county: str) -> float:
    """From which confidence on (0 to 1) a suggestion stands without a person; above 1: never."""
    percent = county_settings(county).sure_percent
    return 1.01 if percent >= NEVER_SURE else percent / 100


def suggestions(said: Said, found: Found) -> Suggestions:
    """``found``, worded in the reader's language, without what the request says already. No query when warm."""
    left = still_open(said, found)
    return Suggestions(
        services=tuple(
            ServiceLine(known, round(guess.confidence * 100), _listed(guess.words))
            for guess in left.services
            if (known := service(guess.code, said.county)) is not None and known.active
        ),
        places=tuple(
            PlaceLine(ref, _path(ref), guess.words, _is_inside(ref, said.county))
            for guess in left.places
            if (ref := division(guess.code)) is not None
        ),
        alarms=tuple(
            AlarmLine(_(row.label), _listed(alarm.words), _(row.advice), row.life)
            for alarm in left.alarms
            if (row := _DANGERS.get(alarm.kind)) is not None
        ),
    )


def _services(county: str, text: Text) -> tuple[ServiceGuess, ...]:
    found = classify(county, text.description, text.title)
    if found.service is None:
        return ()
    others = tuple(ServiceGuess(one.service, one.confidence) for one in found.alternatives)
    return (ServiceGuess(found.service, found.confidence, found.words), *others)


def _places(county: str, text: Text) -> tuple[PlaceGuess, ...]:
    """What stands in the box for the place says more than a word in passing: it is read first, and alone if it decides.

    A county that is named beside a village is one of the places that fit: without it the village would look certain.
    """
    point = (text.lat, text.lng) if text.lat is not None and text.lng is not None else None
    for words in (text.place_text, f"{text.title}\n{text.description}"):
        found = locate(words, county, point)
        guesses = tuple(PlaceGuess(one.code, one.words) for one in found.candidates[:MOST_PLACES])
        if any(len(one.code) > COUNTY_DIGITS for one in guesses):
            return guesses if found.ambiguous or found.best is None else guesses[:1]
    return ()


def _is_inside(ref: DivisionRef, county: str) -> bool:
    return ref.code.startswith(county) and len(ref.code) > len(county)


def _path(ref: DivisionRef) -> str:
    """The place with what it lies in, from the county down."""
    names = [ref.label]
    while ref.parent and len(ref.parent) >= len("150105"):
        above = division(ref.parent)
        if above is None:
            break
        ref = above
        names.append(ref.label)
    return " ".join(reversed(names))


def _listed(words: tuple[str, ...]) -> str:
    return pgettext("list separator", ", ").join(dict.fromkeys(words))
