"""Tracking codes survive a telephone and tell nothing of each other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wobangni.service_requests.rules.tracking_code import LENGTH, BadCode, county_of, new_code, parse_code, spoken

codes = st.builds(new_code, st.sampled_from(["150105", "152921", "150622"]))


@given(codes)
def test_a_code_carries_its_county_and_is_read_back_as_spoken(code: str) -> None:
    assert len(code) == LENGTH
    assert county_of(code) == code[:6]
    assert parse_code(spoken(code)) == code
    assert parse_code(f"  {code[:4]}－{code[4:8]}-{code[8:12]}·{code[12:]} ".replace("－", "-")) == code


@given(codes)
def test_full_width_and_spoken_digits_are_taken_as_meant(code: str) -> None:
    assert parse_code(code.translate(str.maketrans("0123456789", "０１２３４５６７８９"))) == code
    assert parse_code(code.translate(str.maketrans("0123456789", "零幺二三四五六七八九"))) == code


@given(codes, st.integers(0, LENGTH - 1), st.integers(1, 9))
def test_any_single_wrong_digit_is_found(code: str, place: int, shift: int) -> None:
    wrong = code[:place] + str((int(code[place]) + shift) % 10) + code[place + 1 :]
    with pytest.raises(BadCode) as caught:
        parse_code(wrong)
    assert caught.value.problem == "check_digit"


@given(codes, st.integers(0, LENGTH - 2))
def test_any_swap_of_two_neighbours_is_found(code: str, place: int) -> None:
    if code[place] == code[place + 1]:
        return
    wrong = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    with pytest.raises(BadCode):
        parse_code(wrong)


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        ("", "characters"),
        ("1501", "length"),
        ("15010512345678901", "length"),
        ("15010512345678x0", "characters"),
        ("᠐" * 16, "characters"),
    ],
)
def test_what_is_no_code_is_told_plainly(raw: str, problem: str) -> None:
    with pytest.raises(BadCode) as caught:
        parse_code(raw)
    assert caught.value.problem == problem


def test_codes_do_not_follow_one_another() -> None:
    made = [int(new_code("150105")[6:15]) for _ in range(200)]
    assert len(set(made)) == 200
    assert made != sorted(made)
    assert max(made) - min(made) > 10**8  # spread over the whole range, not counted up
