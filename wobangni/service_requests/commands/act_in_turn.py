"""Several actions on one request, each at its own moment, all or none: for files that tell what happened long ago."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from wobangni.kernel.actors import Actor
from wobangni.kernel.scope import acting
from wobangni.service_requests.access import checked_code
from wobangni.service_requests.commands.act import act
from wobangni.service_requests.commands.transition import Acted
from wobangni.service_requests.rules.lifecycle import Action
from wobangni.service_requests.rules.tracking_code import county_of


@dataclass(frozen=True, slots=True)
class Step:
    """One action. ``data``: as for ``act``."""

    action: Action
    now: dt.datetime
    data: Mapping[str, Any] = field(default_factory=dict)


def act_in_turn(*, actor: Actor, code: str, steps: Sequence[Step]) -> Acted:
    """Does all ``steps`` (at least one, in order of time) in one transaction. Raises as ``act`` does; then none is done."""
    with acting(actor, counties={county_of(checked_code(code))}):
        for step in steps:
            acted = act(actor=actor, now=step.now, code=code, action=step.action, data=step.data)
        return acted
