"""Telephone numbers as people write them."""

import pytest

from wobangni.accounts.rules.phone import (
    BadPhone,
    is_mobile,
    mask_name,
    mask_phone,
    national,
    normalise_phone,
    without_extension,
)

# typed, normal form, as dialled, masked
NUMBERS = [
    ("13812345678", "+8613812345678", "13812345678", "138****5678"),
    (" 138 1234-5678 ", "+8613812345678", "13812345678", "138****5678"),
    ("+86 138 1234 5678", "+8613812345678", "13812345678", "138****5678"),
    ("8613812345678", "+8613812345678", "13812345678", "138****5678"),
    ("１３８１２３４５６７８", "+8613812345678", "13812345678", "138****5678"),
    ("19912345678", "+8619912345678", "19912345678", "199****5678"),
    ("0477-8959580", "+864778959580", "0477-8959580", "047****9580"),
    ("（0471）4567890", "+864714567890", "0471-4567890", "047****7890"),
    ("0477-8959580转8001", "+864778959580;ext=8001", "0477-8959580转8001", "047****9580"),
    ("400-800-1234", "+864008001234", "400-8001234", "400****1234"),
    ("+976 9911 2233", "+97699112233", "+976 9911 2233", "+97*****2233"),
]


@pytest.mark.parametrize(("typed", "normal", "dialled", "masked"), NUMBERS)
def test_a_number_has_one_normal_form_and_one_mask(typed: str, normal: str, dialled: str, masked: str) -> None:
    assert normalise_phone(typed) == normal
    assert national(normal) == dialled
    assert mask_phone(normal) == masked
    assert normalise_phone(dialled) == normal


@pytest.mark.parametrize(
    "typed", ["", "110", "12345", "8959580", "11812345678", "1381234567", "138123456789", "abc", "1" * 5000, "+"]
)
def test_what_nobody_could_call_is_refused(typed: str) -> None:
    with pytest.raises(BadPhone):
        normalise_phone(typed)


def test_only_mobiles_can_be_reached_by_text_message() -> None:
    assert is_mobile("+8613812345678")
    assert not is_mobile("+97699112233")
    assert not is_mobile("+864778959580")
    assert not is_mobile("+864008001234")


def test_desks_behind_one_line_count_as_one() -> None:
    assert without_extension("+864778959580;ext=8001") == "+864778959580"


@pytest.mark.parametrize(
    ("name", "masked"), [("张三", "张*"), ("乌日娜", "乌**"), ("John Smith", "J**"), ("李", "*"), ("", "")]
)
def test_a_name_keeps_its_first_character_and_hides_its_length(name: str, masked: str) -> None:
    assert mask_name(name) == masked
