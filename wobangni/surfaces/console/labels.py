"""Words that only the desk needs."""

from __future__ import annotations

from django.utils.translation import pgettext

from wobangni.kernel.actors import Actor, Role
from wobangni.service_requests.rules.lights import Light
from wobangni.service_requests.rules.states import AssignmentRole, AssignmentState


def light_label(light: Light) -> str:
    """The word for a light."""
    return {
        Light.RED: pgettext("light", "Overdue"),
        Light.YELLOW: pgettext("light", "Due soon"),
        Light.GREEN: pgettext("light", "In time"),
        Light.PAUSED: pgettext("light", "Paused"),
        Light.NONE: pgettext("light", "No deadline"),
    }[light]


def role_label(role: Role) -> str:
    """A role as people call whoever holds it."""
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


def roles_in_words(actor: Actor, county: str | None) -> str:
    """The actor's roles, those in ``county`` if one is named."""
    roles = dict.fromkeys(g.role for g in actor.grants if county is None or g.county in (county, None))
    return pgettext("list separator", ", ").join(role_label(role) for role in Role if role in roles)


def assignment_role_label(role: AssignmentRole) -> str:
    return {
        AssignmentRole.LEAD: pgettext("assignment", "Lead"),
        AssignmentRole.HELPER: pgettext("assignment", "Helper"),
    }[role]


def assignment_state_label(state: AssignmentState) -> str:
    return {
        AssignmentState.OFFERED: pgettext("assignment", "Not yet signed"),
        AssignmentState.SIGNED: pgettext("assignment", "Working on it"),
        AssignmentState.ANSWERED: pgettext("assignment", "Answered"),
        AssignmentState.RETURNED: pgettext("assignment", "Returned"),
        AssignmentState.CANCELLED: pgettext("assignment", "Ended"),
    }[state]
