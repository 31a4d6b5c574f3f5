"""Every change that administrators made, page by page."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from wobangni.organisations.queries import revisions
from wobangni.surfaces.console.admin.frame import admin_page, show
from wobangni.surfaces.console.admin.words import TABLES
from wobangni.surfaces.shared.http import StaffRequest

A_PAGE = 50


@admin_page
@require_safe
def history(request: StaffRequest, county: str | None) -> HttpResponse:
    table = request.GET.get("table", "")
    cursor = request.GET.get("cursor", "")
    before = int(cursor) if cursor.isascii() and cursor.isdigit() and len(cursor) < 18 else None
    rows = revisions((table,) if table in TABLES else (), county, before=before, limit=A_PAGE + 1)
    context = {
        "rows": rows[:A_PAGE],
        "next_cursor": str(rows[A_PAGE - 1].id) if len(rows) > A_PAGE else None,
        "first": before is None,
        "tables": [(name, str(label)) for name, label in TABLES.items()],
        "table": table,
    }
    return show(request, "history.html", county, "history", context)
