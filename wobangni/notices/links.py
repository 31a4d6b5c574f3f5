"""Where a notice leads: the page of its request, for residents and for staff. Paths only; surfaces own the pages."""

from __future__ import annotations

from wobangni.notices.models import Notice


def link_of(notice: Notice) -> str:
    """A path on the site; empty where there is nothing to open."""
    if notice.contact_id is not None:
        return f"/r/{notice.code}/" if notice.code else ""
    return f"/console/requests/{notice.code}/" if notice.code else "/console/me/notices/"
