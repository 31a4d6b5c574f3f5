"""How the hotline did in a span of time, by county and line."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Q

from wobangni.exchange.models import Call, Line
from wobangni.exchange.rules.call_figures import Counts
from wobangni.exchange.rules.calls import ANSWER_WITHIN, CallState


@dataclass(frozen=True, slots=True)
class LineFigures:
    """``line``: its name; empty for numbers that no line has."""

    county: str
    line_id: int | None
    line: str
    counts: Counts


def call_figures(counties: Collection[str] | None, since: dt.datetime, until: dt.datetime) -> tuple[LineFigures, ...]:
    """Lines that were called in [since, until), of these counties (None: all). Three queries, whatever the number of calls."""
    calls = Call.objects.filter(began_at__gte=since, began_at__lt=until)
    if counties is not None:
        calls = calls.filter(county__in=counties)
    answered, missed = Q(answered_at__isnull=False), Q(state=CallState.MISSED)
    rows = list(
        calls.values("county", "line_id").annotate(
            answered=Count("id", filter=answered),
            missed=Count("id", filter=missed),
            in_time=Count("id", filter=Q(waited__lte=ANSWER_WITHIN)),
            recorded=Count("id", filter=answered & ~Q(request_code="")),
            solved=Count("id", filter=answered & Q(solved_at_once=True)),
            returned=Count("id", filter=missed & Q(called_back_at__isnull=False)),
            reached=Count("id", filter=missed & Q(reached=True)),
        )
    )
    waits: dict[tuple[str, int | None], dict[int, int]] = defaultdict(dict)
    histogram = calls.filter(waited__isnull=False).values_list("county", "line_id", "waited").annotate(n=Count("id"))
    for county, line_id, waited, n in histogram:
        waits[county, line_id][waited] = n
    names = dict(Line.objects.filter(pk__in=[r["line_id"] for r in rows if r["line_id"]]).values_list("id", "name"))
    found = []
    for row in rows:
        county, line_id = row["county"], row["line_id"]
        counts = Counts(
            calls=row["answered"] + row["missed"],
            answered=row["answered"],
            missed=row["missed"],
            in_time=row["in_time"],
            recorded=row["recorded"],
            solved=row["solved"],
            returned=row["returned"],
            reached=row["reached"],
            waits=waits[county, line_id],
        )
        if counts.calls:
            found.append(LineFigures(county, line_id, names.get(line_id, ""), counts))
    return tuple(sorted(found, key=lambda f: (f.county, f.line_id or 0)))
