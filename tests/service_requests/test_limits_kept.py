"""A change of limits holds for what is submitted from its day on; what was promised before stays promised."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.cast import COUNTY, Cast
from tests.service_requests.story import MONDAY, Story
from wobangni.catalogue.commands.set_limit import set_limit
from wobangni.catalogue.queries import limits_for
from wobangni.catalogue.rules.limits import SETTABLE, Limit, LimitKind, TimeUnit
from wobangni.service_requests.models import Assignment
from wobangni.service_requests.queries.public import resident_view

TUESDAY = MONDAY.date() + dt.timedelta(days=1)
OF_A_UNIT = (LimitKind.SIGN, LimitKind.RESPONSE, LimitKind.ECHO, LimitKind.ANSWER)
HOUR = Limit(1, TimeUnit.HOURS)


@pytest.fixture
def shortened(cast: Cast) -> Cast:
    """From Tuesday on every limit of the county is one hour."""
    for kind in SETTABLE:
        for service in (None, "noise"):
            set_limit(
                actor=cast.admin,
                now=MONDAY,
                county=COUNTY,
                kind=kind,
                limit=HOUR,
                effective_from=TUESDAY,
                service=service,
            )
    return cast


def limits(story: Story) -> dict[str, Limit]:
    return {kind: Limit(d.amount, TimeUnit(d.time_unit)) for kind, d in story.clocks.items()}


def test_clocks_that_start_after_a_change_keep_the_limits_of_the_submission(shortened: Cast) -> None:
    before = limits_for(COUNTY, None, MONDAY)
    old, new = (Story(shortened, now=now).submitted() for now in (MONDAY, MONDAY + dt.timedelta(days=1)))
    for story in (old, new):
        story.now = MONDAY + dt.timedelta(days=2)
        story.do(shortened.dispatcher, "dispatch", unit=shortened.housing).do(shortened.housing_handler, "sign")
    assert limits(old) == {kind.value: getattr(before, kind.value) for kind in OF_A_UNIT}
    assert limits(new) == {kind.value: HOUR for kind in OF_A_UNIT}
    old.after(hours=1).do(shortened.housing_handler, "echo", text="配件已订。")
    assert limits(old)["echo"] == before.echo
    old.do(shortened.housing_handler, "answer", answer="修好了").do(shortened.reviewer, "approve")
    old.do(shortened.qiqige, "rework", explanation="又坏了")
    assert limits(old)["answer"] == before.answer
    view = resident_view(shortened.qiqige, old.code, now=old.now)
    assert view.answer_due_at == old.clocks["answer"].due_at


def test_another_service_brings_its_limit_of_that_day(shortened: Cast) -> None:
    story = Story(shortened).submitted().after(days=2).do(shortened.clerk, "amend", service="noise")
    assert limits(story)["answer"] == Limit(10, TimeUnit.WORKING_DAYS)


def test_a_helper_signs_by_the_limit_of_that_day(shortened: Cast) -> None:
    story = Story(shortened).in_progress().after(days=2)
    story.do(shortened.dispatcher, "add_helper", unit=shortened.water)
    part = Assignment.objects.get(county=COUNTY, service_request_id=story.row.id, role="helper")
    assert part.due_at == story.now + dt.timedelta(hours=limits_for(COUNTY, None, MONDAY).sign.amount)
