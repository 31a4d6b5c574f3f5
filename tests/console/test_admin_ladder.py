"""The ladder is set clock by clock, from a day on; what is in force stays for what was submitted before."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from tests.cast import COUNTY
from tests.console.admin_desk import at, soon
from tests.console.pages import text_of
from tests.support.queries import at_most
from wobangni.catalogue.queries import ladder_for, ladder_rows
from wobangni.catalogue.rules.ladder import Rung, Step, When
from wobangni.catalogue.rules.limits import LimitKind, TimeUnit
from wobangni.kernel import clock


def form(**change: Any) -> dict[str, Any]:
    return {
        "kind": "sign",
        "when-0": "left",
        "amount-0": "30",
        "unit-0": "hours",
        "tell-0": ["unit", "dispatcher"],
        "when-1": "at",
        "amount-1": "",
        "unit-1": "percent",
        "tell-1": ["county_leader"],
        "when-2": "",
        "effective_from": soon(3),
        **change,
    }


def test_steps_are_set_for_a_later_day_and_taken_back(office: Client) -> None:
    assert office.post(at("ladder/"), form()).status_code == 302
    (row,) = ladder_rows(COUNTY)
    assert row.steps == (
        Step(When.LEFT, (Rung.UNIT, Rung.DISPATCHER), 30, TimeUnit.HOURS),
        Step(When.AT, (Rung.COUNTY_LEADER,)),
    )
    now = clock.now()
    assert ladder_for(COUNTY, now).of(LimitKind.SIGN).version != row.id
    assert ladder_for(COUNTY, now + dt.timedelta(days=3)).of(LimitKind.SIGN).version == row.id
    page = text_of(office.get(at("ladder/")))
    assert "剩余 30 小时" in page
    assert "旗县领导" in page
    assert office.post(at(f"ladder/{row.id}/cancel/")).status_code == 302
    assert ladder_rows(COUNTY) == ()
    assert "逐级催办" in text_of(office.get(at("history/")))


def test_sent_twice_it_is_one_entry(office: Client) -> None:
    for _n in range(2):
        assert office.post(at("ladder/"), form()).status_code == 302
    assert len(ladder_rows(COUNTY)) == 1


def test_no_steps_at_all_mean_that_nobody_is_told(office: Client) -> None:
    nothing = {"kind": "sign", "effective_from": soon(1)}
    assert office.post(at("ladder/"), nothing).status_code == 302
    assert ladder_rows(COUNTY)[0].steps == ()
    assert "不告知任何人" in text_of(office.get(at("ladder/")))


@pytest.mark.parametrize(
    "change",
    [
        {"effective_from": soon(0)},
        {"effective_from": "2099-01-01"},
        {"effective_from": "31/12"},
        {"amount-0": ""},
        {"amount-0": "0"},
        {"amount-0": "401"},
        {"amount-0": "x"},
        {"unit-0": "percent"},
        {"unit-0": "weeks"},
        {"when-0": "sometime"},
        {"when-0": "share_left", "amount-0": "100", "unit-0": "percent"},
        {"tell-0": []},
        {"tell-0": ["the_king"]},
        {"when-1": "left", "amount-1": "30", "unit-1": "hours"},
        {"kind": "info"},  # its end is the platform's: no step then
    ],
)
def test_steps_that_can_not_be_are_refused(office: Client, change: dict[str, Any]) -> None:
    answer = office.post(at("ladder/"), form(**change))
    assert answer.status_code == 422
    assert "error-summary" in text_of(answer)
    assert ladder_rows(COUNTY) == ()


def test_what_is_in_force_can_not_be_taken_back(office: Client, region_office: Client) -> None:
    shipped = ladder_rows(None)[0]
    assert office.post(at(f"ladder/{shipped.id}/cancel/")).status_code == 404
    assert office.post(at(f"ladder/{shipped.id}/cancel/", "region")).status_code == 403
    region_office.post(at(f"ladder/{shipped.id}/cancel/", "region"))
    assert shipped in ladder_rows(None)


def test_the_page_asks_little(office: Client) -> None:
    office.get(at("ladder/"))
    with at_most(12):
        office.get(at("ladder/?kind=answer"))
    assert office.get(at("ladder/?kind='")).status_code == 200
