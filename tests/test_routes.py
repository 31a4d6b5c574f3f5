"""The system itself: every route declares who may use it, and its declaration holds (invariant 8)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.cast import COUNTY, OTHER_COUNTY, Cast, make_cast, staff
from tests.service_requests.story import PHONE, Story
from tests.support.people import signed_in
from wobangni.kernel import clock
from wobangni.kernel.actors import COUNTY_ROLES, Grant, Role
from wobangni.surfaces.shared.permissions import Audience, permission_of

#: What stands for a part of an address, by its name.
PARTS = {
    "county": COUNTY,
    "action": "note",
    "view_id": "00000000-0000-7000-8000-000000000001",
    "photo_id": "00000000-0000-7000-8000-000000000001",
    "photo": "00000000-0000-7000-8000-000000000001",
    "draft": "00000000-0000-7000-8000-000000000001",
    "id": "00000000-0000-7000-8000-000000000001",
}
#: Also where a key of another kind is asked for.
NUMBER, WORD, UUID = "1", "heating-cold", "00000000-0000-7000-8000-000000000001"


@dataclass(frozen=True)
class Route:
    """One pattern of the whole URLconf."""

    address: str  # as written: console/<county:county>/queue/
    callback: Any
    parts: tuple[tuple[str, str], ...]  # (name, class of the converter)

    def __str__(self) -> str:
        return "/" + self.address

    def url(self, **known: str) -> str:
        """A real address of this route."""
        url = self.address
        for name, kind in self.parts:
            value = (
                known.get(name) or PARTS.get(name) or {"IntConverter": NUMBER, "UUIDConverter": UUID}.get(kind, WORD)
            )
            before, _, rest = url.partition("<")
            inner, _, after = rest.partition(">")
            assert inner.split(":")[-1] == name
            url = before + value + after
        return "/" + url


def walk(patterns: list[URLPattern | URLResolver], before: str = "", parts: tuple[Any, ...] = ()) -> Iterator[Route]:
    for pattern in patterns:
        address = before + str(pattern.pattern)
        mine = (*parts, *((name, type(c).__name__) for name, c in pattern.pattern.converters.items()))
        if isinstance(pattern, URLResolver):
            yield from walk(pattern.url_patterns, address, mine)
        else:
            yield Route(address, pattern.callback, mine)


ROUTES = list(walk(get_resolver().url_patterns))


def of(*audiences: Audience) -> list[Route]:
    return [r for r in ROUTES if (p := permission_of(r.callback)) is not None and p.audience in audiences]


STAFF = of(Audience.STAFF)
#: Those that name a county, or a request.
PLACED = [r for r in STAFF if {"county", "code"} & {name for name, _kind in r.parts}]


@pytest.fixture
def cast(region: None) -> Cast:
    return make_cast()


@pytest.fixture
def story(cast: Cast) -> Story:
    """A request of 赛罕区 with everything about it."""
    return Story(cast, now=clock.now()).in_progress()


@pytest.fixture
def from_elsewhere(region: None) -> Client:
    """Somebody who may do everything, in another county."""
    grants = [Grant(role, OTHER_COUNTY) for role in sorted(COUNTY_ROLES)]
    return signed_in(staff(99, "外县的人", *grants, Grant(Role.HANDLER, OTHER_COUNTY, make_cast().afar)))


def test_there_are_routes_of_every_kind() -> None:
    assert {p.audience for r in ROUTES if (p := permission_of(r.callback))} == set(Audience)
    assert len(PLACED) > 10


def test_every_route_declares_who_may_use_it() -> None:
    silent = [str(r) for r in ROUTES if permission_of(r.callback) is None]
    assert silent == [], "see wobangni/surfaces/shared/permissions.py"
    unexplained = [str(r) for r in of(Audience.PUBLIC) if not permission_of(r.callback).why]  # type: ignore[union-attr]
    assert unexplained == []


def answers(client: Client, routes: list[Route], story: Story) -> Iterator[tuple[str, HttpResponse]]:
    """What each route answers to being read and to being written to."""
    for route in routes:
        for method in ("get", "post"):
            yield f"{method} {route}", getattr(client, method)(route.url(code=story.code))


def test_nobody_gets_to_the_desk_without_signing_in(story: Story) -> None:
    let_in = []
    for what, answer in answers(Client(), STAFF, story):
        to_sign_in = answer.status_code == 302 and "/accounts/login/" in answer["Location"]
        if not to_sign_in and answer.status_code not in (401, 403):
            let_in.append(f"{what}: {answer.status_code}")
    assert let_in == []


def test_staff_of_another_county_are_refused(story: Story, from_elsewhere: Client) -> None:
    before = story.row.version
    let_in = [
        f"{what}: {answer.status_code}"
        for what, answer in answers(from_elsewhere, PLACED, story)
        if answer.status_code not in (403, 404, 405) or story.row.description in answer.content.decode()
    ]
    assert let_in == []
    assert story.row.version == before


def test_an_account_without_a_role_sees_nothing(story: Story) -> None:
    own_account = [r for r in STAFF if r.address.startswith("accounts/")]  # password, second step
    client = signed_in(staff(98, "无岗位"))
    let_in = [
        f"{what}: {answer.status_code}"
        for what, answer in answers(client, [r for r in STAFF if r not in own_account], story)
        if answer.status_code not in (403, 404)
    ]
    assert let_in == []


def test_other_systems_need_a_token(story: Story) -> None:
    let_in = [
        f"{what}: {answer.status_code}"
        for what, answer in answers(Client(), of(Audience.TOKEN), story)
        if answer.status_code not in (401, 405)
    ]
    assert let_in == []


def test_a_stranger_learns_nothing_personal(story: Story) -> None:
    told = []
    for route in of(Audience.PUBLIC, Audience.RESIDENT):
        answer = Client().get(route.url(code=story.code))
        text = "" if answer.streaming else answer.content.decode(errors="replace")
        if answer.status_code == 500 or story.row.description in text or PHONE in text:
            told.append(f"{route}: {answer.status_code}")
    assert told == []
