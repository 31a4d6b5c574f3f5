"""What people have decided about services: examples for triage to learn from."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q, Subquery

from wobangni.kernel.actors import ActorKind
from wobangni.organisations.queries import counties
from wobangni.service_requests.models import Event, ServiceRequest
from wobangni.service_requests.rules.lifecycle import Action
from wobangni.triage.rules.exam import Example

BATCH = 1000
#: The newest so many of a county are learned from: enough for every service, and services change.
NEWEST = 40_000
#: By these acts of staff the service stands: whoever takes a request on or hands it out has read what it is.
_ACCEPTED = (Action.ACCEPT, Action.DISPATCH, Action.CLAIM, Action.SIGN)


def decided_services(county: str | None, newest: int = NEWEST) -> Iterator[Example]:
    """Texts with the service they have now, of requests that a person has accepted or corrected, oldest first; county None: of the region.

    Corrected: staff gave another service than the one it came with. Requests that were declined, withdrawn or merged tell no less what they are about.
    Two queries a county and one a batch.
    """
    for code in [county] if county else [one.code for one in counties()]:
        yield from _of_county(code, newest)


def _of_county(county: str, newest: int) -> Iterator[Example]:
    rows = _decided(county)
    after = rows.order_by("-id").values_list("id", flat=True)[newest : newest + 1].first()
    while True:
        batch = rows.filter(id__gt=after) if after else rows
        found = list(
            batch.order_by("id").values_list(
                "id", "title", "description", "service__code", "corrected", "service_id", "came_with"
            )[:BATCH]
        )
        for _id, title, text, service, amended, now, came_with in found:
            yield Example(text, title, service, corrected=amended and came_with is not None and came_with != now)
        if len(found) < BATCH:
            return
        after = found[-1][0]


def _decided(county: str):  # type: ignore[no-untyped-def]
    own = Event.objects.filter(county=county, service_request_id=OuterRef("id"))
    by_staff = own.filter(actor_kind=ActorKind.STAFF)
    return (
        ServiceRequest.objects.filter(county=county, service__isnull=False)
        .annotate(
            corrected=Exists(by_staff.filter(action=Action.AMEND, data__has_key="service_id")),
            came_with=Subquery(own.filter(seq=1).values("service_id")[:1]),
        )
        .filter(Q(corrected=True) | Exists(by_staff.filter(action__in=_ACCEPTED)))
    )
