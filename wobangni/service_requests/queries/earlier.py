"""What the same line has asked for before, for the clerk who has it on the telephone."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from wobangni.accounts.models import Contact
from wobangni.accounts.rules.phone import BadPhone, normalise_phone
from wobangni.accounts.vault import bad_phone_message, phone_hash
from wobangni.kernel.actors import Actor, Role
from wobangni.kernel.errors import Forbidden, InvalidInput
from wobangni.kernel.rules.text import clean_line
from wobangni.service_requests.labels import state_label
from wobangni.service_requests.models import ServiceRequest
from wobangni.service_requests.queries.values import SimilarRow
from wobangni.service_requests.rules.states import State


@dataclass(frozen=True, slots=True)
class Earlier:
    """``contact_id``: of the newest, None if there is none."""

    rows: tuple[SimilarRow, ...]
    contact_id: UUID | None


def earlier_requests(actor: Actor, county: str, phone: str, *, limit: int = 5) -> Earlier:
    """Requests of this county with this telephone number, newest first. One query, by the number's keyed hash. For ``look_up_caller``, which records it.

    Raises InvalidInput (``phone``) for what is no number, Forbidden for anyone but the county's clerks.
    """
    _check_clerk(actor, county)
    try:
        wanted = phone_hash(normalise_phone(clean_line(phone)))
    except BadPhone:
        raise InvalidInput(bad_phone_message(), fields={"phone": bad_phone_message()}) from None
    return earlier_of_line(actor, county, wanted, limit=limit)


def earlier_of_line(actor: Actor, county: str, wanted: bytes, *, limit: int = 5) -> Earlier:
    """The same by the number's keyed hash, for a number that nobody types: it came with the call. Raises Forbidden."""
    _check_clerk(actor, county)
    rows = list(
        ServiceRequest.objects.filter(
            county=county,
            contact_id__in=Contact.objects.filter(county=county, phone_hash=wanted).values("id"),
        )
        .order_by("-submitted_at", "-id")
        .values_list("code", "state", "title", "description", "submitted_at", "contact_id")[:limit]
    )
    return Earlier(
        rows=tuple(
            SimilarRow(code, State(state), state_label(State(state)), title or description[:60], submitted_at)
            for code, state, title, description, submitted_at, _contact in rows
        ),
        contact_id=rows[0][-1] if rows else None,
    )


def _check_clerk(actor: Actor, county: str) -> None:
    if Role.CLERK not in actor.roles_in(county):
        raise Forbidden(_("Only clerks of the county may look this up."))
