"""Staff roles as people call whoever holds them."""

from __future__ import annotations

from django.utils.translation import pgettext

from wobangni.kernel.actors import Role


def role_label(role: Role) -> str:
    return {
        Role.CLERK: pgettext("role", "Clerk"),
        Role.DISPATCHER: pgettext("role", "Dispatcher"),
        Role.HANDLER: pgettext("role", "Handler"),
        Role.GRID_WORKER: pgettext("role", "Grid worker"),
        Role.REVIEWER: pgettext("role", "Reviewer"),
        Role.CALLER: pgettext("role", "Callback caller"),
        Role.SUPERVISOR: pgettext("role", "Supervisor"),
        Role.COUNTY_ADMIN: pgettext("role", "County administrator"),
        Role.REGION_OBSERVER: pgettext("role", "Region observer"),
    }[role]
