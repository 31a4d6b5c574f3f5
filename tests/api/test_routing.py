"""The routing directory by API: for the county's own systems."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from tests.api.conftest import Caller
from tests.cast import COUNTY, OTHER_COUNTY, Cast
from wobangni.catalogue.commands.save_rule import RuleInput, save_rule
from wobangni.catalogue.rules.limits import Limit, TimeUnit
from wobangni.kernel import clock

PATH = "/routing-rules"


def add(cast: Cast) -> dt.date:
    now = clock.now()
    tomorrow = clock.local_date(now) + dt.timedelta(days=1)
    rule = RuleInput(
        unit_id=cast.housing, service="noise", places=[f"{COUNTY}001"], condition={"any_words": ["装修"]},
        helper_ids=[cast.water], limit=Limit(2, TimeUnit.WORKING_DAYS), note="内部商定",
    )  # fmt: skip
    save_rule(actor=cast.admin, now=now, county=COUNTY, number=None, rule=rule, effective_from=tomorrow)
    return tomorrow


def test_the_rules_of_a_day_are_read_with_everything_but_the_colleagues_note(
    caller: Callable[..., Caller], cast: Cast
) -> None:
    tomorrow = add(cast)
    reader = caller("requests:read")
    assert reader.get(PATH).json()["items"] == []
    answer = reader.get(PATH, {"day": tomorrow.isoformat()})
    [rule] = answer.json()["items"]
    assert (rule["number"], rule["service"], rule["places"]) == (1, "noise", [f"{COUNTY}001"])
    assert rule["condition"] == {"any_words": ["装修"]}
    assert (rule["unit"]["id"], [h["id"] for h in rule["helpers"]]) == (cast.housing, [cast.water])
    assert rule["answer_limit"] == {"amount": 2, "unit": "working_days"}
    assert "内部商定" not in answer.content.decode()


def test_another_county_and_lesser_tokens_are_refused(caller: Callable[..., Caller], cast: Cast) -> None:
    add(cast)
    assert caller("requests:read").get(PATH, {"county": OTHER_COUNTY}).status_code == 404
    assert caller("requests:write").get(PATH).status_code == 403
    assert caller("requests:read").get(PATH, {"day": "soon"}).status_code == 422
    region = caller("requests:read", county=None)
    assert region.get(PATH).status_code == 422
    assert region.get(PATH, {"county": OTHER_COUNTY}).json()["items"] == []
