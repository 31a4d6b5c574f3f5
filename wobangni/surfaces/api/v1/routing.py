"""The routing directory, for systems that dispatch themselves."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Query, Router
from typing_extensions import TypedDict

from wobangni.catalogue.queries import directory, rule_words, service_by_id
from wobangni.catalogue.rules.conditions import condition_data
from wobangni.catalogue.rules.routing import RuleVersion
from wobangni.kernel import clock
from wobangni.kernel.actors import Scope
from wobangni.kernel.rules.i18n import gettext_noop as N_
from wobangni.organisations.queries import unit
from wobangni.service_requests.labels import channel_label
from wobangni.surfaces.api.bearer import ApiRequest
from wobangni.surfaces.api.open_schemas import LimitOut
from wobangni.surfaces.api.operations import json_response, operation
from wobangni.surfaces.api.schemas import UnitBrief
from wobangni.surfaces.api.v1.inputs import COUNTY
from wobangni.surfaces.api.v1.requests import county_for
from wobangni.surfaces.api.v1.shapes import unit_brief

router = Router(tags=["catalogue"])


class RuleOut(TypedDict):
    number: int
    words: str
    service: str | None
    places: list[str]
    condition: dict[str, Any]
    unit: UnitBrief | None
    helpers: list[UnitBrief]
    answer_limit: LimitOut | None
    effective_from: dt.date


class RulesOut(TypedDict):
    county: str
    day: dt.date
    items: list[RuleOut]


@operation(
    router,
    "GET",
    "/routing-rules",
    needs={Scope.READ},
    answers={200: RulesOut},
    errors=(404,),
    summary=N_("The routing directory"),
    description=N_(
        "The rules of a county that hold on a day, by number: service, places and condition (none: any) lead to a unit, helping units and, where one is "
        "set, a time for the answer. Of several that fit, the most special decides: place before condition before service, then the lower number."
    ),
    operation_id="list_routing_rules",
)
def list_rules(
    request: ApiRequest,
    county: Annotated[
        str | None, Query(None, pattern=COUNTY, description=N_("Six digits; needed where the token is for the region"))
    ],
    day: Annotated[dt.date | None, Query(None, description=N_("The day on which they hold; today if left out"))],
) -> HttpResponse:
    chosen, on = county_for(request.bearer.actor, county), day or clock.local_date(clock.now())
    shape: RulesOut = {"county": chosen, "day": on, "items": [_rule(rule, chosen) for rule in directory(chosen, on)]}
    return json_response(shape)


def _rule(rule: RuleVersion, county: str) -> RuleOut:
    service = service_by_id(rule.service_id, county) if rule.service_id is not None else None
    helpers = (unit_brief(unit(unit_id)) for unit_id in rule.helper_ids)
    return {
        "number": rule.number,
        "words": rule_words(rule, county, channel_label),
        "service": service.code if service else None,
        "places": list(rule.places),
        "condition": condition_data(rule.condition),
        "unit": unit_brief(unit(rule.unit_id)),
        "helpers": [one for one in helpers if one is not None],
        "answer_limit": {"amount": rule.limit.amount, "unit": rule.limit.unit} if rule.limit else None,
        "effective_from": rule.effective_from,
    }
