"""Acting on requests: one operation for each row of the lifecycle's table, its body made from the row's fields."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Body, Router
from pydantic import Field as Spec
from pydantic import create_model
from pydantic.config import JsonDict

from wobangni.kernel import clock
from wobangni.kernel.actors import Scope
from wobangni.kernel.errors import NotFound
from wobangni.service_requests.commands.act import act
from wobangni.service_requests.labels import state_label
from wobangni.service_requests.rules.fields import Field, Kind
from wobangni.service_requests.rules.lifecycle import TABLE, Action, Transition
from wobangni.surfaces.api.bearer import ApiRequest
from wobangni.surfaces.api.keys import etag, expected_version, idempotency_key
from wobangni.surfaces.api.operations import json_response, operation
from wobangni.surfaces.api.schemas import ActedOut
from wobangni.surfaces.api.v1.inputs import Strict
from wobangni.surfaces.api.v1.openapi_parts import ACTED_HEADERS, KEY_PARAMETER, MATCH_PARAMETER
from wobangni.surfaces.api.v1.shapes import href

router = Router(tags=["actions"])


def _type_of(field: Field) -> Any:
    """The strict JSON type of one field."""
    if field.kind in (Kind.TEXT, Kind.LINE):
        return Annotated[str, Spec(min_length=1 if field.required else 0, max_length=field.maximum)]
    if field.kind is Kind.CHOICE:
        return Literal[tuple(value for value, _label in field.choices)]
    if field.kind is Kind.BOOL:
        return bool
    if field.kind is Kind.INTEGER:
        return Annotated[int, Spec(ge=field.minimum, le=field.maximum)]
    if field.kind in (Kind.UNIT, Kind.ANY_UNIT):
        return Annotated[int, Spec(ge=1, le=2**31 - 1)]
    patterns = {Kind.DATE: r"^\d{4}-\d{2}-\d{2}$", Kind.DIVISION: r"^\d{9}(\d{3})?$"}
    if field.kind in patterns:
        extra: JsonDict | None = {"format": "date"} if field.kind is Kind.DATE else None
        return Annotated[str, Spec(pattern=patterns[field.kind], json_schema_extra=extra)]
    return Annotated[str, Spec(min_length=1, max_length=64)]


def _body_of(row: Transition) -> type[Strict]:
    name = "".join(part.capitalize() for part in row.action.split("_")) + "In"
    fields: dict[str, Any] = {}
    for field in row.fields:
        kind = _type_of(field)
        words = f"{field.label}. {field.hint}" if field.hint else field.label
        if field.required:
            fields[field.name] = (kind, Spec(..., description=words))
        else:
            fields[field.name] = (kind | None, Spec(None, description=words))
    return create_model(name, __base__=Strict, **fields)


def _describe(row: Transition) -> str:
    sources = ", ".join(sorted(row.sources))
    return f"{sources} → {row.target} ({', '.join(sorted(row.who))})"


def _register(row: Transition) -> None:
    body_type = _body_of(row)
    optional = not any(field.required for field in row.fields)

    def carry_out(request: ApiRequest, code: str, body: Any) -> HttpResponse:
        return _carry_out(request, code, row.action, body.model_dump(exclude_none=True))

    carry_out.__annotations__["body"] = Annotated[body_type, Body(body_type() if optional else ...)]  # type: ignore[type-arg]
    operation(
        router,
        "POST",
        f"/service-requests/{{code}}/actions/{row.action}",
        needs={Scope.ACT},
        answers={200: ActedOut},
        errors=(400, 404, 409, 411, 412, 413, 415),
        summary=str(row.action),
        description=_describe(row),
        operation_id=f"act_{row.action}",
        openapi_extra={"parameters": [KEY_PARAMETER, MATCH_PARAMETER], "responses": ACTED_HEADERS},
    )(carry_out)


def _carry_out(request: ApiRequest, code: str, action: Action, data: dict[str, Any]) -> HttpResponse:
    actor = request.bearer.actor
    version = expected_version(request)
    done = act(
        actor=actor,
        now=clock.now(),
        code=code,
        action=action,
        data=data,
        expected_version=version,
        strict=version is not None,
        key=idempotency_key(request, actor),
    )
    shape: ActedOut = {
        "code": done.code,
        "county": done.county,
        "state": done.state,
        "state_label": state_label(done.state),
        "version": done.version,
        "changed": done.changed,
    }
    headers = {"ETag": etag(done.version), "Content-Location": href(done.code)}
    if not done.changed:
        headers["Idempotency-Replayed"] = "true"
    return json_response(shape, headers=headers)


for _row in TABLE:
    if _row.action is not Action.SUBMIT:
        _register(_row)


def unknown_action(request: HttpRequest, code: str, action: str) -> HttpResponse:
    """Any other name after ``/actions/``."""
    raise NotFound(_("There is no such action. GET /api/v1/lifecycle lists them."), code="unknown_action")
