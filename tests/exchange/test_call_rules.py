"""What events make of a call: a table, and then any order of them, with repetitions."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wobangni.exchange.rules.call_figures import Counts, added, quantile
from wobangni.exchange.rules.calls import CallEventKind, Told, digits, facts_of
from wobangni.exchange.rules.signature import Fault, fault_of, sign

START = dt.datetime(2026, 9, 14, 9, 0, tzinfo=dt.UTC)


def told(words: str) -> list[Told]:
    """``"ringing@0 answered@7/801"``: kind, seconds from the start, extension."""
    found = []
    for word in words.split():
        kind, _, rest = word.partition("@")
        seconds, _, extension = rest.partition("/")
        found.append(Told(CallEventKind(kind), START + dt.timedelta(seconds=float(seconds)), extension))
    return found


@pytest.mark.parametrize(
    ("events", "state", "waited", "extension"),
    [
        ("ringing@0", "ringing", None, ""),
        ("ringing@0 ringing@3", "ringing", None, ""),
        ("ringing@0 answered@7/801", "answered", 7, "801"),
        ("ringing@0 answered@15.9/801", "answered", 15, "801"),
        ("ringing@0 answered@7/801 ended@60", "ended", 7, "801"),
        ("ringing@0 missed@30", "missed", None, ""),
        ("ringing@0 ended@30", "missed", None, ""),
        ("missed@30", "missed", None, ""),
        ("answered@7/801", "answered", None, "801"),  # its ringing was lost
        ("ringing@0 missed@20 answered@22/802", "answered", 22, "802"),  # another desk of the group picked up
        ("ringing@0 missed@20 answered@22/802 ended@50", "ended", 22, "802"),
        ("ringing@0 answered@5/801 answered@40/802", "answered", 5, "802"),  # put through to a colleague
        ("ringing@3 answered@1/801", "answered", 0, "801"),  # two clocks
        ("ringing@0 answered@5/801 recording@70", "ended", 5, "801"),
        ("recording@70", "ended", None, ""),
    ],
)
def test_a_call_is_what_its_events_say(events: str, state: str, waited: int | None, extension: str) -> None:
    facts = facts_of(told(events))
    assert (facts.state, facts.waited, facts.extension) == (state, waited, extension)


def test_nobody_hangs_up_before_picking_up() -> None:
    facts = facts_of(told("ringing@0 answered@10/801 ended@8"))
    assert facts.ended_at == facts.answered_at


EVENTS = st.lists(
    st.builds(
        Told,
        st.sampled_from(CallEventKind),
        st.integers(0, 600).map(lambda s: START + dt.timedelta(seconds=s)),
        st.sampled_from(["", "801", "802"]),
    ),
    min_size=1,
    max_size=8,
)


@given(EVENTS, st.data())
def test_in_any_order_and_with_repetitions_it_is_the_same_call(events: list[Told], data: st.DataObject) -> None:
    again = data.draw(st.lists(st.sampled_from(events), max_size=4))
    assert facts_of(data.draw(st.permutations(events + again))) == facts_of(events)


@given(EVENTS, EVENTS)
def test_what_was_answered_never_becomes_missed(events: list[Told], more: list[Told]) -> None:
    if facts_of(events).answered_at is not None:
        facts = facts_of(events + more)
        assert facts.state != "missed"
        assert facts.ended_at is None or facts.ended_at >= facts.answered_at  # type: ignore[operator]


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0477-8959580", "04778959580"),
        ("(0477) 895 9580", "04778959580"),
        ("+8604778959580", "04778959580"),
        ("580", "580"),
        ("", ""),
    ],
)
def test_a_dialled_number_is_its_digits(typed: str, number: str) -> None:
    assert digits(typed) == number


@given(st.binary(max_size=200), st.text(min_size=1, max_size=40), st.integers(0, 2**33))
def test_a_signature_is_good_for_its_body_its_secret_and_its_moment_alone(body: bytes, secret: str, at: int) -> None:
    signature = sign(secret, at, body)
    assert fault_of([secret], str(at), signature, body, at) is None
    assert fault_of(["other" + secret, secret], str(at), signature, body, at + 300) is None
    assert fault_of([secret], str(at), signature, body, at + 301) is Fault.STALE
    assert fault_of([secret], str(at + 1), signature, body, at) is Fault.WRONG
    assert fault_of([secret], str(at), signature, body + b"x", at) is Fault.WRONG
    assert fault_of(["x" + secret], str(at), signature, body, at) is Fault.WRONG
    assert fault_of([], str(at), signature, body, at) is Fault.WRONG


@given(st.dictionaries(st.integers(0, 300), st.integers(1, 50), min_size=1), st.floats(0.01, 1))
def test_a_quantile_of_counts_is_that_of_the_values_themselves(counts: dict[int, int], share: float) -> None:
    values = sorted(v for v, n in counts.items() for _ in range(n))
    expected = next(v for i, v in enumerate(values, 1) if i >= share * len(values))
    assert quantile(counts, share) == expected


def test_counts_of_counties_add_up() -> None:
    parts = [Counts(calls=3, answered=2, missed=1, waits={5: 2}), Counts(calls=2, answered=2, waits={5: 1, 20: 1})]
    both = added(parts)
    assert (both.calls, both.answered, both.missed, dict(both.waits)) == (5, 4, 1, {5: 3, 20: 1})
    assert quantile({}, 0.5) is None
