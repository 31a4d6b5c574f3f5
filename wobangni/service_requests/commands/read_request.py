"""Reading a new request: what triage finds is kept beside it, and what is certain enough is filled in. Run by the worker."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wobangni.catalogue.queries import service, service_by_id
from wobangni.kernel.actors import SYSTEM
from wobangni.kernel.errors import Conflict, Forbidden, InvalidInput
from wobangni.kernel.scope import acting
from wobangni.organisations.queries import division
from wobangni.service_requests.commands.act import act
from wobangni.service_requests.models import Reading, ServiceRequest
from wobangni.service_requests.queries.reading import Text, read_text, threshold_of
from wobangni.service_requests.rules.lifecycle import Action
from wobangni.service_requests.rules.reading import Found, Said, by_itself
from wobangni.service_requests.rules.states import State

#: Events are kept in the language of the county's staff.
LANGUAGE = "zh-hans"


def read_request(*, county: str, id: UUID, now: dt.datetime) -> Found | None:
    """Reads the text of this request, keeps what was found and fills in what ``rules.reading.by_itself`` allows. Again, it changes nothing more.

    None if there is no such request.
    """
    row = ServiceRequest.objects.filter(county=county, id=id).defer("search", "answers").first()
    if row is None:
        return None
    found = read_text(county, Text.of_row(row), row.submitted_at)
    with acting(SYSTEM, counties={county}):
        Reading.objects.update_or_create(
            county=county, service_request_id=id, defaults={"read_at": now, "found": found.as_data()}
        )
        own = service_by_id(row.service_id, county) if row.service_id else None
        said = Said(county, State(row.state), own.code if own else "", row.division_id or "")
        data = by_itself(said, found, threshold_of(county))
        if data:
            _fill_in(row, data, found, now)
    return found


def _fill_in(row: ServiceRequest, data: dict[str, Any], found: Found, now: dt.datetime) -> None:
    with translation.override(LANGUAGE):
        reason = _reason(row.county, data, found)
    try:
        act(
            actor=SYSTEM,
            now=now,
            code=row.code,
            action=Action.AMEND,
            data=data | {"reason": reason},
            key=f"reading/{row.id}",
        )
    except (
        Conflict,
        Forbidden,
        InvalidInput,
    ):  # somebody was quicker, or this very reading was made before: theirs stands
        return


def _reason(county: str, data: dict[str, Any], found: Found) -> str:
    """Why, for the timeline: the words that decided."""
    lines = []
    if "service" in data:
        best = found.services[0]
        named = service(best.code, county)
        lines.append(
            _("Read as “%(service)s” (%(percent)d %%): %(words)s")
            % {
                "service": named.label if named else best.code,
                "percent": round(best.confidence * 100),
                "words": _listed(best.words),
            }
        )
    if "division" in data:
        place = division(data["division"])
        lines.append(
            _("Place read as %(place)s: %(words)s")
            % {"place": place.label if place else data["division"], "words": found.places[0].words}
        )
    return "\n".join(lines)


def _listed(words: Any) -> str:
    return pgettext("list separator", ", ").join(dict.fromkeys(words))
