"""The catalogue and the lifecycle: open to everybody."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router

from wobangni.catalogue.queries import Service, categories, default_unit, limits_for, search_services, services
from wobangni.catalogue.queries import service as find_service
from wobangni.catalogue.rules.limits import Limit, Limits
from wobangni.kernel import clock
from wobangni.kernel.errors import NotFound
from wobangni.kernel.rules.i18n import gettext_noop as N_
from wobangni.service_requests.labels import action_label, state_label, words
from wobangni.service_requests.rules.lifecycle import TABLE, Transition
from wobangni.service_requests.rules.states import State
from wobangni.surfaces.api import open_schemas as s
from wobangni.surfaces.api.operations import operation
from wobangni.surfaces.api.v1.inputs import COUNTY
from wobangni.surfaces.api.v1.open_data import WHY_OPEN, answer, known_county
from wobangni.surfaces.api.v1.shapes import named, unit_brief

router = Router(tags=["catalogue"])
CountyParameter = Annotated[
    str | None, Query(None, pattern=COUNTY, description=N_("As this county offers it; left out: the region"))
]


@operation(
    router,
    "GET",
    "/catalogue/categories",
    open_because=WHY_OPEN,
    answers={200: s.CategoriesOut},
    errors=(404,),
    summary=N_("The categories of services"),
    operation_id="list_categories",
)
def list_categories(request: HttpRequest, county: CountyParameter) -> HttpResponse:
    known_county(county)
    found: list[s.CategoryOut] = [{"code": c.code, "name": c.label, "hint": c.hint} for c in categories(county)]
    return answer(request, {"items": found})


@operation(
    router,
    "GET",
    "/catalogue/services",
    open_because=WHY_OPEN,
    answers={200: s.ServicesOut},
    errors=(404,),
    summary=N_("The services, with their questions and time limits"),
    operation_id="list_services",
)
def list_services(
    request: HttpRequest,
    county: CountyParameter,
    category: Annotated[str | None, Query(None, max_length=40, description=N_("Code of a category"))],
    q: Annotated[str, Query("", max_length=200, description=N_("What somebody typed: services that fit, best first"))],
) -> HttpResponse:
    known_county(county)
    found = tuple(m.service for m in search_services(q, county, limit=20)) if q else services(county)
    shown = [one for one in found if category in (None, one.category.code)]
    return answer(request, {"items": [_service(one, county) for one in shown]})


@operation(
    router,
    "GET",
    "/catalogue/services/{code}",
    open_because=WHY_OPEN,
    answers={200: s.ServiceOut},
    errors=(404,),
    summary=N_("One service"),
    operation_id="read_service",
)
def read_service(request: HttpRequest, code: str, county: CountyParameter) -> HttpResponse:
    known_county(county)
    found = find_service(code, county)
    if found is None or not found.active:
        raise NotFound(_("There is no such service."))
    return answer(request, _service(found, county))


@operation(
    router,
    "GET",
    "/lifecycle",
    open_because=WHY_OPEN,
    answers={200: s.LifecycleOut},
    summary=N_("States and actions"),
    description=N_(
        "The table that says what may happen to a request, from which states, by whom, and what each action asks for."
    ),
    operation_id="read_lifecycle",
)
def read_lifecycle(request: HttpRequest) -> HttpResponse:
    states: list[s.StateOut] = [{"state": state, "label": state_label(state)} for state in State]
    return answer(request, {"states": states, "actions": [_action(row) for row in TABLE]})


def _service(one: Service, county: str | None) -> s.ServiceOut:
    limits = limits_for(county or "", one.id, clock.now())
    return {
        "code": one.code,
        "category": one.category.code,
        "name": one.label,
        "description": one.description,
        "nature": one.nature,
        "urgent": one.urgent,
        "questions": [
            {
                "code": q.code,
                "kind": q.kind.value,
                "label": q.label,
                "why": q.why,
                "required": q.required,
                "unit": q.unit,
                "options": named(q.options),
            }
            for q in one.questions
        ],
        "limits": _limits(limits),
        "usual_unit": unit_brief(default_unit(county, one.id)) if county else None,
    }


def _limits(limits: Limits) -> s.LimitsOut:
    def one(limit: Limit) -> s.LimitOut:
        return {"amount": limit.amount, "unit": limit.unit}

    return {
        "sign": one(limits.sign),
        "response": one(limits.response),
        "echo": one(limits.echo),
        "answer": one(limits.answer),
    }


def _action(row: Transition) -> s.ActionRowOut:
    return {
        "action": row.action,
        "label": action_label(row.action),
        "sources": sorted(row.sources),
        "target": row.target,
        "who": sorted(row.who),
        "public": row.public,
        "fields": [
            {
                "name": field.name,
                "kind": field.kind,
                "label": words(field.label),
                "hint": words(field.hint),
                "required": field.required,
                "minimum": field.minimum,
                "maximum": field.maximum,
                "choices": named((value, words(msgid)) for value, msgid in field.choices),
            }
            for field in row.fields
        ],
    }
