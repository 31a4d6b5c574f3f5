"""A county with something of everything that a supervisor looks for: overdue, overdue by tonight, passed around, reworked, under supervision."""

from __future__ import annotations

import datetime as dt

from tests.cast import Cast
from tests.service_requests.story import Story
from wobangni.kernel import clock
from wobangni.kernel.rules.working_calendar import SHANGHAI
from wobangni.service_requests.models import ServiceRequest
from wobangni.service_requests.queries.queue import end_of_day
from wobangni.service_requests.rules.states import State

LONG_AGO = dt.timedelta(days=30)


def busy_county(cast: Cast) -> dict[str, Story]:
    """By what it is. Everything ends in the present, so that pages, which look at the clock, find it."""
    now = clock.now()
    red = Story(cast, now=now - LONG_AGO).in_progress()
    red.do(cast.supervisor, "supervise", reason="多次来电，家里有老人")
    red.do(cast.housing_handler, "echo", text="配件已订，明天上门。")
    quiet = Story(cast, now=now - LONG_AGO).in_progress().do(cast.supervisor, "supervise", reason="媒体关注")
    around = Story(cast, now=now - LONG_AGO).submitted().do(cast.dispatcher, "dispatch", unit=cast.housing)
    around.do(cast.dispatcher, "redispatch", unit=cast.water, reason="改派")
    around.do(cast.water_handler, "return", reason="不属本单位", basis="职责清单")
    arbitration = Story(cast, now=now - dt.timedelta(minutes=5)).submitted()
    for _n in range(2):
        arbitration.do(cast.dispatcher, "dispatch", unit=cast.housing)
        arbitration.do(cast.housing_handler, "return", reason="不属本单位", basis="职责清单")
    problem = Story(cast, now=now - LONG_AGO).answered()
    for _n in range(3):
        problem.do(cast.qiqige, "rework", explanation="还是不热")
        problem.do(cast.housing_handler, "answer", answer="已重新检修").do(cast.reviewer, "approve")
    over = Story(cast, now=now - LONG_AGO).in_progress().do(cast.supervisor, "supervise", reason="领导批示")
    over.do(cast.housing_handler, "answer", answer="修好了").do(cast.reviewer, "approve")
    over.do(cast.qiqige, "confirm", solved=True, satisfied=5)
    tonight = Story(cast, now=now - dt.timedelta(minutes=3)).in_progress()
    # A limit that ends at the end of this very day, whatever day it is.
    end = end_of_day(now)
    ServiceRequest.objects.filter(county=tonight.row.county, id=tonight.row.id).update(due_at=end, yellow_at=end)
    assert problem.state is State.ANSWERED
    assert end.astimezone(SHANGHAI).hour == 0
    return {
        "red": red,
        "quiet": quiet,
        "around": around,
        "arbitration": arbitration,
        "problem": problem,
        "over": over,
        "tonight": tonight,
    }
