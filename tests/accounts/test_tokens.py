"""Keys for other systems: told once, kept as a hash, known without a query, revoked within seconds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from tests.cast import COUNTY, OTHER_COUNTY, staff
from tests.support.people import user_of
from tests.support.queries import at_most
from wobangni.accounts.models import ApiToken
from wobangni.kernel import clock
from wobangni.kernel.actors import SYSTEM, Actor, ActorKind, Grant, Role
from wobangni.kernel.errors import Forbidden, InvalidInput, NotFound
from wobangni.organisations import tokens
from wobangni.organisations.commands.issue_token import IssuedToken, issue_token
from wobangni.organisations.commands.revoke_token import revoke_token
from wobangni.organisations.models import Revision
from wobangni.organisations.queries import units_of
from wobangni.organisations.tokens import bearer, forget_bearers, token_actor, tokens_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]
NOW = dt.datetime(2026, 11, 23, 2, 0, tzinfo=dt.UTC)
ADMIN = staff(901, "刘志强", Grant(Role.COUNTY_ADMIN, COUNTY))
AFAR = staff(902, "乌兰", Grant(Role.COUNTY_ADMIN, OTHER_COUNTY))


@pytest.fixture(autouse=True)
def nothing_kept(db: None) -> Iterator[None]:
    user_of(ADMIN)
    forget_bearers()
    yield
    forget_bearers()


def issued(**given: object) -> IssuedToken:
    wanted: dict[str, object] = {"actor": ADMIN, "name": "住建热线", "county": COUNTY, "scopes": ["requests:write"]}
    return issue_token(now=NOW, **wanted | given)  # type: ignore[arg-type]


def test_the_secret_is_told_once_and_kept_nowhere() -> None:
    token = issued()
    row = ApiToken.objects.get()
    assert token.secret not in repr(token)
    kept = str(ApiToken.objects.values_list()) + str(list(Revision.objects.values_list("after", "title")))
    assert token.secret.rpartition("_")[2] not in kept
    assert (row.prefix, row.created_by_id) == (token.prefix, int(ADMIN.id))
    assert tokens_of(ADMIN, COUNTY)[0].name == "住建热线"


def test_the_secret_names_the_partner_with_county_scopes_and_rate() -> None:
    token = issued(rate_per_minute=30)
    found = bearer(token.secret)
    assert found is not None
    assert (found.county, found.rate_per_minute) == (COUNTY, 30)
    assert (found.actor.kind, found.actor.id, found.actor.name) == (ActorKind.PARTNER, str(token.id), "住建热线")
    assert found.actor.scopes == {"requests:write"}
    assert found.actor.grants == ()


def test_a_token_can_hold_roles_and_work_for_a_unit() -> None:
    unit_id = units_of(COUNTY)[4].id
    actor = token_actor(issued(scopes=["requests:act", "role:dispatcher"], unit_id=unit_id).secret)
    assert actor is not None
    assert set(actor.grants) == {Grant(Role.DISPATCHER, COUNTY), Grant(Role.HANDLER, COUNTY, unit_id)}


def test_a_warm_token_costs_no_query() -> None:
    token = issued()
    bearer(token.secret)
    with at_most(0):
        assert bearer(token.secret) is not None


@pytest.mark.parametrize(
    "change", [lambda s: s[:-1], lambda s: s + "x", lambda s: s[:-1] + "!", lambda s: s.upper(), lambda s: ""]
)
def test_a_secret_that_is_not_quite_right_opens_nothing(change) -> None:
    assert bearer(change(issued().secret)) is None


def test_the_readable_part_alone_opens_nothing() -> None:
    token = issued()
    assert bearer(f"wbn_{token.prefix}_{'a' * 43}") is None


@pytest.mark.parametrize("junk", ["", "x", "wbn_", "\x00", "\ud800", "汉" * 10_000])
def test_junk_costs_no_query(junk: str) -> None:
    with at_most(0):
        assert bearer(junk) is None


def test_a_revoked_token_opens_nothing_within_five_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    token = issued()
    assert bearer(token.secret) is not None
    # Another process revoked it: this one goes by its memory, for less than five seconds.
    ApiToken.objects.update(revoked_at=NOW)
    start = clock.monotonic()
    monkeypatch.setattr(tokens.clock, "monotonic", lambda: start + 4.9)
    assert bearer(token.secret) is None


def test_the_process_that_revokes_forgets_at_once(django_capture_on_commit_callbacks) -> None:
    token = issued()
    assert bearer(token.secret) is not None
    with django_capture_on_commit_callbacks(execute=True):
        revoke_token(actor=ADMIN, now=NOW, token_id=token.id)
    assert bearer(token.secret) is None
    revoke_token(actor=ADMIN, now=NOW + dt.timedelta(days=1), token_id=token.id)
    assert ApiToken.objects.get().revoked_at == NOW


def test_uses_are_noted_roughly() -> None:
    token = issued()
    bearer(token.secret)
    first = ApiToken.objects.get().last_used_at
    assert first is not None
    forget_bearers()
    with at_most(1):
        bearer(token.secret)
    assert ApiToken.objects.get().last_used_at == first


def test_guessing_does_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "MOST_KEPT", 10)
    for n in range(100):
        bearer(f"guess {n}")
    assert len(tokens._kept) <= 10


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": " "}, "name"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["everything"]}, "scopes"),
        ({"scopes": ["role:clerk"]}, "scopes"),
        ({"scopes": ["requests:act", "role:region_observer"]}, "scopes"),
        ({"unit_id": 10**9}, "unit"),
        ({"rate_per_minute": 0}, "rate_per_minute"),
    ],
)
def test_what_can_not_be_issued_is_said_by_field(given: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        issued(**given)
    assert set(caught.value.fields) == {field}


def test_a_unit_of_another_county_is_refused() -> None:
    with pytest.raises(InvalidInput):
        issued(unit_id=units_of(OTHER_COUNTY)[4].id)


@pytest.mark.parametrize(
    "actor", [AFAR, staff(903, "某", Grant(Role.CLERK, COUNTY)), staff(904, "某", Grant(Role.REGION_OBSERVER))]
)
def test_only_administrators_of_the_county_issue_see_and_revoke(actor: Actor) -> None:
    token = issued()
    with pytest.raises(Forbidden):
        issued(actor=actor)
    with pytest.raises(Forbidden):
        tokens_of(actor, COUNTY)
    with pytest.raises(NotFound):
        revoke_token(actor=actor, now=NOW, token_id=token.id)


def test_tokens_of_the_region_are_for_the_platform_to_issue() -> None:
    with pytest.raises(Forbidden):
        issued(county=None)
    found = bearer(issued(actor=SYSTEM, county=None, scopes=["requests:read", "role:region_observer"]).secret)
    assert found is not None
    assert found.county is None
    assert found.actor.sees_region
