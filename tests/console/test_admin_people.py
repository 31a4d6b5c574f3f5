"""Administration of people: accounts, roles, passwords."""

from __future__ import annotations

import re

import pytest

from tests.cast import COUNTY
from tests.console.admin_desk import SECRET, at
from tests.support.people import user_of
from wobangni.accounts.models import User
from wobangni.kernel import clock
from wobangni.organisations.memberships import staff_of
from wobangni.organisations.models import Membership, Revision


def new_person(office, **change):
    data = {"name": "乌兰其其格", "username": "wulan", "role": "clerk", "unit": ""}
    return office.post(at("people/new/"), {**data, **change})


@pytest.mark.usefixtures("free_keys")
def test_a_new_person_gets_a_password_that_is_shown_once(office, client):
    answer = new_person(office)
    person = User.objects.get(username="wulan")
    assert answer["Location"] == at(f"people/{person.pk}/")
    first = office.get(answer["Location"]).content.decode()
    password = SECRET.search(first)
    assert password
    assert person.check_password(password[1])
    assert password[1] not in office.get(answer["Location"]).content.decode()


@pytest.mark.usefixtures("free_keys")
@pytest.mark.parametrize(
    "change",
    [
        {"name": ""},
        {"username": "名 字"},
        {"role": "handler"},
        {"role": "region_observer"},
        {"unit": "1"},
        {"role": ""},
    ],
)
def test_a_person_that_can_not_be_is_refused_and_what_was_typed_stays(office, change):
    answer = new_person(office, **change)
    assert answer.status_code == 422
    assert "error-summary" in answer.content.decode()
    assert not User.objects.filter(username="wulan").exists()
    kept = {"name": "乌兰其其格", "username": "wulan", **change}
    assert kept["name"] in answer.content.decode()


@pytest.mark.usefixtures("free_keys")
def test_a_name_that_is_taken_is_refused(office):
    new_person(office)
    assert "登录名" in new_person(office).content.decode()


def test_roles_are_given_and_ended(office, cast):
    user = user_of(cast.clerk)
    person = at(f"people/{user.pk}/")
    assert office.post(person + "roles/", {"role": "handler", "unit": ""}).status_code == 422
    assert office.post(person + "roles/", {"role": "handler", "unit": cast.housing}).status_code == 302
    held = Membership.objects.get(user=user, role="handler")
    assert "赛罕区住房和城乡建设局" in office.get(person).content.decode()
    office.post(f"{person}roles/{held.pk}/end/")
    held.refresh_from_db()
    assert held.until is not None
    assert "承办人" in office.get(person).content.decode()  # in the changes


def test_an_administrator_can_not_lock_themselves_out(office, cast):
    me = user_of(cast.admin)
    role = Membership.objects.get(user=me)
    office.post(at(f"people/{me.pk}/off/"))
    office.post(at(f"people/{me.pk}/roles/{role.pk}/end/"))
    office.post(at(f"people/{me.pk}/password/"))
    me.refresh_from_db()
    role.refresh_from_db()
    assert me.is_active
    assert role.until is None
    assert office.get(at("")).status_code == 200


def test_switched_off_people_stay_in_the_list_and_come_back(office, cast):
    user = user_of(cast.clerk)
    office.post(at(f"people/{user.pk}/off/"))
    assert not User.objects.get(pk=user.pk).is_active
    assert "王秀兰" in office.get(at("people/")).content.decode()
    office.post(at(f"people/{user.pk}/on/"))
    assert User.objects.get(pk=user.pk).is_active


def test_a_reset_password_is_shown_once_and_ends_sessions(office, cast, at_desk):
    theirs = at_desk(cast.clerk)
    user = user_of(cast.clerk)
    answer = office.post(at(f"people/{user.pk}/password/"), follow=True).content.decode()
    password = SECRET.search(answer)
    assert password
    assert User.objects.get(pk=user.pk).check_password(password[1])
    assert theirs.get("/console/").status_code == 302
    assert Revision.objects.filter(table="accounts_user", after__password="reset").exists()
    assert not Revision.objects.filter(after__icontains=password[1]).exists()


def test_people_of_other_counties_are_out_of_reach(office, cast):
    afar = user_of(cast.afar_handler)
    role = Membership.objects.get(user=afar)
    assert office.get(at(f"people/{afar.pk}/")).status_code == 404
    for what in ("roles/", "password/", "off/", "on/", f"roles/{role.pk}/end/"):
        data = {"role": "clerk", "unit": ""}
        assert office.post(at(f"people/{afar.pk}/{what}"), data).status_code == 404, what
    assert Membership.objects.filter(user=afar, until=None).count() == 1


def test_people_are_found_by_name_and_role(office, cast):
    for actor in (cast.clerk, cast.housing_handler, cast.supervisor):
        user_of(actor)
    assert len(staff_of(cast.admin, COUNTY, clock.now())) == 4

    def names(query):
        return re.findall(r'people/\d+/">([^<]+)</a>', office.get(at(f"people/?{query}")).content.decode())

    assert names("q=秀") == ["王秀兰"]
    assert names("role=handler") == ["李建国"]
    assert names("q=nobody") == []
