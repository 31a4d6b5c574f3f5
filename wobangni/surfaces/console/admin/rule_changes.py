"""Changes of the routing directory and of automatic dispatch in words; part of ``words``."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from wobangni.catalogue.queries import condition_words, service_by_id
from wobangni.catalogue.queries.places import place_label
from wobangni.catalogue.rules.conditions import parse_condition
from wobangni.organisations.queries import unit
from wobangni.service_requests.labels import channel_label

COLUMNS: dict[str, Promise] = {
    "places": gettext_lazy("Places"),
    "condition": gettext_lazy("Condition"),
    "helpers": gettext_lazy("Helping units"),
    "limit_amount": gettext_lazy("Time for the answer"),
    "limit_unit": pgettext_lazy("column", "Counted in"),
    "ended": pgettext_lazy("rule", "Ended"),
    "enabled": gettext_lazy("Dispatch sure requests automatically"),
    "services": gettext_lazy("Services"),
    "minimum_confidence": gettext_lazy("How sure the service must be, in per cent"),
}


def value(table: str, column: str, raw: Any) -> str | None:
    """The words for a column that only these tables have; None for any other."""
    if table not in ("routing_rule", "auto_dispatch"):
        return None
    names: list[str] | None = None
    if column == "places":
        names = [place_label(key) for key in raw]
    elif column == "condition":
        names = list(condition_words(parse_condition(raw), None, channel_label))
    elif column == "helpers":
        names = [found.short_name for found in map(unit, raw) if found]
    elif column == "services":
        names = [found.label for found in map(service_by_id, raw) if found]
    return None if names is None else pgettext("list separator", ", ").join(names)
