"""Drawn outlines: what is read, and what can't be one."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wobangni.organisations.rules.ring import (
    MOST_POINTS,
    BadRing,
    RingTrouble,
    check_ring,
    corners_and_middles,
    read_ring,
)

SQUARE = ((111.6, 40.7), (111.7, 40.7), (111.7, 40.8), (111.6, 40.8), (111.6, 40.7))


def trouble(ring: object) -> str:
    try:
        check_ring(ring)  # type: ignore[arg-type]
    except BadRing as bad:
        return bad.trouble.value
    return ""


@pytest.mark.parametrize(
    "text",
    [
        "40.7, 111.6\n40.7, 111.7\n40.8, 111.7\n40.8, 111.6",
        "40.7,111.6;40.7，111.7；40.8 111.7\n\n 40.8,111.6 \n40.7,111.6",
        "111.6 40.7\n111.7 40.7\n111.7 40.8\n111.6 40.8",
        json.dumps({"type": "Polygon", "coordinates": [SQUARE]}),
        json.dumps({"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [SQUARE]}}),
    ],
)
def test_lines_and_geojson_are_read_alike(text: str) -> None:
    assert read_ring(text) == SQUARE
    assert trouble(read_ring(text)) == ""


@pytest.mark.parametrize(
    "text",
    ["here", "40.7", "40.7, 111.6, 3", "40.7, x", "{", "{}", '{"type": "Point", "coordinates": [1, 2]}',
     '{"type": "Polygon", "coordinates": [[[1]]]}', '{"type": "Polygon", "coordinates": [[[1' + "0" * 400 + ", 40]]]}", '{"type": "Polygon", "coordinates": [[], []]}', '{"type": "Polygon"}'],
)  # fmt: skip
def test_what_is_no_outline_is_refused(text: str) -> None:
    with pytest.raises(BadRing) as refused:
        read_ring(text)
    assert refused.value.trouble is RingTrouble.UNREADABLE


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        read_ring(text)
    except BadRing:
        return


@pytest.mark.parametrize(
    ("ring", "expected"),
    [
        (SQUARE, ""),
        (tuple(reversed(SQUARE)), ""),
        (SQUARE[:-1], "open"),
        ((), "open"),
        ((SQUARE[0],), "open"),
        ((SQUARE[0], SQUARE[1], SQUARE[0]), "too_few"),
        ((SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3], SQUARE[0]), "crossing"),
        ((SQUARE[0], SQUARE[1], SQUARE[1], SQUARE[2], SQUARE[0]), "crossing"),
        (((0.0, 0.0), (2.0, 0.0), (2.0, 2.0), (1.0, 0.0), (0.0, 2.0), (0.0, 0.0)), "crossing"),
        (((0.0, 0.0), (1.0, 1.0), (2.0, 2.0), (0.0, 0.0)), "flat"),
        (((0.0, 0.0), (1.0, 0.0), (float("nan"), 1.0), (0.0, 0.0)), "unreadable"),
        (((0.0, 0.0), (200.0, 0.0), (1.0, 1.0), (0.0, 0.0)), "unreadable"),
        (tuple((float(i % 90), 0.0) for i in range(MOST_POINTS + 2)), "too_many"),
    ],
)
def test_an_outline_is_closed_has_an_area_and_does_not_cross_itself(ring: object, expected: str) -> None:
    assert trouble(ring) == expected


def test_corners_and_the_middles_of_sides_stand_for_the_whole() -> None:
    assert len(corners_and_middles(SQUARE)) == 8
    assert (111.65, 40.7) in [(round(x, 4), round(y, 4)) for x, y in corners_and_middles(SQUARE)]
