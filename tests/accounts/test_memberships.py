"""Who may do what, where; who may say so."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from tests.cast import COUNTY, OTHER_COUNTY, staff
from tests.support.queries import at_most
from wobangni.accounts.models import User
from wobangni.kernel.actors import SYSTEM, Actor, Grant, Role
from wobangni.kernel.errors import Conflict, Forbidden, InvalidInput, NotFound, WobangniError
from wobangni.organisations.commands.create_staff import NewStaff, create_staff
from wobangni.organisations.commands.deactivate_staff import deactivate_staff, reactivate_staff
from wobangni.organisations.commands.grant_role import grant_role
from wobangni.organisations.commands.reset_password import reset_password
from wobangni.organisations.commands.revoke_role import revoke_role
from wobangni.organisations.memberships import staff_actor, staff_member, staff_of
from wobangni.organisations.models import Membership, Revision
from wobangni.organisations.queries import units_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]
NOW = dt.datetime(2026, 11, 23, 2, 0, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(days=1)
REGION_ADMIN = staff(90, "自治区管理员", Grant(Role.COUNTY_ADMIN, None))


@pytest.fixture(autouse=True)
def quick_hashes(settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def new(username: str, role: Role = Role.CLERK, county: str | None = COUNTY, **more: object) -> NewStaff:
    return create_staff(actor=SYSTEM, now=NOW, username=username, name="某人", role=role, county=county, **more)  # type: ignore[arg-type]


def actor_of(made: NewStaff, now: dt.datetime = NOW) -> Actor:
    return staff_actor(User.objects.get(pk=made.user_id), now)


@pytest.fixture
def admin() -> Actor:
    return actor_of(new("admin1", Role.COUNTY_ADMIN))


def unit_id(county: str = COUNTY) -> int:
    return units_of(county)[4].id


class TestActor:
    def test_an_actor_has_the_roles_that_hold_now_in_one_query(self) -> None:
        made = new("ann", Role.HANDLER, unit_id=unit_id())
        grant_role(actor=SYSTEM, now=NOW, user_id=made.user_id, role=Role.CLERK, county=OTHER_COUNTY)
        user = User.objects.get(pk=made.user_id)
        with at_most(1):
            actor = staff_actor(user, NOW)
        assert actor.grants == (Grant(Role.HANDLER, COUNTY, unit_id()), Grant(Role.CLERK, OTHER_COUNTY))
        assert (actor.id, actor.name, actor.second_factor) == (str(user.pk), "某人", False)

    def test_roles_begin_and_end_to_the_second(self) -> None:
        made = new("ann")
        row = Membership.objects.get(user_id=made.user_id)
        assert actor_of(made, NOW - dt.timedelta(seconds=1)).grants == ()
        revoke_role(actor=SYSTEM, now=LATER, membership_id=row.pk)
        assert actor_of(made, LATER - dt.timedelta(seconds=1)).grants
        assert actor_of(made, LATER).grants == ()

    def test_someone_switched_off_may_do_nothing(self) -> None:
        made = new("ann")
        deactivate_staff(actor=SYSTEM, now=NOW, user_id=made.user_id)
        assert actor_of(made).grants == ()
        reactivate_staff(actor=SYSTEM, now=NOW, user_id=made.user_id)
        assert actor_of(made).grants


class TestDatabaseRefuses:
    """Whatever code may do one day, these rows can't be written."""

    @pytest.mark.parametrize(
        ("role", "county", "with_unit"),
        [
            (Role.HANDLER, COUNTY, False),
            (Role.CLERK, COUNTY, True),
            (Role.REGION_OBSERVER, COUNTY, False),
            (Role.CLERK, None, False),
            (Role.HANDLER, None, True),
        ],
    )
    def test_a_role_in_the_wrong_place(self, role: Role, county: str | None, with_unit: bool) -> None:
        user = User.objects.create_user("ann", name="安")
        with pytest.raises(IntegrityError), transaction.atomic():
            Membership.objects.create(
                user=user, role=role.value, county_id=county, unit_id=unit_id() if with_unit else None
            )

    def test_the_same_role_held_twice(self) -> None:
        user = User.objects.create_user("ann", name="安")
        for county in (COUNTY, None):
            role = Role.CLERK if county else Role.REGION_OBSERVER
            Membership.objects.create(user=user, role=role.value, county_id=county)
            with pytest.raises(IntegrityError), transaction.atomic():
                Membership.objects.create(user=user, role=role.value, county_id=county)

    def test_a_role_that_ended_before_it_began(self) -> None:
        user = User.objects.create_user("ann", name="安")
        with pytest.raises(IntegrityError), transaction.atomic():
            Membership.objects.create(user=user, role=Role.CLERK.value, county_id=COUNTY, since=LATER, until=NOW)

    def test_two_people_of_one_sign_in_name(self) -> None:
        User.objects.create_user("Ann", name="安")
        with pytest.raises(IntegrityError), transaction.atomic():
            User(username="ANN", name="安").save()


class TestGranting:
    def test_it_is_recorded_who_gave_what(self, admin: Actor) -> None:
        made = new("ann")
        grant_role(actor=admin, now=LATER, user_id=made.user_id, role=Role.REVIEWER, county=COUNTY)
        row = Revision.objects.filter(table="membership").latest("id")
        assert (row.actor_id, row.county, row.after["role"]) == (admin.id, COUNTY, "reviewer")

    def test_granting_what_is_held_changes_nothing(self, admin: Actor) -> None:
        made = new("ann")
        before = Revision.objects.count()
        one, two = (
            grant_role(actor=admin, now=LATER, user_id=made.user_id, role=Role.CLERK, county=COUNTY) for _n in range(2)
        )
        assert one == two
        assert Revision.objects.count() == before

    def test_what_was_revoked_can_be_granted_again_and_the_old_one_is_kept(self, admin: Actor) -> None:
        made = new("ann")
        first = Membership.objects.get(user_id=made.user_id)
        revoke_role(actor=admin, now=NOW, membership_id=first.pk)
        revoke_role(actor=admin, now=LATER, membership_id=first.pk)
        assert Membership.objects.get(pk=first.pk).until == NOW
        grant_role(actor=admin, now=LATER, user_id=made.user_id, role=Role.CLERK, county=COUNTY)
        assert Membership.objects.filter(user_id=made.user_id).count() == 2

    @pytest.mark.parametrize(
        ("role", "county", "unit", "field"),
        [
            (Role.CLERK, "999999", None, "county"),
            (Role.CLERK, None, None, "county"),
            (Role.REGION_OBSERVER, COUNTY, None, "county"),
            (Role.HANDLER, COUNTY, None, "unit"),
            (Role.HANDLER, COUNTY, "other", "unit"),
            (Role.CLERK, COUNTY, "own", "unit"),
        ],
    )
    def test_a_place_that_does_not_fit_the_role_is_said_by_field(
        self, role: Role, county: str | None, unit: str | None, field: str
    ) -> None:
        units = {None: None, "own": unit_id(), "other": unit_id(OTHER_COUNTY)}
        made = new("ann")
        with pytest.raises(InvalidInput) as caught:
            grant_role(actor=SYSTEM, now=NOW, user_id=made.user_id, role=role, county=county, unit_id=units[unit])
        assert set(caught.value.fields) == {field}

    def test_an_administrator_can_not_lock_everybody_out(self, admin: Actor) -> None:
        row = Membership.objects.get(user_id=admin.id)
        with pytest.raises(Conflict):
            revoke_role(actor=admin, now=NOW, membership_id=row.pk)
        with pytest.raises(Conflict):
            deactivate_staff(actor=admin, now=NOW, user_id=int(admin.id))
        with pytest.raises(Conflict):
            reset_password(actor=admin, now=NOW, user_id=int(admin.id))


class TestNewPeople:
    def test_the_administrator_gets_a_password_to_pass_on_once(self, admin: Actor) -> None:
        made = create_staff(actor=admin, now=NOW, username=" Ａnn.Li ", name=" 李 安 ", role=Role.CLERK, county=COUNTY)
        user = User.objects.get(pk=made.user_id)
        assert (user.username, user.name, user.must_change_password) == ("ann.li", "李 安", True)
        assert user.check_password(made.password)
        assert made.password not in str(list(Revision.objects.values_list("after", flat=True)))

    @pytest.mark.parametrize(
        ("username", "name", "field"),
        [("", "安", "username"), ("a", "安", "username"), ("a b", "安", "username"), ("x" * 65, "安", "username"),
         ("ann", "\u200b ", "name"), ("ann", "安" * 65, "name"), ("taken", "安", "username"), ("TAKEN", "安", "username")],
    )  # fmt: skip
    def test_what_can_not_be_used_is_said_by_field(self, admin: Actor, username: str, name: str, field: str) -> None:
        new("taken")
        people = User.objects.count()
        with pytest.raises(InvalidInput) as caught:
            create_staff(actor=admin, now=NOW, username=username, name=name, role=Role.CLERK, county=COUNTY)
        assert set(caught.value.fields) == {field}
        assert User.objects.count() == people

    def test_no_two_temporary_passwords_are_alike(self) -> None:
        assert len({new(f"ann{n}").password for n in range(20)}) == 20


class TestListing:
    def test_the_people_of_a_county_in_few_queries(self, admin: Actor) -> None:
        for n in range(5):
            new(f"ann{n}", Role.HANDLER, unit_id=unit_id())
        new("far", county=OTHER_COUNTY)
        with at_most(2):
            rows = staff_of(admin, COUNTY, NOW)
        assert {r.username for r in rows} == {"admin1", *(f"ann{n}" for n in range(5))}
        assert all(r.grants[0].unit_name for r in rows if r.username != "admin1")
        assert not any(r.two_step for r in rows)

    def test_one_person_is_seen_by_their_administrator_alone(self, admin: Actor) -> None:
        near, far = new("near"), new("far", county=OTHER_COUNTY)
        assert staff_member(admin, near.user_id, NOW).username == "near"
        for user_id in (far.user_id, 10**9):
            with pytest.raises(NotFound):
                staff_member(admin, user_id, NOW)


class TestOtherCounties:
    """An administrator's word ends at the border of the county, and other roles have none."""

    def attempts(self, actor: Actor, county: str) -> list[object]:
        made = new(f"victim{county}", county=county)
        membership = Membership.objects.get(user_id=made.user_id).pk
        calls = [
            lambda: create_staff(actor=actor, now=NOW, username="x1", name="某", role=Role.CLERK, county=county),
            lambda: grant_role(actor=actor, now=NOW, user_id=made.user_id, role=Role.CALLER, county=county),
            lambda: reset_password(actor=actor, now=NOW, user_id=made.user_id),
            lambda: deactivate_staff(actor=actor, now=NOW, user_id=made.user_id),
            lambda: reactivate_staff(actor=actor, now=NOW, user_id=made.user_id),
            lambda: revoke_role(actor=actor, now=NOW, membership_id=membership),
            lambda: staff_of(actor, county, NOW),
        ]
        results: list[object] = []
        for call in calls:
            try:
                results.append(call())
            except WobangniError as error:
                results.append(type(error))
        return results

    def test_the_administrator_of_another_county_is_refused_everywhere(self, admin: Actor) -> None:
        assert set(self.attempts(admin, OTHER_COUNTY)) <= {Forbidden, NotFound}

    @pytest.mark.parametrize(
        "role", [r for r in Role if r not in (Role.COUNTY_ADMIN, Role.HANDLER, Role.REGION_OBSERVER)]
    )
    def test_other_roles_of_the_same_county_are_refused_everywhere(self, role: Role) -> None:
        assert set(self.attempts(staff(10**9, "某", Grant(role, COUNTY)), COUNTY)) <= {Forbidden, NotFound}

    def test_the_observer_of_the_region_changes_nothing(self) -> None:
        assert set(self.attempts(staff(10**9, "某", Grant(Role.REGION_OBSERVER)), COUNTY)) <= {Forbidden, NotFound}

    def test_the_administrator_of_the_region_may_everywhere(self) -> None:
        assert not {Forbidden, NotFound} & {r for r in self.attempts(REGION_ADMIN, COUNTY) if isinstance(r, type)}

    def test_nobody_takes_over_somebody_who_also_works_elsewhere(self, admin: Actor) -> None:
        made = new("both")
        grant_role(actor=SYSTEM, now=NOW, user_id=made.user_id, role=Role.DISPATCHER, county=OTHER_COUNTY)
        for command in (reset_password, deactivate_staff):
            with pytest.raises(Forbidden):
                command(actor=admin, now=NOW, user_id=made.user_id)
        reset_password(actor=REGION_ADMIN, now=NOW, user_id=made.user_id)

    def test_a_county_administrator_makes_no_observer_and_no_administrator_of_the_region(self, admin: Actor) -> None:
        for role in (Role.REGION_OBSERVER, Role.COUNTY_ADMIN):
            with pytest.raises(Forbidden):
                grant_role(actor=replace(admin), now=NOW, user_id=int(admin.id), role=role, county=None)
