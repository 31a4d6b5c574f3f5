"""The demo's grid workers: in two kinds of county, each with a drawn grid inside of it."""

from __future__ import annotations

import pytest

from tests.service_requests.story import MONDAY
from wobangni.accounts.models import User
from wobangni.kernel.actors import Role
from wobangni.organisations.memberships import demo_people, staff_actor
from wobangni.organisations.queries import grid_for, grids_of
from wobangni.surfaces.cli.demo.people import PEOPLE, Person
from wobangni.surfaces.cli.demo.staff import add_person

WORKERS = [person for person in PEOPLE if person.role is Role.GRID_WORKER]


def test_there_are_grid_workers_in_a_city_and_in_a_banner() -> None:
    assert {"152502", "152221"} <= {person.county for person in WORKERS}


@pytest.mark.parametrize("person", WORKERS, ids=lambda person: person.username)
def test_a_grid_worker_of_the_demo_has_a_drawn_grid_and_stands_on_the_sign_in_page(
    region: None, person: Person
) -> None:
    add_person(person, MONDAY)
    add_person(person, MONDAY)  # a demo that is started again
    [grant] = staff_actor(User.objects.get(username=person.username), MONDAY).grid_grants
    assert grant.county is not None
    grids = grids_of(grant.county)
    assert len(grids) >= 2
    mine = next(grid for grid in grids if grid.id == grant.grid_id)
    lng, lat = mine.ring[0][0] + 0.001, mine.ring[0][1] + 0.001
    found = grid_for(grant.county, None, lat, lng)
    assert found is not None
    assert found.id == mine.id
    assert [(one.username, mine.name in one.place) for one in demo_people(MONDAY)] == [(person.username, True)]
