"""What a grid worker does beyond a single step: reporting with photos, taking, calling several units. All of it may be sent twice: phones lose their signal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from django.utils.translation import gettext as _

from wobangni.kernel.actors import Actor
from wobangni.kernel.errors import Forbidden, InvalidInput
from wobangni.kernel.scope import acting
from wobangni.organisations.queries import LocalPlaceRef, local_place
from wobangni.service_requests.access import get_service_request_for, grid_of
from wobangni.service_requests.commands.act import Doing, act_in_turn
from wobangni.service_requests.commands.attach import stage
from wobangni.service_requests.commands.place_in_grid import say_grid
from wobangni.service_requests.commands.submit import Submission, Submitted
from wobangni.service_requests.commands.submit_draft import submit_draft
from wobangni.service_requests.commands.transition import Acted
from wobangni.service_requests.rules.lifecycle import Action
from wobangni.service_requests.rules.states import Channel, State

#: Units called at once.
MOST_CALLED = 5


def report_in_grid(
    *,
    actor: Actor,
    now: dt.datetime,
    submission: Submission,
    grid_id: int,
    photos: Sequence[bytes],
    key: UUID,
    take: bool = False,
) -> Submitted:
    """Takes down what a grid worker found in their grid, with photos. ``take``: they deal with it themselves. ``key``: of this report, made on the phone.

    Where no place is said the grid itself is the place. Raises InvalidInput with ``fields`` (photo too), Forbidden, Conflict.
    """
    grid = own_grid(actor, submission.county, grid_id)
    located = submission.division or submission.lat is not None
    full = replace(
        submission, channel=Channel.GRID, key=str(key), division=submission.division if located else grid.division
    )
    for raw in photos:
        stage(actor=actor, now=now, county=full.county, draft=key, raw=raw)
    with acting(actor, counties={full.county}):
        made = submit_draft(actor=actor, now=now, submission=full, draft=key)
        if made.created:
            say_grid(county=full.county, id=made.id, grid_id=grid.id)
            if take:
                take_in_grid(actor=actor, now=now, code=made.code, key=str(key))
    return made


def take_in_grid(*, actor: Actor, now: dt.datetime, code: str, key: str, expected_version: int | None = None) -> Acted:
    """The grid's unit has it from now on, and this grid worker deals with it: accepts what nobody has accepted yet, then claims. All or none.

    Raises NotFound, Forbidden, Conflict (who was quicker).
    """
    ref = get_service_request_for(actor, code)
    mine = [g for g in actor.grid_grants if g.county == ref.county]
    here = grid_of(actor, ref)
    unit = next((g.unit_id for g in mine if g.grid_id == here), None)
    steps = [Doing(Action.CLAIM, now, {"unit": unit} if unit else {}, f"{key}/claim")]
    if ref.state is State.SUBMITTED:
        steps.insert(0, Doing(Action.ACCEPT, now, {}, f"{key}/accept"))
    return act_in_turn(actor=actor, code=code, steps=steps, expected_version=expected_version)


def whistle(*, actor: Actor, now: dt.datetime, code: str, units: Sequence[int], reason: str, key: str) -> Acted:
    """吹哨: calls these units to what is beyond the grid; each answers by a clock of its own. All or none.

    Raises InvalidInput (``units``, ``reason``), NotFound, Forbidden, Conflict.
    """
    wanted = list(dict.fromkeys(units))
    if not 1 <= len(wanted) <= MOST_CALLED:
        message = _("Choose the units that must answer, at most %(most)s.") % {"most": MOST_CALLED}
        raise InvalidInput(_("Please check what you entered."), fields={"units": message})
    steps = [Doing(Action.WHISTLE, now, {"unit": unit, "reason": reason}, f"{key}/{unit}") for unit in wanted]
    try:
        return act_in_turn(actor=actor, code=code, steps=steps)
    except InvalidInput as error:
        fields = {"units" if name == "unit" else name: message for name, message in error.fields.items()}
        raise InvalidInput(error.message, fields=fields) from None


def own_grid(actor: Actor, county: str, grid_id: int) -> LocalPlaceRef:
    """A grid in which this actor works. Raises Forbidden."""
    if any(g.county == county and g.grid_id == grid_id for g in actor.grid_grants):
        grid = local_place(county, grid_id)
        if grid is not None:
            return grid
    raise Forbidden(_("You do not work in this grid."))
