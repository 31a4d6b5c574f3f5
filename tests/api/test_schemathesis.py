"""Every operation of the document, tried with made-up input against the real application: never a 500, always what the document says.

The examples are the same every time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.api.conftest import Caller
from tests.cast import Cast

EXAMPLES = 10
EXAMPLES_OF_ACTIONS = 4  # thirty-five operations of one kind
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
    negative_data_rejection,
]


@contextmanager
def one_transaction() -> Iterator[None]:
    """As Django's own test client does: a call may not close the connection that the test's transaction lives on."""
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    yield
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


@pytest.fixture
def power(caller: Callable[..., Caller], cast: Cast) -> Caller:
    """A token that may do nearly everything, so that calls get past the door."""
    roles = [f"role:{role}" for role in ("clerk", "dispatcher", "reviewer", "caller", "supervisor")]
    scopes = ["requests:read", "requests:write", "requests:act", *roles]
    return caller(*scopes, unit_id=cast.housing, rate_per_minute=1_000_000)


def _schema() -> Any:
    from config.wsgi import application
    from wobangni.surfaces.api.v1.document import document

    schema = schemathesis.openapi.from_dict(document())
    schema.app = application
    return schema


SCHEMA = _schema()
OPERATIONS = {found.ok().label: found.ok() for found in SCHEMA.get_all_operations()}


@pytest.mark.parametrize("label", OPERATIONS)
@pytest.mark.parametrize("mode", [schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE])
def test_made_up_calls_are_answered_as_the_document_says(
    power: Caller, settings: Any, label: str, mode: schemathesis.GenerationMode
) -> None:
    settings.API_OPEN_RATE = 1_000_000
    operation = OPERATIONS[label]
    if mode is schemathesis.GenerationMode.NEGATIVE and not _takes_input(operation):
        pytest.skip("nothing to get wrong")
    chosen: dict[str, Any] = {}
    if mode is schemathesis.GenerationMode.POSITIVE and "service-requests/{code}" in operation.path:
        chosen["path_parameters"] = _known_place(power, operation.path)
    examples = EXAMPLES_OF_ACTIONS if "/actions/" in operation.path else EXAMPLES
    try:
        _run(operation.as_strategy(generation_mode=mode, **chosen), power, examples)
    except Unsatisfiable:
        pytest.skip("any text will do here")


def _takes_input(operation: Any) -> bool:
    return bool(list(operation.iter_parameters()))


def _known_place(power: Caller, path: str) -> dict[str, str]:
    place = {"code": power.submit()}
    return place | ({"id": "01926d5e-0000-7000-8000-000000000000"} if "{id}" in path else {})


def _run(strategy: Any, power: Caller, examples: int) -> None:
    @hypothesis_settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=strategy)
    def each(case: schemathesis.Case) -> None:
        case.call_and_validate(headers={"Authorization": f"Bearer {power.secret}"}, checks=CHECKS)

    with one_transaction():
        each()
