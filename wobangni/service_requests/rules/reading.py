"""What a request's text says, as triage read it, and which of it the platform may set by itself. Pure.

The rule: a person decides whatever is doubtful. By itself the platform fills in only what is empty, only while no unit has the request, only above the
confidence that the county has chosen; as an event of its own that a person can change. What may hurt somebody was marked as urgent at intake already.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from wobangni.service_requests.rules.states import BEFORE_UNIT, State


@dataclass(frozen=True, slots=True)
class ServiceGuess:
    """``confidence``: 0 to 1, calibrated. ``words``: those of the text that decided, weightiest first."""

    code: str
    confidence: float
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlaceGuess:
    """``code``: of a township or village (or of another county). ``words``: as they stand in the text."""

    code: str
    words: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class AlarmFound:
    """``kind``: of ``triage.rules.urgency``. ``words``: those that raised it."""

    kind: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """Everything that was read. ``services`` surest first. ``places``: one if the text decides it, several if it does not."""

    services: tuple[ServiceGuess, ...] = ()
    places: tuple[PlaceGuess, ...] = ()
    alarms: tuple[AlarmFound, ...] = ()

    def as_data(self) -> dict[str, Any]:
        """As it is stored."""
        return asdict(self)

    @classmethod
    def of_data(cls, data: Mapping[str, Any]) -> Found:
        """From what was stored; what an older version left out stays empty."""
        return cls(
            services=tuple(
                ServiceGuess(s["code"], s["confidence"], tuple(s.get("words", ()))) for s in data.get("services", ())
            ),
            places=tuple(PlaceGuess(p["code"], p.get("words", ""), p.get("why", "")) for p in data.get("places", ())),
            alarms=tuple(AlarmFound(a["kind"], tuple(a.get("words", ()))) for a in data.get("alarms", ())),
        )


@dataclass(frozen=True, slots=True)
class Said:
    """What the request says of itself already."""

    county: str
    state: State
    service: str = ""
    division: str = ""


def by_itself(said: Said, found: Found, threshold: float) -> dict[str, Any]:
    """Data of the correction that the platform makes without being asked; empty for none.

    threshold: confidence from 0 to 1, above 1 for never.
    """
    if said.state not in BEFORE_UNIT:
        return {}
    data: dict[str, Any] = {}
    best = found.services[0] if found.services else None
    if not said.service and best is not None and best.confidence >= threshold:
        data["service"] = best.code
    if not said.division and len(found.places) == 1 and _inside(found.places[0].code, said.county):
        data["division"] = found.places[0].code
    return data


def still_open(said: Said, found: Found) -> Found:
    """What is left to suggest to a person: nothing that the request says already, nothing outside of its county that it could not take."""
    return Found(
        services=tuple(s for s in found.services if s.code != said.service),
        places=() if said.division and any(said.division.startswith(p.code) for p in found.places) else found.places,
        alarms=found.alarms,
    )


def _inside(code: str, county: str) -> bool:
    """A township or village of the county, not the county itself."""
    return code.startswith(county) and len(code) > len(county)
