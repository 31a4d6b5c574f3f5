"""Telling one demo story through the commands: who acts is found from the position that a move names."""

from __future__ import annotations

import datetime as dt
from typing import Any

from wobangni.catalogue.queries import default_unit, service
from wobangni.kernel.actors import Actor, Role
from wobangni.kernel.clock import local_date
from wobangni.organisations.queries import UnitRef
from wobangni.service_requests.commands.act import act
from wobangni.service_requests.rules.lifecycle import Action
from wobangni.surfaces.cli.demo.courses import Move
from wobangni.surfaces.cli.demo.places import Scene
from wobangni.surfaces.cli.demo.plan import Planned
from wobangni.surfaces.cli.demo.residents import Sender
from wobangni.surfaces.cli.demo.staff import CountyStaff, unit_of_kind

_ROLES = {
    "clerk": Role.CLERK,
    "dispatcher": Role.DISPATCHER,
    "reviewer": Role.REVIEWER,
    "caller": Role.CALLER,
    "supervisor": Role.SUPERVISOR,
    "admin": Role.COUNTY_ADMIN,
}
#: Who gets what the catalogue gives to nobody.
_USUAL = "centre_convenience"


class Telling:
    """One request being carried along. ``lead``, ``helper``: the units that have it and that help."""

    def __init__(self, one: Planned, code: str, scene: Scene, who: Sender, staff: CountyStaff) -> None:
        self._one, self._code, self._scene, self._who, self._staff = one, code, scene, who, staff
        self._lead = self._helper = usual_unit(one)

    def carry_out(self, move: Move, at: dt.datetime) -> None:
        """One move at its moment. Raises as ``act`` does: a story that the rules refuse is badly told."""
        data: dict[str, Any] = {name: self._said(value, at) for name, value in move.data.items()}
        if move.unit is not None:
            unit = self._unit(move.unit)
            data["unit"] = unit.id
            if move.action is Action.ADD_HELPER:
                self._helper = unit
        act(actor=self._actor(move), now=at, code=self._code, action=move.action, data=data)
        if move.action is Action.DISPATCH:
            self._lead = unit

    def _actor(self, move: Move) -> Actor:
        if move.who == "resident":
            return self._who.actor(self._code)
        if move.who in ("lead", "helper"):
            unit = self._lead if move.who == "lead" else self._helper
            return self._staff.with_role(Role.HANDLER, unit.id)
        return self._staff.with_role(_ROLES[move.who])

    def _unit(self, kind: str) -> UnitRef:
        return unit_of_kind(self._one.county, kind) if kind else usual_unit(self._one)

    def _said(self, value: Any, at: dt.datetime) -> Any:
        if isinstance(value, dt.timedelta):
            return local_date(at + value)
        return self._scene.filled(value) if isinstance(value, str) else value


def usual_unit(one: Planned) -> UnitRef:
    """The unit that does this in the request's county."""
    found = service(one.story.service, one.county)
    unit = default_unit(one.county, found.id) if found else None
    return unit or unit_of_kind(one.county, _USUAL)
