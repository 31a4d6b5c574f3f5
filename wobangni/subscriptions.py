"""Who hears of what: event type → the functions that are told, by dotted path, each exactly once in effect.

The one place where something below makes something above happen (design.md, "Dependencies"). Paths are text, so that this
table, which the outbox reads, imports nobody. A type may end in ``.*``. A handler is ``handler(event, *, now)`` with
``event`` a ``wobangni.kernel.outbox.Event``; it runs in a transaction of its own, in the worker, and may raise to be
tried again later.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

_INDEX = "wobangni.service_requests.handlers.index"
_INFORM = "wobangni.service_requests.handlers.inform"
_TELL = "wobangni.service_requests.handlers.tell_staff"
_READ = "wobangni.service_requests.handlers.read"
_LINK = "wobangni.service_requests.handlers.link"
_DISPATCH = "wobangni.service_requests.handlers.dispatch_by_itself"
_LEARN_RETURN = "wobangni.service_requests.handlers.learn_return"
_PLACE = "wobangni.service_requests.handlers.place"
_OFFER = "wobangni.service_requests.handlers.offer_order"
_RELEASE = "wobangni.service_requests.handlers.release"

SUBSCRIPTIONS: Mapping[str, Sequence[str]] = {
    "local_place.saved": ("wobangni.service_requests.handlers.place_anew",),
    "service_request.submit": (_DISPATCH, _INDEX, _LINK, _READ, _PLACE),  # the unit first: it is being waited for
    "service_request.amend": (_INDEX, _PLACE),
    "service_request.accept": (_INFORM, _OFFER),
    "service_request.dispatch": (_INFORM, _TELL),
    "service_request.claim": (_INFORM,),
    "service_request.ask_info": (_INFORM,),
    "service_request.decline": (_INFORM, _RELEASE),
    "service_request.transfer": (_INFORM, _TELL),
    "service_request.return": (_TELL, _LEARN_RETURN, _OFFER),
    "service_request.echo": (_INFORM,),
    "service_request.suspend": (_INFORM,),
    "service_request.resume": (_INFORM,),
    "service_request.grant_extension": (_INFORM, _TELL),
    "service_request.answer": (_INFORM, _TELL),  # where the county reviews none
    "service_request.approve": (_INFORM,),
    "service_request.close": (_INFORM,),
    "service_request.merge": (_INFORM,),
    "service_request.unmerge": (_INFORM, _OFFER),
    "service_request.add_info": (_TELL, "wobangni.service_requests.handlers.relay"),
    "service_request.redispatch": (_TELL,),
    "service_request.add_helper": (_TELL,),
    "service_request.whistle": (_TELL,),
    "service_request.remind": (_TELL,),
    "service_request.supervise": (_TELL,),
    "service_request.request_extension": (_TELL,),
    "service_request.refuse_extension": (_TELL,),
    "service_request.reject_answer": (_TELL,),
    "service_request.rework": (_TELL, _OFFER),
    "service_request.supply_info": (_TELL, _OFFER),  # its time in the pool may have run out meanwhile
    "service_request.drop_question": (_OFFER,),
    "service_request.relay": (_TELL,),
    "service_request.escalate": ("wobangni.service_requests.handlers.escalate",),
    "service_request.archive": ("wobangni.service_requests.handlers.archive_below",),
    "service_request.withdraw": (_RELEASE,),
    "service_request.lapse": (_INFORM, _RELEASE),
    "calendar.changed": ("wobangni.service_requests.handlers.recount",),
    "service_request.withdraw_for": (_INFORM, _RELEASE),
}


def handlers_for(event_type: str, table: Mapping[str, Sequence[str]] = SUBSCRIPTIONS) -> tuple[str, ...]:
    """Dotted paths of the handlers of ``event_type``, in the order of the table."""
    return tuple(
        handler
        for pattern, handlers in table.items()
        if pattern == event_type or (pattern.endswith(".*") and event_type.startswith(pattern[:-1]))
        for handler in handlers
    )
