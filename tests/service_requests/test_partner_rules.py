"""What another system's token may see and do, as a table."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

import pytest

from wobangni.kernel.actors import Actor, ActorKind, Grant, Role, Scope
from wobangni.service_requests.rules.lifecycle import Who
from wobangni.service_requests.rules.permissions import partner_sees, positions, sees_inside
from wobangni.service_requests.rules.snapshot import Snapshot
from wobangni.service_requests.rules.states import State

HERE, THERE = "150105", "150502"


def partner(*scopes: str, county: str | None = HERE, grants: tuple[Grant, ...] = ()) -> Actor:
    return Actor(ActorKind.PARTNER, "7", "住建热线", grants, scopes=frozenset(scopes), county=county)


SUBMITTER = partner(Scope.WRITE)
READER = partner(Scope.READ)
REGION_READER = partner(Scope.READ, county=None)
REGION_WRITER = partner(Scope.WRITE, county=None)


@pytest.mark.parametrize(
    ("actor", "county", "own", "seen"),
    [
        (SUBMITTER, HERE, True, True),
        (SUBMITTER, HERE, False, False),
        (SUBMITTER, THERE, True, False),  # nothing outside the county of the token, whoever submitted it
        (READER, HERE, False, True),
        (READER, THERE, False, False),
        (REGION_READER, THERE, False, True),
        (REGION_WRITER, THERE, True, True),
        (REGION_WRITER, THERE, False, False),
    ],
)
def test_a_token_sees_what_it_submitted_and_with_read_its_county(
    actor: Actor, county: str, own: bool, seen: bool
) -> None:
    assert partner_sees(actor, county, owns=own) is seen


def _positions(actor: Actor, *, owns: bool) -> frozenset[Who]:
    snapshot = Snapshot(HERE, UUID(int=1), HERE + "0" * 10, State.SUBMITTED, 1, dt.datetime(2026, 9, 14, tzinfo=dt.UTC))
    return positions(actor, snapshot, owns=owns)


def test_a_partner_speaks_for_the_resident_only_with_the_scope_to_act_and_only_on_what_it_submitted() -> None:
    assert _positions(SUBMITTER, owns=True) == {Who.PARTNER}
    assert _positions(partner(Scope.WRITE, Scope.ACT), owns=True) == {Who.PARTNER, Who.RESIDENT}
    assert _positions(partner(Scope.WRITE, Scope.ACT), owns=False) == set()


def test_a_token_with_a_staff_role_stands_where_staff_of_that_role_stand() -> None:
    dispatcher = partner(Scope.ACT, grants=(Grant(Role.DISPATCHER, HERE),))
    assert _positions(dispatcher, owns=False) == {Who.DISPATCHER}
    assert _positions(partner(Scope.ACT, grants=(Grant(Role.DISPATCHER, THERE),)), owns=False) == set()


def test_internal_notes_are_for_staff_and_for_tokens_with_staff_roles() -> None:
    assert not sees_inside(READER, HERE, {5})
    assert sees_inside(partner(Scope.READ, grants=(Grant(Role.CLERK, HERE),)), HERE, set())
    assert not sees_inside(partner(Scope.READ, grants=(Grant(Role.CLERK, THERE),)), HERE, set())
    assert sees_inside(partner(Scope.READ, county=None, grants=(Grant(Role.REGION_OBSERVER),)), HERE, set())
    unit = partner(Scope.READ, grants=(Grant(Role.HANDLER, HERE, 5),))
    assert sees_inside(unit, HERE, {5})
    assert not sees_inside(unit, HERE, {6})
    assert not sees_inside(Actor(ActorKind.RESIDENT, "x", ""), HERE, set())
    assert sees_inside(Actor(ActorKind.STAFF, "1", "巴特尔", (Grant(Role.CLERK, HERE),)), HERE, set())


def test_only_a_region_wide_token_that_may_read_sees_the_region() -> None:
    assert REGION_READER.sees_region
    assert not REGION_WRITER.sees_region
    assert not READER.sees_region
    assert READER.counties == {HERE}
