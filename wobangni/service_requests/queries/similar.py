"""Requests about perhaps the same thing, for the clerk to look at. Words only; triage will know better."""

from __future__ import annotations

import datetime as dt

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import F

from wobangni.kernel.actors import Actor
from wobangni.service_requests.labels import state_label
from wobangni.service_requests.queries.queue import visible
from wobangni.service_requests.queries.values import SimilarRow
from wobangni.service_requests.rules.states import State
from wobangni.service_requests.search import tokens

#: How far back it looks, and how many of a text's rarest-looking words it asks for.
SPAN = dt.timedelta(days=180)
WORDS = 12


def similar_requests(
    actor: Actor, county: str, text: str, *, now: dt.datetime, exclude_code: str = "", limit: int = 5
) -> tuple[SimilarRow, ...]:
    """Requests of the county in the last half year that share most words with ``text``, of those that this actor may see. One query."""
    words = sorted({t for t in tokens(text) if len(t) >= 2}, key=lambda w: (-len(w), w))[:WORDS]
    if not words:
        return ()
    query = SearchQuery(
        " | ".join(f"'{w}'" for w in (w.replace("'", "") for w in words) if w), config="simple", search_type="raw"
    )
    rows = (
        visible(actor, county)
        .filter(search=query, submitted_at__gte=now - SPAN)
        .exclude(code=exclude_code)
        .annotate(rank=SearchRank(F("search"), query))
        .order_by("-rank", "-submitted_at")
        .values_list("code", "state", "title", "description", "submitted_at", "rank")[:limit]
    )
    return tuple(
        SimilarRow(code, State(state), state_label(state), title or description[:60], submitted_at)
        for code, state, title, description, submitted_at, rank in rows
        if rank > 0
    )
