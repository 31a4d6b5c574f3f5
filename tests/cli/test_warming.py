"""A web process is warm before anybody asks."""

from __future__ import annotations

import pytest

from tests.support.queries import at_most
from wobangni.surfaces.cli import warming


def test_what_a_form_asks_of_a_text_is_read_for_nobody(region: None) -> None:
    with at_most(40):
        warming.read_once()


def test_an_empty_platform_is_warm_at_once(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wobangni.organisations.queries.counties", lambda: ())
    with at_most(0):
        warming.read_once()


def test_what_goes_wrong_is_logged_and_stops_nothing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise RuntimeError("no table")

    monkeypatch.setattr(warming, "read_once", fail)
    thread = warming.warm_up()
    thread.join(10)
    assert not thread.is_alive()
    assert "no table" in caplog.text
