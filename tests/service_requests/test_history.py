"""History only grows: the database itself refuses anything else, and whatever was changed all the same is found."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import COUNTY, Cast
from tests.service_requests.story import Story, send
from wobangni.service_requests.commands.verify_events import content_of, exported_events, verify_events
from wobangni.service_requests.models import Event, ServiceRequest
from wobangni.service_requests.rules.event_export import BadLine, faults_in
from wobangni.service_requests.rules.hash_chain import GENESIS, EventContent, chain, first_break


@contextmanager
def as_owner() -> Iterator[None]:
    """For the block, the tables' owner instead of the application, with its triggers switched off: somebody with the disk in their hands."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE NONE")
        yield
        cursor.execute("SET LOCAL ROLE wobangni_app")


def run(statement: str, parameters: list[object] | None = None) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, parameters)


CHANGES = [
    "UPDATE service_request_event SET data = '{}'",
    "UPDATE service_request_event SET at = at + interval '1 day'",
    "DELETE FROM service_request_event",
]


@pytest.mark.parametrize("statement", CHANGES)
def test_the_application_may_not_change_or_delete_an_event(cast: Cast, statement: str) -> None:
    Story(cast).accepted()
    with pytest.raises(DatabaseError, match="permission denied"):
        run(statement)


@pytest.mark.parametrize("statement", CHANGES)
def test_not_even_the_owner_changes_an_event_by_accident(cast: Cast, statement: str) -> None:
    Story(cast).accepted()
    with as_owner(), pytest.raises(DatabaseError, match="append-only"):
        run(statement)


def test_the_application_may_not_switch_the_guard_off(cast: Cast) -> None:
    for statement in (
        "ALTER TABLE service_request_event DISABLE TRIGGER ALL",
        "DROP TRIGGER service_request_event_append_only ON service_request_event",
        "DROP FUNCTION service_request_event_refuse() CASCADE",
        "SET session_replication_role = replica",
    ):
        with pytest.raises(DatabaseError, match=r"must be owner|permission denied"):
            run(statement)


FORGERIES = {
    "an answer reworded": ("UPDATE service_request_event SET data = jsonb_set(data, '{answer}', '\"别的\"') WHERE seq = 4", 4),
    "a moment moved": ("UPDATE service_request_event SET at = at - interval '3 days' WHERE seq = 3", 3),
    "somebody else named": ("UPDATE service_request_event SET actor_name = '别人' WHERE seq = 2", 2),
    "another unit": ("UPDATE service_request_event SET unit_id = unit_id + 1 WHERE seq = 2", 2),
    "a state reached by nobody": ("UPDATE service_request_event SET to_state = 'closed' WHERE seq = 5", 5),
    "an event taken out": ("DELETE FROM service_request_event WHERE seq = 3", 4),
    "the last ones taken out": ("DELETE FROM service_request_event WHERE seq >= 4", 0),
    "all taken out": ("DELETE FROM service_request_event", 0),
    "the row's state alone": ("UPDATE service_request SET state = 'closed'", 0),
    "the row's version alone": ("UPDATE service_request SET version = version + 1", 0),
    "what the resident said": (r"UPDATE service_request SET description = '没事了'", 0),
    "the title": (r"UPDATE service_request SET title = '表扬'", 0),
    "the point on the map": (r"UPDATE service_request SET lat = 40.8, lng = 111.7", 0),
    "the rating": (r"UPDATE service_request SET solved = true, satisfied = 5", 0),
    "the unit that has it": (r"UPDATE service_request SET lead_unit_id = NULL", 0),
    "the row's hash alone": (r"UPDATE service_request SET last_hash = '\x00'", 0),
}  # fmt: skip


@pytest.mark.parametrize("forgery", FORGERIES)
def test_what_was_forged_past_the_guard_is_found(cast: Cast, forgery: str) -> None:
    story, honest = Story(cast).answered(), Story(cast).answered()
    assert list(verify_events()) == []
    statement, seq = FORGERIES[forgery]
    key = "service_request_id" if "service_request_event" in statement else "id"
    joint = " AND " if "WHERE" in statement else " WHERE "
    with as_owner():
        run("SET LOCAL session_replication_role = replica")
        run(statement + joint + f"{key} = %s", [story.row.id])
        run("SET LOCAL session_replication_role = origin")
    found = list(verify_events(COUNTY))
    assert [(f.county, f.service_request_id, f.seq) for f in found] == [(COUNTY, str(story.row.id), seq)]
    assert list(verify_events("150502")) == []
    assert honest.events  # of the two only the forged one is named


def test_a_chain_that_was_forged_whole_does_not_fit_the_row(cast: Cast) -> None:
    """Who recomputes every hash after the change must also change the row; who exported earlier still has the old ones."""
    story = Story(cast).accepted()
    events, previous = story.events, GENESIS
    with as_owner():
        run("SET LOCAL session_replication_role = replica")
        for event in events:
            content = replace(content_of(event), actor_name="别人")
            own = chain(previous, content)
            run(
                "UPDATE service_request_event SET actor_name = '别人', prev_hash = %s, hash = %s WHERE service_request_id = %s AND seq = %s",
                [previous, own, event.service_request_id, event.seq],
            )
            previous = own
        run("SET LOCAL session_replication_role = origin")
    assert [f.seq for f in verify_events()] == [0]


def test_hashes_can_be_checked_from_what_the_database_gives_back(cast: Cast) -> None:
    for event in Story(cast).closed().events:
        fresh = Event.objects.get(county=event.county, service_request_id=event.service_request_id, seq=event.seq)
        assert chain(bytes(fresh.prev_hash), content_of(fresh)) == bytes(fresh.hash)
    assert bytes(ServiceRequest.objects.get().last_hash) == bytes(fresh.hash)


WORD = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
contents = st.builds(
    EventContent,
    county=st.just(COUNTY),
    service_request_id=st.uuids().map(str),
    seq=st.integers(1, 5),
    action=WORD,
    from_state=WORD,
    to_state=WORD,
    at=st.datetimes(timezones=st.timezones()),
    actor_kind=WORD,
    actor_id=WORD,
    actor_name=WORD,
    unit_id=st.none() | st.integers(0, 9),
    service_id=st.none() | st.integers(0, 9),
    data=st.dictionaries(WORD, WORD | st.booleans() | st.none(), max_size=3),
)


@given(contents.flatmap(lambda c: st.tuples(st.just(c), contents)), st.binary(min_size=32, max_size=32))
def test_two_different_events_never_have_the_same_hash(
    pair: tuple[EventContent, EventContent], previous: bytes
) -> None:
    one, two = pair
    assert (chain(previous, one) == chain(previous, two)) is (one.canonical() == two.canonical())
    assert chain(previous, one) != chain(GENESIS, one) or previous == GENESIS


@given(contents)
def test_an_event_out_of_its_place_breaks_the_chain(content: EventContent) -> None:
    first = replace(content, seq=1)
    own = chain(GENESIS, first)
    assert first_break([(first, GENESIS, own)]) is None
    second = replace(content, seq=2)
    assert first_break([(first, GENESIS, own), (second, own, chain(own, second))]) is None
    assert first_break([(second, own, chain(own, second))]) == 2
    assert first_break([(first, GENESIS, own), (second, GENESIS, chain(own, second))]) == 2


def test_an_export_can_be_checked_by_anyone_and_tells_where_it_was_changed(cast: Cast) -> None:
    told, other = Story(cast).closed(), Story(cast).answered()
    lines = list(exported_events(COUNTY))
    assert len(lines) == len(told.events) + len(other.events)
    assert list(faults_in(lines)) == []
    place = next(n for n, line in enumerate(lines) if '"action":"sign"' in line)
    forged = [line.replace('"李建国"', '"别人"') if n == place else line for n, line in enumerate(lines)]
    ((county, _request, seq),) = faults_in(forged)
    assert (county, seq) == (COUNTY, 3)
    assert [seq for _c, _r, seq in faults_in(lines[:place] + lines[place + 1 :])] == [4]
    for broken in ("", "[]", "{}", "null", "\x00", '{"seq": 1}', "[" * 9000):
        with pytest.raises(BadLine, match="line 2") if broken else nullcontext():
            list(faults_in([lines[0], broken]))


def test_words_of_any_shape_keep_their_digest_in_the_database(cast: Cast) -> None:
    """Emoji, numbers as JSON keeps them, a point with many digits: what comes back is what was said."""
    service_words: dict[str, Any] = {"description": "😀 \u200d é 1e5 ½", "lat": 40.790000000000006, "lng": 111.7}
    send(cast.qiqige, **service_words)
    assert list(verify_events()) == []
