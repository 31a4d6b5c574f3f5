"""Office hours: from what is stored or typed to spans."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence

from wobangni.kernel.rules.i18n import gettext_noop as N_
from wobangni.kernel.rules.working_calendar import OfficeHours


class BadHours(ValueError):
    """``problem``: an English msgid."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


def parse_hours(raw: Sequence[Sequence[str]]) -> OfficeHours:
    """Spans from [["08:30", "12:00"], …]. Raises BadHours unless there is one at least, each ends after it begins, and none overlap."""
    try:
        spans = tuple((dt.time.fromisoformat(opens), dt.time.fromisoformat(closes)) for opens, closes in raw)
    except (TypeError, ValueError) as error:
        raise BadHours(N_("Give times such as 08:30")) from error
    if not spans:
        raise BadHours(N_("Offices must be open at some time of a working day"))
    moments = [moment for span in spans for moment in span]
    if any(earlier >= later for earlier, later in itertools.pairwise(moments)):
        raise BadHours(N_("Opening times must follow each other and not overlap"))
    return spans


def hours_data(hours: OfficeHours) -> list[list[str]]:
    """The stored form."""
    return [[f"{opens:%H:%M}", f"{closes:%H:%M}"] for opens, closes in hours]
