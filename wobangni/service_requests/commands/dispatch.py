"""Dispatching with helping units: one lead order and the helpers', in one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from wobangni.kernel.actors import Actor
from wobangni.service_requests.commands.act import Doing, act_in_turn
from wobangni.service_requests.commands.transition import Acted
from wobangni.service_requests.rules.lifecycle import Action


def dispatch(
    *,
    actor: Actor,
    now: dt.datetime,
    code: str,
    data: Mapping[str, Any],
    helpers: Iterable[int | str] = (),
    expected_version: int | None = None,
    key: str | None = None,
) -> Acted:
    """``data``: of the action ``dispatch``. ``helpers``: ids of units that help from the beginning; the one that leads is left out.

    All or none. Sent twice with one key it does nothing twice. Raises as ``act`` does.
    """
    steps = dispatch_steps(now, data, helpers, key)
    return act_in_turn(actor=actor, code=code, steps=steps, expected_version=expected_version)


def dispatch_steps(
    now: dt.datetime, data: Mapping[str, Any], helpers: Iterable[int | str], key: str | None
) -> list[Doing]:
    """The lead order first, then each helper's, with the same instruction."""
    wanted = [str(unit) for unit in dict.fromkeys(map(str, helpers)) if str(unit) != str(data.get("unit"))]
    more = {"instruction": data["instruction"]} if data.get("instruction") else {}
    return [
        Doing(Action.DISPATCH, now, data, key),
        *(
            Doing(Action.ADD_HELPER, now, {"unit": unit, **more}, f"{key}-help-{unit}" if key else None)
            for unit in wanted
        ),
    ]
