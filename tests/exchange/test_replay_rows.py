"""Which rows of a replay file can be used, as a table."""

from __future__ import annotations

import datetime as dt

import pytest

from wobangni.exchange.rules import replay_rows as rules
from wobangni.exchange.rules.moments import moments_between
from wobangni.exchange.rules.replay_rows import BadRow, Kind, layout_of, parse_row
from wobangni.kernel.rules.working_calendar import SHANGHAI, WorkingCalendar

NOW = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
ANSWERED = ["id", "user", "title", "submitted_at", "text", "answer", "answered_at"]
ROW = ["17", "U1", "暖气", "2026-03-02T09:00:00+08:00", "暖气不热", "已经修好。", "2026-03-05T16:00:00+08:00"]


def changed(**values: str) -> list[str]:
    return [values.get(name, cell) for name, cell in zip(ANSWERED, ROW, strict=True)]


def layout(header: list[str] = ANSWERED) -> rules.Layout:
    found = layout_of(header)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        (ANSWERED, Kind.ANSWERED),
        (["id", "user", "title", "submitted_at", "text", "likes", "against"], Kind.OPEN),
        (["TEXT", " Id", "Submitted_At "], Kind.OPEN),
        (["reason", "line", *ANSWERED], Kind.ANSWERED),
        (["id", "text"], None),
        (["label", "split", "tokens", "text"], None),
        ([], None),
    ],
)
def test_a_file_is_known_by_its_header(header: list[str], kind: Kind | None) -> None:
    found = layout_of(header)
    assert (found.kind if found else None) is kind


def test_a_good_row_is_read_with_aware_times() -> None:
    row = parse_row(ROW, layout(), NOW)
    assert (row.id, row.user, row.text, row.answer) == ("17", "U1", "暖气不热", "已经修好。")
    assert row.submitted_at == dt.datetime(2026, 3, 2, 1, tzinfo=dt.UTC)
    assert not row.zone_assumed


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-03-02T09:00:00", "2026-03-02T09:00:00+08:00"),
        ("2026-03-02 09:00", "2026-03-02T09:00:00+08:00"),
        ("2026/3/2 9:05", "2026-03-02T09:05:00+08:00"),
        ("2026年3月2日 9:05:07", "2026-03-02T09:05:07+08:00"),
    ],
)
def test_a_time_without_a_zone_is_beijing_time_and_that_is_noted(written: str, meant: str) -> None:
    row = parse_row(changed(submitted_at=written), layout(), NOW)
    assert row.submitted_at == dt.datetime.fromisoformat(meant)
    assert row.zone_assumed


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"id": " "}, rules.NO_ID),
        ({"id": "x" * 121}, rules.ID_TOO_LONG),
        ({"text": ""}, rules.NO_TEXT),
        ({"text": "\u200b \u202e"}, rules.NO_TEXT),
        ({"answer": "  "}, rules.NO_ANSWER),
        ({"submitted_at": ""}, rules.NO_TIME),
        ({"submitted_at": "yesterday"}, rules.BAD_TIME),
        ({"submitted_at": "2026-02-30T09:00:00+08:00"}, rules.BAD_TIME),
        ({"submitted_at": "0001-01-01T00:00:00+14:00"}, rules.BAD_TIME),
        ({"submitted_at": "1970-01-01T00:00:00+08:00"}, rules.TOO_EARLY),
        ({"answered_at": "2099-01-01T00:00:00+08:00"}, rules.IN_FUTURE),
        ({"answered_at": "2026-03-02T08:59:59+08:00"}, rules.REVERSED),
        ({"text": "a\x00b"}, rules.NUL),
        ({"user": "\udcb9\udca9"}, rules.ENCODING),
    ],
)
def test_a_row_that_cannot_be_used_says_why(values: dict[str, str], reason: str) -> None:
    with pytest.raises(BadRow) as caught:
        parse_row(changed(**values), layout(), NOW)
    assert caught.value.message == reason
    assert caught.value.message % caught.value.parameters  # every parameter that the words ask for is there


@pytest.mark.parametrize("cells", [ROW[:-1], [*ROW, "extra"], []])
def test_a_row_of_another_width_is_not_guessed_at(cells: list[str]) -> None:
    with pytest.raises(BadRow) as caught:
        parse_row(cells, layout(), NOW)
    assert caught.value.message == rules.COLUMNS


CALENDAR = WorkingCalendar(is_workday=lambda day: day.weekday() < 5)


def test_between_submission_and_answer_offices_take_their_usual_time() -> None:
    monday = dt.datetime(2026, 3, 2, 9, tzinfo=SHANGHAI)
    moments = moments_between(monday, monday + dt.timedelta(days=3), CALENDAR)
    assert moments.dispatched_at == monday + dt.timedelta(minutes=30)
    assert moments.signed_at == monday + dt.timedelta(minutes=90)


def test_what_came_in_at_night_is_dispatched_next_morning() -> None:
    friday_night = dt.datetime(2026, 3, 6, 23, tzinfo=SHANGHAI)
    moments = moments_between(friday_night, friday_night + dt.timedelta(days=7), CALENDAR)
    assert moments.dispatched_at == dt.datetime(2026, 3, 9, 9, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    "span", [dt.timedelta(0), dt.timedelta(seconds=1), dt.timedelta(hours=1), dt.timedelta(days=2)]
)
def test_no_moment_lies_outside_the_file_s_own_two(span: dt.timedelta) -> None:
    saturday = dt.datetime(2026, 3, 7, 10, tzinfo=SHANGHAI)
    moments = moments_between(saturday, saturday + span, CALENDAR)
    assert saturday <= moments.dispatched_at <= moments.signed_at <= saturday + span
