"""After a change of the vault's keys telephone systems can still sign, and nothing of a call is lost."""

from __future__ import annotations

import base64
import os
from typing import Any

from tests.cast import make_cast
from tests.exchange.calling import Switch
from wobangni.accounts.cipher import unseal
from wobangni.accounts.commands.reseal import reseal
from wobangni.exchange.commands.reseal_calls import reseal_calls
from wobangni.exchange.models import Call
from wobangni.exchange.rules.places import call_place
from wobangni.surfaces.api.rates import forget_leases


def test_once_all_is_sealed_anew_the_old_key_can_go(region: None, settings: Any) -> None:
    forget_leases()
    switch = Switch(make_cast())
    switch.rings("c1", recording="https://pbx.example/1.wav")
    switch.rings("c2", caller="anonymous")
    new = base64.urlsafe_b64encode(os.urandom(32)).decode()
    old = list(settings.VAULT_KEYS)
    settings.VAULT_HASH_KEY = old[-1]
    settings.VAULT_KEYS = [new, *old]
    reseal()
    done = reseal_calls()
    assert (done.written, done.broken) == (3, [])
    settings.VAULT_KEYS = [new]
    assert switch.send(switch.words("c3", "ringing")).status_code == 201
    call = Call.objects.get(external_id="c1")
    assert unseal(call.recording_sealed, call_place(call.county, call.id, "recording")) == "https://pbx.example/1.wav"
    assert reseal_calls().written == 0
