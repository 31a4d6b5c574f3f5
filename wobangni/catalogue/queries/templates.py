"""Ready texts for staff."""

from __future__ import annotations

from wobangni.catalogue.models import ReplyTemplate as Row
from wobangni.catalogue.queries.values import ReplyTemplate
from wobangni.organisations import reference


def reply_templates(
    county: str | None, action: str | None = None, *, inactive: bool = False
) -> tuple[ReplyTemplate, ...]:
    """Texts offered in a county, its own first; for one action if given. No query when warm."""
    found = _texts.get(county or "")
    return tuple(t for t in found if (inactive or t.active) and action in (None, t.action))


def _load(county: str) -> tuple[ReplyTemplate, ...]:
    rows = Row.objects.filter(county=None)
    if county:
        rows = rows | Row.objects.filter(county=county)
    ordered = sorted(rows, key=lambda r: (r.action, r.county_id is None, r.order, r.id))
    return tuple(ReplyTemplate(r.id, r.county_id, r.action, r.title, r.text, r.active) for r in ordered)


_texts: reference.Kept[str, tuple[ReplyTemplate, ...]] = reference.Kept(reference.CATALOGUE, _load)
