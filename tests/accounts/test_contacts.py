"""Contact data in the database: masked for everyone, revealed for a purpose, on a record that nobody can change."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from tests.cast import resident, staff
from wobangni.accounts.commands.check_pin import check_pin
from wobangni.accounts.commands.know_resident import know_resident
from wobangni.accounts.commands.reveal_contact import reveal_contact
from wobangni.accounts.commands.store_contact import store_contact
from wobangni.accounts.models import Contact, Reveal
from wobangni.accounts.queries import masked_contact, masked_contacts, reveals_of
from wobangni.accounts.vault import ClearContact, ContactInput, pin_hash
from wobangni.kernel.actors import SYSTEM, Actor, Grant, Role
from wobangni.kernel.errors import Forbidden, InvalidInput, NotFound, TooMany

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 23, 2, 0, tzinfo=dt.UTC)
COUNTY, OTHER = "150105", "150502"
CLERK = replace(staff(1, "王秀兰", Grant(Role.CLERK, COUNTY)), second_factor=True)


@pytest.fixture(autouse=True)
def in_earnest(settings) -> None:
    settings.DEMO = False


GIVEN = ContactInput("乌日娜", "13812345678", "敕勒川大街 3 号")


def stored(county: str = COUNTY, given: ContactInput = GIVEN) -> UUID:
    return store_contact(actor=SYSTEM, now=NOW, county=county, contact=given)


def reveal(
    contact_id: UUID, *, actor: Actor = CLERK, purpose: str = "回访核实地址", allowed: bool = True
) -> ClearContact:
    return reveal_contact(
        actor=actor,
        now=NOW,
        county=COUNTY,
        contact_id=contact_id,
        request_code="1501050000000000",
        purpose=purpose,
        allowed=allowed,
    )


def test_everyone_sees_the_mask_and_how_often_the_line_called_before() -> None:
    first, _second, elsewhere = stored(), stored(), stored(OTHER)
    seen = masked_contact(COUNTY, first)
    assert seen is not None
    assert (seen.name, seen.phone, seen.has_address, seen.anonymous, seen.repeated) == (
        "乌**",
        "138****5678",
        True,
        False,
        1,
    )
    assert masked_contact(OTHER, elsewhere).repeated == 0  # type: ignore[union-attr]
    assert masked_contacts(COUNTY, [first])[first].phone == "138****5678"


def test_a_contact_is_not_found_in_another_county() -> None:
    contact_id = stored()
    assert masked_contact(OTHER, contact_id) is None
    assert masked_contact(COUNTY, uuid4()) is None
    assert masked_contact(COUNTY, None) is None


def test_nothing_in_the_table_is_readable() -> None:
    stored()
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(c)::text FROM accounts_contact c")
        (text,) = cursor.fetchone()
    for secret in ("日娜", "13812345678", "81234567", "敕勒川"):
        assert secret not in text
        assert secret.encode().hex() not in text


def test_the_table_refuses_a_phone_that_is_not_masked() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Contact.objects.create(county=COUNTY, phone_masked="13812345678")
    with pytest.raises(IntegrityError), transaction.atomic():
        Contact.objects.create(county=COUNTY, anonymous=True, phone_sealed=b"x")


def test_revealing_shows_the_contact_and_writes_who_when_and_why() -> None:
    contact_id = stored()
    clear = reveal(contact_id)
    assert (clear.name, clear.phone, clear.address) == ("乌日娜", "13812345678", "敕勒川大街 3 号")
    (row,) = reveals_of(COUNTY, contact_id=contact_id)
    assert (row.actor_id, row.actor_name, row.purpose, row.at) == ("1", "王秀兰", "回访核实地址", NOW)
    assert row.fields == ("name", "phone", "address")
    assert reveals_of(OTHER) == []


@pytest.mark.parametrize("purpose", ["", "   ", "看看", "\u200b\u200b\u200b\u200b", "a b c", "x" * 301])
def test_a_purpose_that_says_nothing_reveals_nothing(purpose: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        reveal(stored(), purpose=purpose)
    assert set(caught.value.fields) == {"purpose"}
    assert not Reveal.objects.exists()


@pytest.mark.parametrize(
    "actor", [resident(1), SYSTEM, replace(CLERK, second_factor=False)], ids=["resident", "platform", "one factor"]
)
def test_only_staff_with_a_second_factor_may_reveal(actor: Actor) -> None:
    with pytest.raises(Forbidden):
        reveal(stored(), actor=actor)
    assert not Reveal.objects.exists()


def test_what_the_layer_above_did_not_allow_is_refused() -> None:
    with pytest.raises(Forbidden):
        reveal(stored(), allowed=False)


def test_in_a_demo_no_second_factor_is_asked_for(settings) -> None:
    settings.DEMO = True
    assert reveal(stored(), actor=replace(CLERK, second_factor=False)).phone == "13812345678"
    assert Reveal.objects.count() == 1


def test_nobody_is_behind_an_anonymous_request() -> None:
    row = Contact.objects.create(county=COUNTY, anonymous=True)
    with pytest.raises(NotFound):
        reveal(row.id)


def test_the_phone_of_a_known_resident_is_revealed_where_the_request_has_none() -> None:
    resident_id = know_resident(now=NOW, phone="+8613812345678")
    row = Contact.objects.create(county=COUNTY, resident_id=resident_id)
    assert reveal(row.id).phone == "13812345678"


@pytest.mark.parametrize(
    "statement",
    ["UPDATE accounts_reveal SET purpose = 'x y z a'", "DELETE FROM accounts_reveal"],
)
def test_the_application_can_not_change_the_record(statement: str) -> None:
    reveal(stored())
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Reveal.objects.get().purpose == "回访核实地址"


@pytest.mark.parametrize(
    "statement",
    ["UPDATE accounts_reveal SET purpose = 'x y z a'", "DELETE FROM accounts_reveal"],
)
def test_not_even_the_owner_can(statement: str) -> None:
    reveal(stored())
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        as_owner(statement)


def as_owner(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE NONE")
        cursor.execute(statement)


def test_a_wrong_contact_is_said_by_field() -> None:
    with pytest.raises(InvalidInput) as caught:
        stored(given=ContactInput(phone="12345"))
    assert set(caught.value.fields) == {"contact.phone"}
    with pytest.raises(InvalidInput):
        stored(given=ContactInput())


def test_the_query_password_is_tried_ten_times_an_hour() -> None:
    contact_id = uuid4()
    Contact.objects.create(
        county=COUNTY, id=contact_id, anonymous=True, pin_hash=pin_hash(COUNTY, contact_id, "123456")
    )

    def pin(text: str, now: dt.datetime = NOW) -> bool:
        return check_pin(now=now, county=COUNTY, contact_id=contact_id, pin=text, ip="203.0.113.7")

    assert pin("123 456")
    for n in range(9):
        assert not pin(f"{n:06d}")
    with pytest.raises(TooMany):
        pin("123456")
    assert pin("123456", NOW + dt.timedelta(hours=1))
