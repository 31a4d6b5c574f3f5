"""Outreach as a table for a spreadsheet: what, when, where, how many; no person's name, nobody's words."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wobangni.organisations import queries as organisations
from wobangni.organisations.labels import outreach_label
from wobangni.organisations.queries.outreach import OutreachRow

#: A cell that begins so would be a formula to the program that opens it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def outreach_csv(rows: Iterable[OutreachRow]) -> bytes:
    """UTF-8 with a mark at the beginning, by which spreadsheets know it."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(
        [pgettext("outreach", "Day"), pgettext("column", "Kind"), _("What it was about"), pgettext("outreach", "Place"), _("Counties"), _("Units"), _("How many units"), _("How many came"), _("Materials"), _("Questions"), _("Answered")]
    )  # fmt: skip
    for row in rows:
        writer.writerow(
            [
                row.held_on.isoformat(),
                outreach_label(row.kind),
                _safe(row.title),
                _safe(row.place),
                "、".join(c.label for c in filter(None, map(organisations.county, row.counties))),
                "、".join(u.name for u in row.units),
                len(row.units),
                row.attended,
                len(row.materials),
                row.questions,
                row.answered,
            ]
        )
    return out.getvalue().encode("utf-8-sig")


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
