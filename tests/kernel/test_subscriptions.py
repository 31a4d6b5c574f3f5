"""The table of subscriptions names functions that exist and can be told."""

from __future__ import annotations

import inspect

import pytest
from django.utils.module_loading import import_string

from wobangni.subscriptions import SUBSCRIPTIONS, handlers_for


@pytest.mark.parametrize("path", sorted({path for paths in SUBSCRIPTIONS.values() for path in paths}))
def test_a_handler_exists_and_takes_an_event_and_now(path: str) -> None:
    parameters = inspect.signature(import_string(path)).parameters
    assert list(parameters) == ["event", "now"]
    assert parameters["now"].kind is inspect.Parameter.KEYWORD_ONLY


def test_an_event_type_matches_itself_and_its_family_only() -> None:
    table = {"request.submit": ["one"], "request.*": ["family"], "request": ["bare"]}
    assert handlers_for("request.submit", table) == ("one", "family")
    assert handlers_for("request.close", table) == ("family",)
    assert handlers_for("requests.close", table) == ()
    assert handlers_for("request", table) == ("bare",)
