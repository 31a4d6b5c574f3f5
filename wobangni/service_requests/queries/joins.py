"""What a resident said when they sent a request: that it is about the same as another one. A person decides whether the two are merged.

The wish stands in the first event (``joins``: the id); it is asked for as a column of the request, so that a list needs no query more.
"""

from __future__ import annotations

from django.db.models import OuterRef, Subquery, TextField, UUIDField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce

from wobangni.service_requests.models import Event, ServiceRequest
from wobangni.service_requests.rules.lifecycle import BY_ACTION, Action
from wobangni.service_requests.rules.states import OPEN_STATES, State


def joins_code() -> Subquery:
    """Code of the request that the outer one's resident wants to join, or of the one which that has been merged into; null where they said nothing,
    or there is nothing left to join."""
    lead = (
        ServiceRequest.objects.filter(county=OuterRef("county"), state__in=OPEN_STATES - {State.MERGED})
        .filter(id=OuterRef("stays"))
        .values("code")[:1]
    )
    named = (
        ServiceRequest.objects.filter(county=OuterRef("county"))
        .filter(id=Cast(KeyTextTransform("joins", OuterRef("data")), UUIDField()))
        .annotate(stays=Coalesce("merged_into", "id"))
        .values("stays")[:1]
    )
    first = (
        Event.objects.filter(county=OuterRef("county"), service_request_id=OuterRef("id"), seq=1, data__has_key="joins")
        .annotate(stays=Subquery(named))
        .annotate(joins=Subquery(lead, output_field=TextField()))
        .values("joins")[:1]
    )
    return Subquery(first, output_field=TextField())


def still_to_join(state: State, code: str, lead_code: str | None) -> str:
    """The code to show on a request in this state: empty once a person has merged it, or it is beyond merging."""
    return lead_code if lead_code and lead_code != code and state in BY_ACTION[Action.MERGE].sources else ""
