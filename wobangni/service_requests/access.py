"""The only authorised look-up of requests. What an actor may not know of does not exist for them: NotFound, never Forbidden."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from wobangni.kernel.actors import COUNTY_ROLES, Actor, ActorKind, Role
from wobangni.kernel.errors import InvalidInput, NotFound
from wobangni.organisations.queries import unit
from wobangni.service_requests.models import Assignment, GridRequest, ServiceRequest
from wobangni.service_requests.rules.permissions import partner_sees
from wobangni.service_requests.rules.states import State
from wobangni.service_requests.rules.tracking_code import BadCode, county_of, parse_code

#: Roles that may see contact data, each time for a purpose.
CONTACT_ROLES = frozenset({Role.CLERK, Role.DISPATCHER, Role.CALLER, Role.SUPERVISOR, Role.REVIEWER})


@dataclass(frozen=True, slots=True)
class RequestRef:
    """A request that the actor may see."""

    county: str
    id: UUID
    code: str
    state: State
    version: int
    lead_unit_id: int | None
    contact_id: UUID | None
    owned: bool  # the actor is the resident whose request it is


def get_service_request_for(actor: Actor, code: str) -> RequestRef:
    """The request with this tracking code, as typed. Two queries at most.

    Raises InvalidInput for what is no tracking code, NotFound for what does not exist or is none of the actor's business.
    """
    parsed = checked_code(code)
    row = (
        ServiceRequest.objects.filter(county=county_of(parsed), code=parsed)
        .only("county", "id", "code", "state", "version", "lead_unit_id", "contact_id", "resident_id", "source")
        .first()
    )
    if row is None:
        raise NotFound(_("There is no request with this tracking code."))
    if not is_visible(actor, row, None):
        raise NotFound(_("There is no request with this tracking code."))
    return RequestRef(
        row.county, row.id, row.code, State(row.state), row.version, row.lead_unit_id, row.contact_id, owns(actor, row)
    )


def checked_code(raw: str) -> str:
    """The sixteen digits of a tracking code as typed. Raises InvalidInput saying what is wrong with it."""
    try:
        return parse_code(raw)
    except BadCode as error:
        message = {
            "characters": _("A tracking code has only digits, 16 of them."),
            "length": _("A tracking code has 16 digits. Please count them again."),
            "check_digit": _("There is a wrong digit in this tracking code. Please compare it with your note."),
        }[error.problem]
        raise InvalidInput(message, fields={"code": message}, code="bad_code") from None


def owns(actor: Actor, row: ServiceRequest) -> bool:
    """Whether it is this resident's own request, or came from this partner."""
    if actor.kind is ActorKind.RESIDENT:
        known = row.resident_id is not None and str(row.resident_id) == actor.id
        return row.code in actor.owned or (known and actor.county in (None, row.county))
    return actor.kind is ActorKind.PARTNER and row.source == partner_source(actor)


def partner_source(actor: Actor) -> str:
    """What stands in ``source`` of requests that a partner submitted."""
    return f"api:{actor.id}"


def grid_of(actor: Actor, row: ServiceRequest | RequestRef) -> int | None:
    """The grid in which the request lies, if this actor works in grids of its county; nobody else's rights depend on it. One query, for them alone."""
    if not any(g.county == row.county for g in actor.grid_grants):
        return None
    placed = GridRequest.objects.filter(county=row.county, service_request_id=row.id)
    return placed.values_list("grid_id", flat=True).first()


def is_visible(actor: Actor, row: ServiceRequest, unit_ids: Collection[int] | None) -> bool:
    """Whether the actor may see the request. ``unit_ids``: units that have or had a part in it; None: look them up if it matters."""
    if actor.kind is ActorKind.PARTNER:
        if actor.sees_region or partner_sees(actor, row.county, owns=owns(actor, row)):
            return True
    elif actor.sees_region or owns(actor, row):
        return True
    if actor.kind is ActorKind.RESIDENT:
        return False
    if actor.roles_in(row.county) & COUNTY_ROLES:
        return True
    # Handed over: whoever looks after the county of the unit that has it sees what their unit is doing.
    leads = unit(row.lead_unit_id) if row.lead_unit_id else None
    if leads is not None and actor.roles_in(leads.county):
        return True
    if actor.grid_grants and _is_of_grids(actor, row):
        return True
    if not actor.unit_ids:
        return False
    if row.lead_unit_id in actor.unit_ids:
        return True
    # The pool: what is accepted and has no unit yet may be claimed by any unit of the county.
    if row.state == State.ACCEPTED and any(g.role is Role.HANDLER and g.county == row.county for g in actor.grants):
        return True
    if unit_ids is None:
        unit_ids = set(
            Assignment.objects.filter(county=row.county, service_request_id=row.id).values_list("unit_id", flat=True)
        )
    return bool(actor.unit_ids & set(unit_ids))


def _is_of_grids(actor: Actor, row: ServiceRequest) -> bool:
    """What lies in a grid worker's grid; what they took stays before them when the grid is drawn anew."""
    if grid_of(actor, row) in {g.grid_id for g in actor.grid_grants}:
        return True
    units = {g.unit_id for g in actor.grid_grants if g.county == row.county and g.unit_id is not None}
    took = Assignment.objects.filter(county=row.county, service_request_id=row.id, unit_id__in=units)
    return took.filter(handler_id=int(actor.id)).exists() if actor.id.isdigit() else False


def may_see_contact(actor: Actor, ref: RequestRef) -> bool:
    """Whether the actor may reveal the contact data of this request, each time for a purpose."""
    return ref.contact_id is not None and may_see_contact_of(actor, ref.county, ref.lead_unit_id)


def may_see_contact_of(actor: Actor, county: str, lead_unit_id: int | None) -> bool:
    """The county's roles that talk to residents, and the unit that has the request now."""
    if actor.kind is not ActorKind.STAFF:
        return False
    return bool(actor.roles_in(county) & CONTACT_ROLES) or lead_unit_id in actor.unit_ids
