"""The errors of a refused action: worded for the person who tried, with what has happened meanwhile. Used by ``transition`` alone."""

from __future__ import annotations

from django.utils.translation import gettext as _

from wobangni.kernel.actors import Actor, ActorKind, Role
from wobangni.kernel.errors import Conflict, Forbidden, InvalidInput, WobangniError
from wobangni.organisations.queries import unit
from wobangni.service_requests.labels import state_label
from wobangni.service_requests.models import Assignment, Event, ServiceRequest
from wobangni.service_requests.rules.guards import FIELD_OF, Refusal
from wobangni.service_requests.rules.lifecycle import Action
from wobangni.service_requests.rules.permissions import sees_inside
from wobangni.service_requests.rules.states import HELD, AssignmentRole, State


def refusal_error(
    refused: Refusal,
    action: Action,
    actor: Actor,
    row: ServiceRequest,
    assignments: list[Assignment],
    expected_version: int | None,
) -> WobangniError:
    """InvalidInput where other data would do, Forbidden, or Conflict; a page that was overtaken is told who was faster and what happened."""
    if refused in FIELD_OF:
        return InvalidInput(
            _("Please check what you entered."),
            fields={FIELD_OF[refused]: _(refused.value)},
            code=refused.name.lower(),
        )
    if refused is Refusal.NOT_YOURS and (expected_version is None or expected_version == row.version):
        return Forbidden(_(refused.value))
    if refused in (Refusal.NOT_YOURS, Refusal.WRONG_STATE):
        taken = taken_by_other(row, assignments) if action is Action.CLAIM else None
        return taken or moved_on(actor, row, _(Refusal.WRONG_STATE.value))
    return Conflict(_(refused.value), code=refused.name.lower(), state=row.state, version=row.version)


def moved_on(actor: Actor, row: ServiceRequest, message: str) -> Conflict:
    """The request is no longer as the person's page showed it. Names of staff are for staff; others hear the unit's."""
    last = Event.objects.filter(county=row.county, service_request_id=row.id).latest("seq")
    name = last.actor_name
    if not sees_inside(actor, row.county, {row.lead_unit_id} if row.lead_unit_id else ()):
        found = unit(last.unit_id) if last.unit_id and last.actor_kind == ActorKind.STAFF else None
        name = found.name if found else ""
    words = _("It is now: %(state)s (last by %(name)s).") if name else _("It is now: %(state)s.")
    return Conflict(
        message + " " + words % {"state": state_label(State(row.state)), "name": name},
        code="moved_on",
        state=row.state,
        version=row.version,
        by=name,
        action=last.action,
        at=last.at.isoformat(),
    )


def taken_by_other(row: ServiceRequest, assignments: list[Assignment]) -> Conflict | None:
    """Somebody else was faster to claim or was given the order; None when no unit has it."""
    lead = next((a for a in assignments if a.role == AssignmentRole.LEAD and a.state in HELD), None)
    if lead is None:
        return None
    holder = unit(lead.unit_id)
    unit_name = holder.name if holder else ""
    at = lead.signed_at or lead.offered_at
    message = (
        _("%(name)s of %(unit)s has taken this order already.") % {"name": lead.handler_name, "unit": unit_name}
        if lead.handler_name
        else _("This order has been given to %(unit)s meanwhile.") % {"unit": unit_name}
    )
    return Conflict(
        message,
        code="moved_on",
        state=row.state,
        version=row.version,
        by=lead.handler_name or unit_name,
        unit=unit_name,
        action=str(Action.CLAIM if lead.signed_at == lead.offered_at else Action.DISPATCH),
        at=at.isoformat(),
    )


def was_in_pool_of(actor: Actor, row: ServiceRequest) -> bool:
    """Whether this handler could see the request while it waited for a unit: they may be told who has it now."""
    if not any(g.role is Role.HANDLER and g.county == row.county for g in actor.grants):
        return False
    return Event.objects.filter(county=row.county, service_request_id=row.id, to_state=State.ACCEPTED).exists()
