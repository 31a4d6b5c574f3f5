"""The rules of notices: tables of cases, and nothing but values."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wobangni.kernel.rules.working_calendar import SHANGHAI
from wobangni.notices.rules.addresses import BadAddress, check_public, host_of
from wobangni.notices.rules.channels import Channel, How, cleaned, how
from wobangni.notices.rules.fill import MissingValue, fill
from wobangni.notices.rules.quiet import NIGHT, Quiet, allowed_at
from wobangni.notices.rules.retry import LONGEST, MOST_TRIES, pause


def at(clock: str, day: int = 14) -> dt.datetime:
    hour, minute = clock.split(":")
    return dt.datetime(2026, 9, day, int(hour), int(minute), tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("moment", "quiet", "urgent", "expected"),
    [
        (at("21:59"), NIGHT, False, at("21:59")),
        (at("22:00"), NIGHT, False, at("7:00", 15)),
        (at("23:59"), NIGHT, False, at("7:00", 15)),
        (at("0:00"), NIGHT, False, at("7:00")),
        (at("6:59"), NIGHT, False, at("7:00")),
        (at("7:00"), NIGHT, False, at("7:00")),
        (at("3:00"), NIGHT, True, at("3:00")),
        (at("3:00"), None, False, at("3:00")),
        (at("13:00"), Quiet(dt.time(12), dt.time(14)), False, at("14:00")),
        (at("3:00"), Quiet(dt.time(12), dt.time(14)), False, at("3:00")),
        (at("3:00"), Quiet(dt.time(5), dt.time(5)), False, at("3:00")),
        (at("3:00").astimezone(dt.UTC), NIGHT, False, at("7:00")),  # 19:00 the day before in UTC
    ],
)
def test_what_is_not_urgent_waits_until_the_quiet_hours_are_over(
    moment: dt.datetime, quiet: Quiet | None, urgent: bool, expected: dt.datetime
) -> None:
    assert allowed_at(moment, quiet, urgent=urgent, zone=SHANGHAI) == expected


@given(st.datetimes(timezones=st.just(SHANGHAI)), st.times(), st.times())
def test_waiting_never_leads_into_another_wait_nor_beyond_a_day(
    moment: dt.datetime, begin: dt.time, end: dt.time
) -> None:
    quiet = Quiet(begin.replace(second=0, microsecond=0), end.replace(second=0, microsecond=0))
    after = allowed_at(moment, quiet, urgent=False, zone=SHANGHAI)
    assert moment <= after <= moment + dt.timedelta(days=1)
    assert allowed_at(after, quiet, urgent=False, zone=SHANGHAI) == after


def test_tries_come_later_and_later_and_never_all_at_the_same_moment() -> None:
    seconds = [pause(n, 0.5).total_seconds() for n in range(1, MOST_TRIES)]
    assert seconds == sorted(seconds)
    assert seconds[0] < 10
    assert seconds[-1] == LONGEST
    assert pause(3, 0.0) * 2 < pause(3, 0.99)


@pytest.mark.parametrize(
    ("choices", "channel", "urgent", "expected"),
    [
        ({}, Channel.EMAIL, False, How.NOW),
        ({}, Channel.SMS, False, How.OFF),
        ({}, Channel.SMS, True, How.NOW),
        ({"order": {"email": "digest"}}, Channel.EMAIL, False, How.DIGEST),
        ({"order": {"email": "digest"}}, Channel.EMAIL, True, How.NOW),
        ({"order": {"sms": "digest"}}, Channel.SMS, False, How.NOW),
        ({"order": {"email": "off"}}, Channel.EMAIL, True, How.OFF),
        ({"order": {"email": "maybe"}}, Channel.EMAIL, False, How.NOW),
        ({"rework": {"email": "off"}}, Channel.EMAIL, False, How.NOW),
    ],
)
def test_a_persons_wish_goes_before_the_default(
    choices: dict[str, dict[str, str]], channel: Channel, urgent: bool, expected: How
) -> None:
    assert how(choices, "order", channel, urgent=urgent) is expected


def test_only_what_can_be_wished_is_stored() -> None:
    wished = {"order": {"email": "digest", "sms": "digest", "wecom": "now", "fax": "now"}, "gossip": {"email": "now"}}
    assert cleaned(wished, frozenset({"order"})) == {"order": {"email": "digest"}}


@pytest.mark.parametrize(
    "url",
    [
        "http://qyapi.weixin.qq.com/robot",
        "https://",
        "ftp://example.com/",
        "https://user:word@example.com/",
        "https://localhost/",
        "https://database/",
        "https://nas.local/",
        "https://meta.internal/",
        "https://example.com:99999/",
        "https://example.com/\r\nX-Injected: 1",
        "https://exam ple.com/",
        "javascript:alert(1)",
        "",
    ],
)
def test_an_address_that_is_not_plainly_public_is_refused(url: str) -> None:
    with pytest.raises(BadAddress):
        host_of(url)


@pytest.mark.parametrize(
    "numbers",
    [
        ["127.0.0.1"], ["10.1.2.3"], ["192.168.0.1"], ["172.16.9.9"], ["169.254.169.254"], ["0.0.0.0"], ["::1"], ["fe80::1%eth0"],
        ["fd00::1"], ["::ffff:127.0.0.1"], ["100.64.0.1"], ["224.0.0.1"], ["8.8.8.8", "127.0.0.1"], [],
        ["2002:7f00:1::1"], ["2002:a00:1::"], ["64:ff9b::a9fe:a9fe"], ["64:ff9b::7f00:1"], ["::10.0.0.1"], ["2001:0:7f00:1::"],
    ],
)  # fmt: skip
def test_a_name_behind_which_lies_any_inner_number_is_refused(numbers: list[str]) -> None:
    with pytest.raises(BadAddress):
        check_public(numbers)


def test_public_hosts_and_those_that_the_operator_allows_may_be_called() -> None:
    assert host_of("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1") == ("qyapi.weixin.qq.com", 443, False)
    check_public(["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808", "2002:808:808::1"])
    assert host_of("http://10.0.0.5:8080/x", ["10.0.0.5:8080"]) == ("10.0.0.5", 8080, True)
    with pytest.raises(BadAddress):
        host_of("http://10.0.0.5:9090/x", ["10.0.0.5:8080"])


def test_a_template_says_what_it_misses_and_values_are_never_names() -> None:
    assert fill("{title}：{code}", {"title": "{code}", "code": "7"}) == "{code}：7"
    with pytest.raises(MissingValue) as caught:
        fill("{title} {unit} {nobody}", {"title": "x", "unit": ""})
    assert caught.value.names == ["nobody", "unit"]
