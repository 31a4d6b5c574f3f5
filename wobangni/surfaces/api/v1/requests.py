"""Requests: submit, list, read."""

from __future__ import annotations

from typing import Annotated, Literal

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router

from wobangni.catalogue.queries import service as find_service
from wobangni.kernel import clock
from wobangni.kernel.actors import Actor, Scope
from wobangni.kernel.errors import InvalidInput, NotFound
from wobangni.kernel.rules.i18n import gettext_noop as N_
from wobangni.kernel.scope import acting
from wobangni.service_requests.queries.detail import request_detail
from wobangni.service_requests.queries.queue import MAX_LIMIT, QueueFilter, queue
from wobangni.service_requests.rules.states import State
from wobangni.surfaces.api.bearer import ApiRequest
from wobangni.surfaces.api.keys import etag, idempotency_key
from wobangni.surfaces.api.operations import ANY_SCOPE, json_response, operation
from wobangni.surfaces.api.schemas import CreatedOut, ListOut, RequestOut
from wobangni.surfaces.api.v1.inputs import COUNTY, Moment, RequestIn
from wobangni.surfaces.api.v1.openapi_parts import CREATED_HEADERS, ETAG_HEADER, KEY_PARAMETER
from wobangni.surfaces.api.v1.shapes import detail_shape, href, list_shape
from wobangni.surfaces.api.v1.submitting import submit_request

router = Router(tags=["requests"])


@operation(
    router,
    "POST",
    "/service-requests",
    needs={Scope.WRITE},
    answers={201: CreatedOut, 200: CreatedOut},
    errors=(400, 409, 411, 413, 415),
    summary=N_("Submit a request"),
    description=N_(
        "201: it is new. 200: the same Idempotency-Key (or external_id) was sent before with the same body; this is that request as it stands now, and "
        "`Idempotency-Replayed: true` says so. 409: the key or external_id was used with another body. 400: neither was sent; one of the two is needed. `pin` is the query password of an anonymous request; only the 201 has it."
    ),
    operation_id="submit_request",
    openapi_extra={"parameters": [KEY_PARAMETER], "responses": CREATED_HEADERS},
)
def create(request: ApiRequest, body: RequestIn) -> HttpResponse:
    actor = request.bearer.actor
    made = submit_request(
        actor=actor, now=clock.now(), body=body, key=idempotency_key(request, actor), demo=request.bearer.demo
    )
    shape: CreatedOut = {
        "code": made.code,
        "county": made.county,
        "state": made.state,
        "version": made.version,
        "created": made.created,
        "pin": made.pin,
        "href": href(made.code),
    }
    headers = {"Location": shape["href"], "ETag": etag(made.version)}
    if not made.created:
        headers["Idempotency-Replayed"] = "true"
    return json_response(shape, status=201 if made.created else 200, headers=headers)


@operation(
    router,
    "GET",
    "/service-requests",
    needs=ANY_SCOPE,
    answers={200: ListOut},
    errors=(404,),
    summary=N_("List requests"),
    description=N_(
        "With requests:read, those of the token's county; otherwise those that this token submitted, and those of its staff role or unit. Newest first; "
        "`sort=updated` gives them in the order in which they changed, for keeping a copy: pass the last `updated_at` as `updated`. "
        "`next_cursor` leads to the next page, with the same filters."
    ),
    operation_id="list_requests",
)
def index(
    request: ApiRequest,
    county: Annotated[
        str | None, Query(None, pattern=COUNTY, description=N_("Six digits; needed where the token is for the region"))
    ],
    state: Annotated[list[State], Query([], max_length=20, description=N_("One or several states"))],
    unit: Annotated[int | None, Query(None, ge=1, le=2**31 - 1, description=N_("Id of the unit that has it"))],
    service: Annotated[str | None, Query(None, max_length=64, description=N_("Code of the service"))],
    since: Annotated[Moment | None, Query(None, description=N_("Submitted at or after this moment"))],
    until: Annotated[Moment | None, Query(None, description=N_("Submitted before this moment"))],
    updated: Annotated[Moment | None, Query(None, description=N_("Changed at or after this moment"))],
    q: Annotated[str, Query("", max_length=200, description=N_("Words in the text, or a tracking code"))],
    sort: Annotated[
        Literal["new", "updated", "due"],
        Query(
            "new",
            description=N_("new: latest first; updated: in the order of change; due: what is open, soonest due first"),
        ),
    ],
    cursor: Annotated[str, Query("", max_length=300, description=N_("next_cursor of the page before"))],
    limit: Annotated[int, Query(50, ge=1, le=MAX_LIMIT, description=N_("At most so many"))],
) -> HttpResponse:
    actor, now = request.bearer.actor, clock.now()
    chosen = county_for(actor, county)
    services = _service_ids(service, chosen)
    found = QueueFilter(
        states=frozenset(state),
        units=frozenset() if unit is None else frozenset({unit}),
        services=services,
        since=since,
        until=until,
        updated_since=updated,
        q=q,
        sort=sort,
    )
    with acting(actor, counties={chosen}):
        page = queue(actor, chosen, found, now=now, cursor=cursor, limit=limit)
    return json_response(list_shape(page))


@operation(
    router,
    "GET",
    "/service-requests/{code}",
    needs=ANY_SCOPE,
    answers={200: RequestOut},
    errors=(404,),
    summary=N_("Read a request"),
    description=N_(
        "With its timeline, deadlines and the actions that this token may take now. Contact data are masked. What is for staff alone (internal notes, names, "
        "parts of units) is there only for tokens with a staff role in the county. The ETag is its version, for If-Match."
    ),
    operation_id="read_request",
    openapi_extra={"responses": {200: {"headers": ETAG_HEADER}}},
)
def read(request: ApiRequest, code: str) -> HttpResponse:
    actor = request.bearer.actor
    with acting(actor):
        found = request_detail(actor, code, now=clock.now())
    return json_response(detail_shape(found), headers={"ETag": etag(found.version)})


def county_for(actor: Actor, named: str | None) -> str:
    """The county that the caller means. Raises InvalidInput where a token of the region names none, NotFound for another than the token's."""
    county = named or actor.county
    if county is None:
        raise InvalidInput(_("Please check what you sent."), fields={"county": _("Please name the county.")})
    if actor.county not in (None, county):
        raise NotFound(_("This token is for another county."), code="other_county")
    return county


def _service_ids(code: str | None, county: str) -> frozenset[int]:
    if not code:
        return frozenset()
    found = find_service(code, county)
    if found is None:
        raise InvalidInput(_("Please check what you sent."), fields={"service": _("There is no such service.")})
    return frozenset({found.id})
