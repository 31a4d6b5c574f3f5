"""Proving that a request is one's own: with the query password that came with it, or with the phone that it names."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from wobangni.accounts.commands.check_pin import check_pin
from wobangni.accounts.queries import is_phone_of_contact
from wobangni.kernel.errors import InvalidInput, NotFound
from wobangni.service_requests.access import checked_code
from wobangni.service_requests.models import ServiceRequest
from wobangni.service_requests.rules.tracking_code import county_of


def prove_with_pin(*, now: dt.datetime, code: str, pin: str, ip: str) -> str:
    """The code of the request that this query password opens. Raises InvalidInput (``fields["pin"]``), NotFound, TooMany."""
    row = _row(code)
    right = row.contact_id is not None and check_pin(
        now=now, county=row.county, contact_id=row.contact_id, pin=pin, ip=ip
    )
    if not right:
        message = _("This is not the query password of this request.")
        raise InvalidInput(message, fields={"pin": message}, code="wrong_pin")
    return row.code


def prove_with_phone(*, code: str, phone: str) -> str:
    """The code of the request whose contact has ``phone`` (normal form), which must have been proved just now. Raises InvalidInput, NotFound."""
    row = _row(code)
    if row.contact_id is None or not is_phone_of_contact(row.county, row.contact_id, phone):
        message = _("This is not the phone that was given with the request.")
        raise InvalidInput(message, fields={"phone": message}, code="wrong_phone")
    return row.code


def _row(code: str) -> ServiceRequest:
    parsed = checked_code(code)
    row = ServiceRequest.objects.filter(county=county_of(parsed), code=parsed).only(
        "county", "id", "code", "contact_id"
    )
    found = row.first()
    if found is None:
        raise NotFound(_("There is no request with this tracking code."))
    return found
