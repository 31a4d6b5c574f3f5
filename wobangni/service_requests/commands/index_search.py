"""Writing the search words of a request and by what it is found as like another; done by a job, so that intake does not wait for dictionaries."""

from __future__ import annotations

from uuid import UUID

from django.contrib.postgres.search import SearchVector
from django.db.models import Value

from wobangni.kernel.search import document
from wobangni.organisations.queries import division
from wobangni.service_requests.commands.write_likeness import write_likeness
from wobangni.service_requests.models import ServiceRequest
from wobangni.service_requests.readings import COLUMNS, with_caller


def index_search(*, county: str, id: UUID) -> None:
    """(Re)writes ``search`` and the likeness of one request, three statements. Contact data is never among the words."""
    row = with_caller(ServiceRequest.objects.filter(county=county, id=id).only(*COLUMNS)).first()
    if row is None:
        return
    place = division(row.division_id) if row.division_id else None
    words = document(row.title, row.description, row.place_text, place.name if place else "")
    ServiceRequest.objects.filter(county=county, id=id).update(search=SearchVector(Value(words), config="simple"))
    write_likeness(row)
