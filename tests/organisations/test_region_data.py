"""The region as shipped."""

import pytest
from django.db import connection

from tests.cast import COUNTY
from tests.support.queries import at_most
from wobangni.kernel import clock
from wobangni.kernel.actors import SYSTEM, Actor, ActorKind, Grant, Role
from wobangni.kernel.errors import Forbidden
from wobangni.organisations import boundaries, queries
from wobangni.organisations.commands.load_region import load_region
from wobangni.organisations.models import Division, Unit
from wobangni.organisations.rules.kinds import CENTRES, Level, UnitKind

pytestmark = pytest.mark.usefixtures("region")

STATISTICAL_ZONES = ("150172", "150271", "150571", "152571", "152971")


@pytest.mark.parametrize(
    ("level", "number", "digits"),
    [(Level.LEAGUE, 12, 4), (Level.COUNTY, 103, 6), (Level.TOWNSHIP, 1206, 9), (Level.VILLAGE, 14426, 12)],
)
def test_there_are_as_many_divisions_as_the_statistical_office_counts(level, number, digits):
    codes = list(Division.objects.filter(level=level.value).values_list("code", flat=True))
    assert len(codes) == number
    assert {len(code) for code in codes} == {digits}
    assert all(code.isdigit() and code.startswith("15") for code in codes)


def test_zones_that_are_no_counties_are_left_out_with_all_below_them():
    for zone in STATISTICAL_ZONES:
        assert not Division.objects.filter(code__startswith=zone).exists()


def test_every_division_lies_in_the_one_that_its_code_names():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM division d JOIN division p ON p.code = d.parent_id WHERE d.code NOT LIKE p.code || '%'"
        )
        assert cursor.fetchone()[0] == 0
    assert Division.objects.filter(parent=None).count() == 12


def test_every_county_has_four_centres_and_ten_departments():
    assert Unit.objects.count() == 1442
    for county in queries.counties():
        units = queries.units_of(county.code)
        assert [unit.kind for unit in units] == list(UnitKind)
        assert sum(unit.is_centre for unit in units) == len(CENTRES) == 4


def test_units_are_called_as_residents_know_them():
    names = {unit.code: unit.name for unit in queries.units_of(COUNTY)}
    assert names["150105-housing"] == "赛罕区住房和城乡建设局"
    assert names["150105-centre-civilisation"] == "赛罕区新时代文明实践中心"
    assert names["150105-environment"] == "呼和浩特市生态环境局赛罕区分局"


def test_loading_again_writes_nothing_and_keeps_what_people_changed():
    Unit.objects.filter(code="150105-housing").update(name="赛罕区住建和城管局", phone="0471-1234567")
    again = load_region(actor=SYSTEM, now=clock.now())
    assert (again.counties, again.villages, again.units, again.written) == (103, 14426, 1442, 0)
    assert Unit.objects.get(code="150105-housing").phone == "0471-1234567"


def test_loading_puts_right_a_division_that_went_astray():
    Division.objects.filter(code=COUNTY).update(name="赛汗区")
    assert load_region(actor=SYSTEM, now=clock.now()).written == 1
    assert queries.county(COUNTY).name == "赛罕区"


def test_only_the_platform_and_administrators_of_the_region_may_load_it():
    admin = Actor(ActorKind.STAFF, "1", "刘志强", (Grant(Role.COUNTY_ADMIN, COUNTY),))
    with pytest.raises(Forbidden):
        load_region(actor=admin, now=clock.now())


def test_loading_says_how_far_it_is():
    seen = []
    load_region(actor=SYSTEM, now=clock.now(), progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (17189, 17189)


def test_every_county_has_an_outline_and_its_seat_lies_in_it():
    assert set(boundaries.outlines()) == {county.code for county in queries.counties()}
    for county in queries.counties():
        assert queries.county_at(county.lat, county.lng) == county.code, county.name


def test_warm_reads_ask_the_database_nothing():
    queries.division("150105001001")
    queries.unit(queries.units_of(COUNTY)[0].id)
    queries.working_calendar(COUNTY)
    with at_most(0):
        assert queries.county(COUNTY).name == "赛罕区"
        assert queries.division("150105001001").parent == "150105001"
        assert len(queries.units_of(COUNTY)) == 14
        assert queries.search_counties("saihan")
        assert len(queries.villages_of(COUNTY)) == 223
        assert queries.review_required(COUNTY)
        queries.working_calendar(COUNTY)


def test_unknown_codes_find_nothing():
    assert queries.county("999999") is None
    assert queries.county("1501") is None
    assert queries.division("150105999") is None
    assert queries.division("") is None
    assert queries.unit(0) is None
    assert queries.units_of("999999") == ()
    assert queries.places_of("999999") == ()


def test_divisions_are_read_page_by_page():
    first = queries.divisions(Level.TOWNSHIP, COUNTY, limit=5)
    rest = queries.divisions(Level.TOWNSHIP, COUNTY, limit=100, after=first[-1].code)
    everything = [row.ref.code for row in queries.places_of(COUNTY)]
    assert [d.code for d in (*first, *rest)] == everything
