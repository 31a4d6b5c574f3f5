"""Points and outlines, without any data."""

import math
from itertools import pairwise

import pytest

from wobangni.organisations import boundaries
from wobangni.organisations.rules.geometry import Outline, area_at, decode, is_place, to_geojson

SQUARE = Outline((((110.0, 40.0), (111.0, 40.0), (111.0, 41.0), (110.0, 41.0)),))
#: Lies within SQUARE, like Bayan Obo within Darhan Muminggan.
ENCLAVE = Outline((((110.4, 40.4), (110.6, 40.4), (110.6, 40.6), (110.4, 40.6)),))
#: Two parts, the second clockwise.
PARTS = Outline(
    (
        ((100.0, 30.0), (101.0, 30.0), (100.0, 31.0)),
        ((103.0, 30.0), (103.0, 31.0), (104.0, 30.0)),
    )
)


@pytest.mark.parametrize(
    ("lat", "lng", "inside"),
    [(40.5, 110.5, True), (40.999, 110.001, True), (39.999, 110.5, False), (40.5, 111.001, False), (0, 0, False)],
)
def test_a_point_is_in_or_out(lat, lng, inside):
    assert SQUARE.contains(lat, lng) is inside


def test_each_part_of_a_county_counts():
    assert PARTS.contains(30.2, 100.2)
    assert PARTS.contains(30.2, 103.2)
    assert not PARTS.contains(30.2, 102.0)


def test_distance_is_in_kilometres_and_zero_within():
    assert SQUARE.distance_km(40.5, 110.5) == 0
    assert SQUARE.distance_km(42.0, 110.5) == pytest.approx(111.3, abs=0.2)
    assert SQUARE.distance_km(40.5, 112.0) == pytest.approx(111.32 * math.cos(math.radians(40.5)), abs=0.2)
    assert SQUARE.distance_km(42.0, 112.0) > SQUARE.distance_km(42.0, 111.0)


def test_the_smaller_county_counts_where_one_lies_in_another():
    both = {"around": SQUARE, "enclave": ENCLAVE}
    assert area_at(both, 40.5, 110.5) == "enclave"
    assert area_at(both, 40.2, 110.5) == "around"


def test_a_margin_takes_in_the_nearest_county_only():
    assert area_at({"a": SQUARE}, 41.01, 110.5) is None
    assert area_at({"a": SQUARE}, 41.01, 110.5, margin_km=3) == "a"
    assert area_at({"a": SQUARE, "b": ENCLAVE}, 41.1, 110.5, margin_km=3) is None


def test_the_shipped_form_is_first_point_then_steps():
    assert decode([[1100000, 400000, 10000, 0, 0, 10000, -10000, 0]]).rings == SQUARE.rings


def test_geojson_rings_are_closed_and_run_counter_clockwise():
    for polygon in to_geojson(PARTS)["coordinates"]:
        ring = polygon[0]
        assert ring[0] == ring[-1]
        assert sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)) > 0


@pytest.mark.parametrize(("lat", "lng"), [(math.nan, 1), (1, math.inf), (91, 0), (0, -181), (1e300, 1e300)])
def test_what_is_no_place_lies_nowhere(lat, lng):
    assert not is_place(lat, lng)
    assert boundaries.county_at(lat, lng) is None
    assert not boundaries.is_in_county("150105", lat, lng)


def test_the_shipped_outlines_know_hohhot_and_beijing():
    assert boundaries.county_at(40.79, 111.69) == "150105"
    assert boundaries.is_in_county("150105", 40.79, 111.69)
    assert not boundaries.is_in_county("150502", 40.79, 111.69)
    assert boundaries.county_at(39.9, 116.4) is None
    assert not boundaries.is_in_county("999999", 40.79, 111.69)


def test_an_enclave_is_told_from_the_banner_around_it():
    assert boundaries.county_at(41.7677, 109.9679) == "150206"


def test_a_boundary_comes_as_a_geojson_feature_with_its_box():
    feature = boundaries.county_boundary("150105")
    west, south, east, north = feature["bbox"]
    assert (feature["type"], feature["geometry"]["type"]) == ("Feature", "MultiPolygon")
    assert west < 111.69 < east
    assert south < 40.79 < north
    assert boundaries.county_boundary("000000") is None
