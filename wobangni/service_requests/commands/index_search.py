"""Writing the search words of a request; done by a job, so that intake does not wait for the dictionary."""

from __future__ import annotations

from uuid import UUID

from django.contrib.postgres.search import SearchVector
from django.db.models import Value

from wobangni.organisations.queries import division
from wobangni.service_requests.models import ServiceRequest
from wobangni.service_requests.search import document


def index_search(*, county: str, id: UUID) -> None:
    """(Re)writes ``search`` of one request. Contact data is never among the words."""
    row = (
        ServiceRequest.objects.filter(county=county, id=id)
        .only("title", "description", "place_text", "division_id")
        .first()
    )
    if row is None:
        return
    place = division(row.division_id) if row.division_id else None
    words = document(row.title, row.description, row.place_text, place.name if place else "")
    ServiceRequest.objects.filter(county=county, id=id).update(search=SearchVector(Value(words), config="simple"))
