"""Administration pages: who may open them, and how much they ask of the database."""

from __future__ import annotations

import pytest

from tests.cast import COUNTY, OTHER_COUNTY, staff
from tests.console.admin_desk import at
from tests.support.people import user_of
from tests.support.queries import at_most
from wobangni.kernel.actors import Grant, Role

LISTS = ["", "people/", "units/", "places/", "services/", "limits/", "routing/", "templates/", "calendar/", "settings/", "tokens/",
         "reveals/", "history/"]  # fmt: skip
FORMS = [
    "people/new/",
    "units/new/",
    "places/new/",
    "services/new/",
    "services/noise/",
    "templates/new/",
    "calendar/2027/",
    "routing/new/",
    "routing/auto/",
]
REGION = ["", "services/", "services/noise/", "services/new/", "limits/", "templates/", "calendar/", "history/"]


@pytest.mark.parametrize("page", [*LISTS, *FORMS])
def test_every_page_opens_in_both_languages(office, page):
    for language in ("zh-hans", "en"):
        answer = office.get(at(page), headers={"accept-language": language})
        assert answer.status_code == 200
        assert "<h1>" in answer.content.decode()


@pytest.mark.parametrize("page", LISTS)
@pytest.mark.parametrize("who", ["clerk", "dispatcher", "housing_handler", "reviewer", "caller", "observer"])
def test_pages_are_for_administrators(cast, at_desk, page, who):
    assert at_desk(cast.everybody[who]).get(at(page)).status_code in (403, 404)


def test_supervisors_see_who_looked_at_contacts_and_nothing_else(cast, at_desk):
    office = at_desk(cast.supervisor)
    opened = [page for page in LISTS if office.get(at(page)).status_code == 200]
    assert opened == ["reveals/"]
    assert at("people/") not in office.get(at("reveals/")).content.decode()


@pytest.mark.parametrize("page", [*LISTS, *FORMS])
def test_another_countys_pages_do_not_exist(office, page):
    assert office.get(at(page, OTHER_COUNTY)).status_code == 404


@pytest.mark.parametrize("page", REGION)
def test_what_holds_everywhere_is_for_administrators_of_the_region(office, region_office, page):
    assert office.get(at(page, "region")).status_code == 403
    assert region_office.get(at(page, "region")).status_code == 200


@pytest.mark.parametrize("page", LISTS)
def test_no_page_asks_much_of_the_database(office, cast, page):
    for number in range(200, 230):
        user_of(staff(number, f"承办人{number}", Grant(Role.HANDLER, COUNTY, cast.housing)))
    office.get(at(page))
    with at_most(12):
        office.get(at(page))


def test_the_first_administrator_of_an_installation_reaches_every_countys_people(at_desk, region):
    """As ``wobangni staff`` makes them: the role alone, and no county."""
    first = at_desk(staff(91, "首位管理员", Grant(Role.COUNTY_ADMIN)))
    home = first.get(at("", "region")).content.decode()
    for county in (COUNTY, OTHER_COUNTY):
        assert at("people/", county) in home
        for page in ("people/", "people/new/", "units/", "settings/"):
            assert first.get(at(page, county)).status_code == 200
    assert first.get(at("people/", "159999")).status_code == 404
    assert first.get(f"/console/{COUNTY}/queue/").status_code == 404
