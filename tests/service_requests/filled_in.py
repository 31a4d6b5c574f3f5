"""Forms filled in as people would, for any action: used where actions are chosen at random."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import strategies as st

from tests.cast import Cast
from tests.service_requests.story import MONDAY
from wobangni.organisations.queries import units_of
from wobangni.service_requests.commands.suspended import suspended_so_far
from wobangni.service_requests.models import Assignment, Deadline, ServiceRequest
from wobangni.service_requests.rules.guards import MAX_SUSPENSION
from wobangni.service_requests.rules.lifecycle import Action
from wobangni.service_requests.rules.states import HELD

WORDS = st.sampled_from(["已联系", "请尽快处理", "ᠮᠣᠩᠭᠣᠯ 🐎", "“引号”与%s与\\"])
SERVICES = st.sampled_from([None, "water-burst", "road-damage", "heating-cold"])


def filled_in(
    data: st.DataObject, cast: Cast, row: ServiceRequest, action: Action, now: dt.datetime, leads: list[str]
) -> dict[str, Any]:
    """What would be entered in the action's form, correctly. ``leads``: codes of requests that can take this one in."""
    today = now.astimezone(MONDAY.tzinfo).date()
    text = data.draw(WORDS, label="words")
    match action:
        case Action.AMEND:
            return {"service": data.draw(SERVICES) or "", "place_text": text, "urgent": data.draw(st.booleans())}
        case Action.ASK_INFO:
            return {"question": text}
        case Action.DECLINE:
            return {"reason_code": "unclear", "explanation": text}
        case Action.DISPATCH | Action.REDISPATCH | Action.TRANSFER | Action.ADD_HELPER:
            extra = {} if action in (Action.DISPATCH, Action.ADD_HELPER) else {"reason": text}
            return {"unit": data.draw(st.sampled_from(_free_units(cast, row, action))), **extra}
        case Action.RETURN | Action.HELPER_RETURN:
            return {"reason": text, "basis": text}
        case Action.REQUEST_EXTENSION:
            return {"days": data.draw(st.integers(1, 30)), "reason": text}
        case Action.REFUSE_EXTENSION | Action.REJECT_ANSWER | Action.SUPERVISE | Action.UNMERGE:
            return {"reason": text}
        case Action.SUSPEND:
            # All suspensions of one request together last a year at most.
            left = (MAX_SUSPENSION - suspended_so_far(row, [], now)).days - 1
            return {"review_date": today + dt.timedelta(data.draw(st.integers(1, max(1, left)))), "explanation": text}
        case Action.SUPPLY_INFO | Action.ECHO | Action.HELPER_ANSWER | Action.NOTE | Action.ADD_INFO:
            return {"text": text}
        case Action.RELAY:
            return {"from_code": row.code, "text": text}
        case Action.WITHDRAW_FOR:
            return {"explanation": text}
        case Action.ANSWER_AT_ONCE:
            return {"answer": text, "quoted": "K-1 v1", "solved": True, "satisfied": "5"}
        case Action.ANSWER:
            return {"answer": text}
        case Action.CONFIRM | Action.RATE:
            return {"solved": data.draw(st.booleans()), "satisfied": str(data.draw(st.integers(1, 5)))}
        case Action.REWORK:
            return {"explanation": text}
        case Action.CLOSE:
            return {"reason_code": "unreachable"}
        case Action.MERGE:
            return {"lead_code": data.draw(st.sampled_from(leads))}
        case Action.LAPSE:
            return {"explanation": text}
        case Action.ESCALATE:
            due = Deadline.objects.filter(county=row.county, service_request_id=row.id, next_at__lte=now)
            chosen = due.exclude(next_step=None).order_by("next_at").first()
            if chosen is None:
                return {"clock": "answer", "run": 1, "step": 0}
            return {"clock": chosen.kind, "run": chosen.run, "step": chosen.next_step}
        case Action.RECOUNT:
            days = data.draw(st.lists(st.integers(0, 40), max_size=3, unique=True))
            return {"days": ",".join((today + dt.timedelta(n)).isoformat() for n in days)}
        case _:
            return {}


def _free_units(cast: Cast, row: ServiceRequest, action: Action) -> list[int]:
    """Units that can be given it: for a helper those without a part, for a lead any other than the present lead's."""
    units = {cast.housing, cast.water}
    if action in (Action.TRANSFER, Action.ADD_HELPER):
        units.add(cast.afar)
    held = Assignment.objects.filter(county=row.county, service_request_id=row.id, state__in=HELD)
    busy = {a.unit_id for a in held if action is Action.ADD_HELPER or a.role == "lead"}
    spare = units - busy
    if not spare:  # all have a part: take another department
        spare = {u.id for u in units_of(row.county)} - busy
    return sorted(spare)
