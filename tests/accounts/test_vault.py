"""Contact data are sealed for one row of one county, with keys that can be changed."""

from __future__ import annotations

import base64
import os

import pytest

from wobangni.accounts.cipher import CannotOpen, is_current, keyed_hash, seal, unseal
from wobangni.accounts.vault import ContactInput, check_contact, is_pin, open_contact, phone_hash, seal_contact

OLD, NEW = (base64.urlsafe_b64encode(os.urandom(32)).decode() for _n in range(2))
COUNTY = "150105"


def checked(**given: str) -> ContactInput:
    problems: dict[str, object] = {}
    contact = check_contact(ContactInput(**given), problems)
    assert contact is not None
    assert not problems
    return contact


def test_what_was_sealed_opens_again() -> None:
    contact = checked(name=" 乌日娜 ", phone="138 1234 5678", address="敕勒川大街 3 号")
    sealed = seal_contact(county=COUNTY, contact=contact, anonymous=False, resident_id=None)
    assert sealed is not None
    assert (sealed.name_masked, sealed.phone_masked) == ("乌**", "138****5678")
    clear = open_contact(
        COUNTY, sealed.id, name=sealed.name_sealed, phone=sealed.phone_sealed, address=sealed.address_sealed
    )
    assert (clear.name, clear.phone, clear.address) == ("乌日娜", "13812345678", "敕勒川大街 3 号")


def test_nothing_of_it_is_in_the_sealed_bytes_or_in_what_gets_logged() -> None:
    sealed = seal_contact(
        county=COUNTY, contact=checked(name="乌日娜", phone="13812345678"), anonymous=False, resident_id=None
    )
    assert sealed is not None
    assert "日娜".encode() not in sealed.name_sealed
    assert b"1234" not in sealed.phone_sealed
    assert "13812345678" not in repr(ContactInput(phone="13812345678")) + repr(sealed)


def test_sealing_the_same_text_twice_gives_different_bytes() -> None:
    assert seal("13812345678", "a") != seal("13812345678", "a")


@pytest.mark.parametrize("place", ["contact/150502/1/phone", "contact/150105/2/phone", "contact/150105/1/name"])
def test_a_blob_moved_to_another_county_row_or_column_does_not_open(place: str) -> None:
    blob = seal("13812345678", "contact/150105/1/phone")
    with pytest.raises(CannotOpen):
        unseal(blob, place)


def test_no_byte_of_a_blob_can_be_changed_unnoticed() -> None:
    blob = seal("13812345678", "here")
    for position in range(len(blob)):
        changed = bytearray(blob)
        changed[position] ^= 1
        with pytest.raises(CannotOpen):
            unseal(bytes(changed), "here")


def test_a_truncated_blob_does_not_open() -> None:
    blob = seal("13812345678", "here")
    for length in range(1, len(blob)):
        with pytest.raises(CannotOpen):
            unseal(blob[:length], "here")


def test_a_new_first_key_seals_and_the_old_one_still_opens(settings) -> None:
    settings.VAULT_KEYS = [OLD]
    before = seal("13812345678", "here")
    settings.VAULT_KEYS = [NEW, OLD]
    after = seal("13812345678", "here")
    assert unseal(before, "here") == unseal(after, "here") == "13812345678"
    assert is_current(after)
    assert not is_current(before)
    settings.VAULT_KEYS = [NEW]
    assert unseal(after, "here") == "13812345678"
    with pytest.raises(CannotOpen):
        unseal(before, "here")


def test_a_phone_is_found_again_after_the_keys_were_rotated(settings) -> None:
    settings.VAULT_KEYS = [OLD]
    before = phone_hash("+8613812345678")
    settings.VAULT_KEYS = [NEW, OLD]
    assert phone_hash("+8613812345678") == before
    settings.VAULT_KEYS, settings.VAULT_HASH_KEY = [NEW], OLD
    assert phone_hash("+8613812345678") == before


def test_hashes_differ_by_kind_and_by_key_and_parts_do_not_run_together(settings) -> None:
    settings.VAULT_KEYS = [OLD]
    one = keyed_hash("phone", "ab", "c")
    assert one != keyed_hash("pin", "ab", "c")
    assert one != keyed_hash("phone", "a", "bc")
    settings.VAULT_KEYS = [NEW]
    assert one != keyed_hash("phone", "ab", "c")


def test_a_key_of_the_wrong_length_is_refused(settings) -> None:
    settings.VAULT_KEYS = [base64.urlsafe_b64encode(b"short").decode()]
    with pytest.raises(ValueError, match="32 bytes"):
        seal("x", "here")


def test_an_anonymous_resident_leaves_nothing_but_a_query_password() -> None:
    sealed = seal_contact(county=COUNTY, contact=checked(phone="13812345678"), anonymous=True, resident_id=None)
    assert sealed is not None
    assert (sealed.name_sealed, sealed.phone_sealed, sealed.phone_masked, sealed.phone_hash) == (b"", b"", "", None)
    assert sealed.pin is not None
    assert len(sealed.pin) == 6
    assert sealed.pin.isdigit()
    assert sealed.pin_hash is not None
    assert is_pin(COUNTY, sealed.id, sealed.pin, sealed.pin_hash)
    wrong = f"{(int(sealed.pin) + 1) % 10**6:06d}"
    assert not is_pin(COUNTY, sealed.id, wrong, sealed.pin_hash)
    assert not is_pin("150502", sealed.id, sealed.pin, sealed.pin_hash)


def test_nothing_given_keeps_nothing() -> None:
    assert check_contact(ContactInput("  ", "\u200b", ""), {}) is None
    assert seal_contact(county=COUNTY, contact=None, anonymous=False, resident_id=None) is None


def test_everything_wrong_is_said_by_field() -> None:
    problems: dict[str, object] = {}
    check_contact(ContactInput("名" * 41, "12345", "x" * 201), problems)
    assert set(problems) == {"contact.name", "contact.phone", "contact.address"}
