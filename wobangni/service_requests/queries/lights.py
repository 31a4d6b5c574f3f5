"""How many open requests stand at which light. Lights follow the clock, so they are counted when asked, on the index of the queue."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Count, Q

from wobangni.service_requests.models import ServiceRequest
from wobangni.service_requests.rules.lights import Light
from wobangni.service_requests.rules.states import OPEN_STATES


def lights_by_county(counties: Iterable[str], *, now: dt.datetime) -> dict[str, dict[Light, int]]:
    """Red, yellow and green of each county that has open requests. One query; each county counts for itself."""
    rows = (
        ServiceRequest.objects.filter(county__in=sorted(counties), state__in=OPEN_STATES, due_at__isnull=False)
        .values("county")
        .annotate(
            red=Count("id", filter=Q(due_at__lt=now)),
            yellow=Count("id", filter=Q(due_at__gte=now, yellow_at__lte=now)),
            green=Count("id", filter=Q(due_at__gte=now, yellow_at__gt=now)),
        )
        .values_list("county", "red", "yellow", "green")
    )
    return {county: {Light.RED: red, Light.YELLOW: yellow, Light.GREEN: green} for county, red, yellow, green in rows}
