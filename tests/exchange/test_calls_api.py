"""POST /api/v1/calls: what is signed is kept, in any order and any number of times; nothing else is."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.cast import COUNTY, Cast, make_cast
from tests.exchange.calling import CALLER, Switch
from tests.support.queries import at_most
from wobangni.exchange.commands.telephones import change_secret, drop_former_secret, switch_system
from wobangni.exchange.models import Call, CallEvent
from wobangni.exchange.rules.signature import sign
from wobangni.kernel import clock
from wobangni.kernel.actors import SYSTEM
from wobangni.surfaces.api.rates import forget_leases


@pytest.fixture
def cast(region: None) -> Cast:
    forget_leases()
    return make_cast()


@pytest.fixture
def switch(cast: Cast) -> Switch:
    return Switch(cast)


def test_a_call_rings_is_answered_and_ends(switch: Switch, cast: Cast) -> None:
    began = clock.now() - dt.timedelta(minutes=3)
    rings = switch.rings("c1", at=began)
    assert (rings.state, rings.line.name, rings.caller_masked) == ("ringing", "580热线", "138****5678")
    talks = switch.answered("c1", at=began + dt.timedelta(seconds=7))
    assert (talks.state, talks.waited, str(talks.clerk_id)) == ("answered", 7, cast.clerk.id)
    over = switch.tells("c1", "ended", at=began + dt.timedelta(minutes=2))
    assert (over.state, over.waited, over.extension) == ("ended", 7, "801")


def test_events_that_come_backwards_make_the_same_call(switch: Switch) -> None:
    began = clock.now() - dt.timedelta(minutes=3)
    switch.tells("c1", "ended", at=began + dt.timedelta(minutes=2))
    assert Call.objects.get().state == "missed"  # so far nobody has said that it was picked up
    switch.answered("c1", at=began + dt.timedelta(seconds=7))
    call = switch.rings("c1", at=began)
    assert (call.state, call.waited, call.caller_masked) == ("ended", 7, "138****5678")


def test_the_number_is_in_the_vault_and_nowhere_else(switch: Switch) -> None:
    switch.rings("c1", recording=f"https://pbx.example/{CALLER}.wav")
    kept = " ".join(
        str(bytes(v) if isinstance(v, memoryview | bytes) else v)
        for row in [*Call.objects.values(), *CallEvent.objects.values()]
        for v in row.values()
    )
    assert CALLER not in kept


def test_an_event_sent_twice_changes_nothing(switch: Switch) -> None:
    words = switch.words("c1", "ringing", caller=CALLER)
    assert switch.send(words).status_code == 201
    again = switch.send(words)
    assert (again.status_code, again.json()["created"]) == (200, False)
    assert (Call.objects.count(), CallEvent.objects.count()) == (1, 1)


def test_an_events_name_used_for_something_else_is_refused(switch: Switch) -> None:
    words = switch.words("c1", "ringing", caller=CALLER)
    switch.send(words)
    other = switch.send(words | {"kind": "missed"})
    assert (other.status_code, other.json()["code"]) == (409, "key_reused")
    assert Call.objects.get().state == "ringing"


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({"X_Wobangni_Signature": ""}, "bad_signature"),
        ({"X_Wobangni_System": "a\x00b"}, "bad_signature"),
        ({"X_Wobangni_Signature": "v1=" + "0" * 64}, "bad_signature"),
        ({"X_Wobangni_Signature": "v1=签名"}, "bad_signature"),
        ({"X_Wobangni_System": "tel-nobody"}, "bad_signature"),
        ({"X_Wobangni_System": ""}, "bad_signature"),
        ({"X_Wobangni_Timestamp": "yesterday"}, "bad_signature"),
        ({"X_Wobangni_Timestamp": "1000000000"}, "bad_signature"),  # another moment than the signed one
    ],
)
def test_what_is_not_signed_is_not_kept(switch: Switch, headers: dict[str, str], code: str) -> None:
    answer = switch.send(switch.words("c1", "ringing"), **headers)
    assert (answer.status_code, answer.json()["code"]) == (401, code)
    assert not Call.objects.exists()


def test_a_body_changed_on_the_way_is_not_kept(switch: Switch) -> None:
    moment = int(clock.now().timestamp())
    signature = sign(switch.made.secret, moment, b'{"other": "body"}')
    assert switch.send(switch.words("c1", "ringing"), X_Wobangni_Signature=signature).status_code == 401


@pytest.mark.parametrize("minutes", [-6, 6])
def test_a_signature_of_another_time_is_not_good(switch: Switch, minutes: int) -> None:
    import orjson

    words = switch.words("c1", "ringing")
    moment = int(clock.now().timestamp()) + minutes * 60
    signature = sign(switch.made.secret, moment, orjson.dumps(words))
    answer = switch.send(words, X_Wobangni_Timestamp=str(moment), X_Wobangni_Signature=signature)
    assert (answer.status_code, answer.json()["code"]) == (401, "stale_signature")
    assert not Call.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"at": (dt.datetime.now(dt.UTC) + dt.timedelta(hours=1)).isoformat()}, "at"),
        ({"at": "2020-01-01T00:00:00+08:00"}, "at"),
        ({"at": "2026-05-01T09:00:00"}, "at"),
        ({"kind": "sneezed"}, "kind"),
        ({"call": " "}, "call"),
        ({"event": "x" * 81}, "event"),
        ({"recording": "javascript:alert(1)"}, "recording"),
        ({"kind": "recording"}, "recording"),
        ({"caller": "1" * 33}, "caller"),
        ({"nobody": "knows this"}, "nobody"),
    ],
)
def test_what_can_not_be_used_is_told_by_field(switch: Switch, wrong: dict[str, Any], where: str) -> None:
    answer = switch.send(switch.words("c1", "ringing") | wrong)
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [f"#/{where}"]
    assert not Call.objects.exists()


def test_a_withheld_number_rings_all_the_same(switch: Switch) -> None:
    assert switch.rings("c1", caller="").caller_masked == ""
    odd = switch.rings("c2", caller="anonymous")
    assert (odd.caller_masked, odd.contact_id) == ("", None)
    assert bytes(odd.caller_sealed)


def test_a_number_that_no_line_has_is_kept_too(switch: Switch) -> None:
    call = switch.rings("c1", line="0471-999 0000")
    assert (call.line, call.dialled) == (None, "04719990000")


def test_while_a_secret_is_changed_both_are_good_and_then_only_the_new_one(switch: Switch) -> None:
    old = switch.made.secret
    said = {"actor": SYSTEM, "now": clock.now(), "county": COUNTY, "system_id": switch.made.system_id}
    new = change_secret(**said).secret
    assert switch.send(switch.words("c1", "ringing"), secret=old).status_code == 201
    assert switch.send(switch.words("c2", "ringing"), secret=new).status_code == 201
    drop_former_secret(**said)
    assert switch.send(switch.words("c3", "ringing"), secret=old).status_code == 401
    assert switch.send(switch.words("c4", "ringing"), secret=new).status_code == 201
    switch_system(**said, active=False)
    assert switch.send(switch.words("c5", "ringing"), secret=new).status_code == 401


def test_what_an_event_asks_of_the_database(switch: Switch) -> None:
    switch.rings("c1")
    with at_most(12):
        switch.answered("c1")
