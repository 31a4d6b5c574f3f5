"""What the routing directory has to do with a step: the time for the answer that a rule sets, and who acts by a rule alone. Used by ``submit`` and ``transition``."""

from __future__ import annotations

from dataclasses import replace

from wobangni.catalogue.queries import RequestFacts, answer_limit, sets_limits
from wobangni.catalogue.rules.limits import Limits
from wobangni.kernel.actors import Actor, ActorKind
from wobangni.service_requests.models import ServiceRequest
from wobangni.service_requests.rules.change import Context
from wobangni.service_requests.rules.lifecycle import Action

#: Acts where a county lets confident requests be dispatched by themselves. No person: it gives nobody a response.
AUTO_DISPATCHER = Actor(kind=ActorKind.SYSTEM, id="auto-dispatch", name="自动派单")
#: Steps that start or sort the clock of the answer anew.
_RELIMIT = frozenset({Action.AMEND, Action.REWORK})


def directed_limits(limits: Limits, facts: RequestFacts) -> Limits:
    """The limits with the time for the answer of the most special rule that sets one."""
    limit = answer_limit(facts)
    return limits if limit is None else replace(limits, answer=limit)


def directed(context: Context, action: Action, row: ServiceRequest) -> Context:
    """The context of a step, completed. One query more where a rule of the county sets a limit and the step sorts the request anew.

    As ever the limits are those of the day of submission.
    """
    if action in _RELIMIT and sets_limits(row.county, row.submitted_at):
        context = replace(context, limits=directed_limits(context.limits, _facts(row, context)))
    return context


def _facts(row: ServiceRequest, context: Context) -> RequestFacts:
    """The request as it will be after the step."""
    words = ServiceRequest.objects.filter(county=row.county, id=row.id).values_list("description", "answers")
    description, answers = words[0]
    return RequestFacts(
        county=row.county,
        submitted_at=row.submitted_at,
        service_id=context.data.get("service_id", row.service_id),
        division=context.data.get("division_id", row.division_id),
        title=row.title,
        description=description,
        place_text=context.data.get("place_text", row.place_text),
        urgent=context.data.get("urgent", row.urgent) if context.urgency is None else context.urgency,
        channel=row.channel,
        lat=row.lat,
        lng=row.lng,
        answers=answers,
    )
