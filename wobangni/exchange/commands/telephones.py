"""The telephones of a county: systems with their secrets, lines, who sits where. For its administrators."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass

from django.utils.translation import gettext as _

from wobangni.accounts.cipher import seal, unseal
from wobangni.accounts.models import User
from wobangni.exchange.models import Extension, Line, TelephoneSystem
from wobangni.exchange.rules.calls import digits
from wobangni.exchange.rules.places import secret_place
from wobangni.kernel.actors import Actor, Role
from wobangni.kernel.errors import InvalidInput, Message, NotFound
from wobangni.kernel.rules.text import clean_line
from wobangni.kernel.scope import acting
from wobangni.organisations.access import check_admin
from wobangni.organisations.commands.record_revision import columns, record_revision
from wobangni.organisations.models import Membership
from wobangni.organisations.models.membership import held_at

MAX_NAME, MAX_EXTENSION = 40, 32


@dataclass(frozen=True, slots=True)
class NewSecret:
    """``secret``: told this once."""

    system_id: int
    key: str
    secret: str

    def __repr__(self) -> str:
        return f"NewSecret({self.key})"


def add_system(*, actor: Actor, now: dt.datetime, county: str, name: str) -> NewSecret:
    """A telephone system that may report calls. Raises Forbidden, InvalidInput (name)."""
    check_admin(actor, county)
    name = clean_line(name)
    with acting(actor, counties=[county]):
        message = _name_fault(name)
        if message is None and TelephoneSystem.objects.filter(county=county, name=name).exists():
            message = _("There is a telephone system of this name already.")
        if message is not None:
            raise InvalidInput(_("Please check what you entered."), fields={"name": message})
        key, secret = f"tel-{secrets.token_hex(6)}", secrets.token_urlsafe(32)
        row = TelephoneSystem.objects.create(
            county_id=county,
            name=name,
            key=key,
            secret_sealed=seal(secret, secret_place(key, "secret")),
            changed_at=now,
        )
        _record(actor, now, row, None, county)
    return NewSecret(row.pk, key, secret)


def change_secret(*, actor: Actor, now: dt.datetime, county: str, system_id: int) -> NewSecret:
    """A new secret; the one before stays good until ``drop_former_secret``. Raises Forbidden, NotFound."""
    check_admin(actor, county)
    with acting(actor, counties=[county]):
        row = _system(county, system_id)
        before = _without_secrets(row)
        secret = secrets.token_urlsafe(32)
        # What is sealed for one place opens in no other, so the old one is sealed anew for its new place.

        old = unseal(row.secret_sealed, secret_place(row.key, "secret"))
        row.former_sealed = seal(old, secret_place(row.key, "former"))
        row.secret_sealed, row.changed_at = seal(secret, secret_place(row.key, "secret")), now
        row.save()
        _record(actor, now, row, before, county)
    return NewSecret(row.pk, row.key, secret)


def drop_former_secret(*, actor: Actor, now: dt.datetime, county: str, system_id: int) -> None:
    """Ends a change of secrets: only the new one is good. Raises Forbidden, NotFound."""
    check_admin(actor, county)
    with acting(actor, counties=[county]):
        row = _system(county, system_id)
        before = _without_secrets(row)
        row.former_sealed, row.changed_at = b"", now
        row.save()
        _record(actor, now, row, before, county)


def switch_system(*, actor: Actor, now: dt.datetime, county: str, system_id: int, active: bool) -> None:
    """Listens to the system, or no longer. Raises Forbidden, NotFound."""
    check_admin(actor, county)
    with acting(actor, counties=[county]):
        row = _system(county, system_id)
        before = _without_secrets(row)
        row.active = active
        row.save()
        _record(actor, now, row, before, county)


def save_line(
    *,
    actor: Actor,
    now: dt.datetime,
    county: str,
    line_id: int | None,
    name: str,
    full_number: str,
    short_number: str = "",
    active: bool = True,
) -> int:
    """A hotline with its numbers, which may be typed as people write them. Raises Forbidden, NotFound, InvalidInput with ``fields``."""
    check_admin(actor, county)
    with acting(actor, counties=[county]):
        row = Line(county_id=county) if line_id is None else _line(county, line_id)
        before = None if line_id is None else columns(row)
        row.name, row.active = clean_line(name), active
        row.full_number, row.short_number = digits(full_number), digits(short_number)
        fields: dict[str, Message] = {}
        if (message := _name_fault(row.name)) is not None:
            fields["name"] = message
        if not 3 <= len(row.full_number) <= 20:
            fields["full_number"] = _("A number with its area code, like 0477-8959580.")
        elif Line.objects.filter(county=county, full_number=row.full_number).exclude(pk=row.pk).exists():
            fields["full_number"] = _("There is a line with this number already.")
        if len(row.short_number) > 16:
            fields["short_number"] = _("At most %(limit)s characters.") % {"limit": 16}
        if fields:
            raise InvalidInput(_("Please check what you entered."), fields=fields)
        row.save()
        record_revision(
            actor=actor, now=now, row=row, before=before, after=columns(row), county=county, title=row.name, bump=None
        )
    return row.pk


def seat_clerk(*, actor: Actor, now: dt.datetime, county: str, line_id: int, number: str, clerk_id: int) -> None:
    """Says who sits at an extension; whoever sat there before no longer does. Raises Forbidden, NotFound, InvalidInput with ``fields``."""
    check_admin(actor, county)
    number = clean_line(number)
    with acting(actor, counties=[county]):
        line = _line(county, line_id)
        fields: dict[str, Message] = {}
        if not 1 <= len(number) <= MAX_EXTENSION:
            fields["number"] = _("Between 1 and %(n)s characters.") % {"n": MAX_EXTENSION}
        is_clerk = Membership.objects.filter(held_at(now), user=clerk_id, county=county, role=Role.CLERK).exists()
        user = User.objects.filter(pk=clerk_id, is_active=True).first() if is_clerk else None
        if user is None:
            fields["clerk"] = _("Choose a clerk of this county.")
        if fields or user is None:
            raise InvalidInput(_("Please check what you entered."), fields=fields)
        row = Extension.objects.filter(county=county, line=line, number=number).first()
        before = columns(row) if row is not None else None
        row = row or Extension(county_id=county, line=line, number=number)
        row.clerk = user
        row.save()
        record_revision(
            actor=actor, now=now, row=row, before=before, after=columns(row), county=county, title=number, bump=None
        )


def unseat(*, actor: Actor, now: dt.datetime, county: str, extension_id: int) -> None:
    """Nobody sits there any more. Raises Forbidden, NotFound."""
    check_admin(actor, county)
    with acting(actor, counties=[county]):
        row = Extension.objects.filter(county=county, pk=extension_id).first()
        if row is None:
            raise NotFound(_("There is no such extension in this county."))
        before = columns(row)
        row.delete()
        record_revision(
            actor=actor, now=now, row=row, before=before, after=None, county=county, title=row.number, bump=None
        )


def _name_fault(name: str) -> str | None:
    return None if 1 <= len(name) <= MAX_NAME else _("Between 1 and %(n)s characters.") % {"n": MAX_NAME}


def _system(county: str, system_id: int) -> TelephoneSystem:
    row = TelephoneSystem.objects.select_for_update().filter(county=county, pk=system_id).first()
    if row is None:
        raise NotFound(_("There is no such telephone system in this county."))
    return row


def _line(county: str, line_id: int) -> Line:
    row = Line.objects.filter(county=county, pk=line_id).first()
    if row is None:
        raise NotFound(_("There is no such line in this county."))
    return row


def _without_secrets(row: TelephoneSystem) -> dict[str, object]:
    """What the history may hold; when a secret was changed stands in ``changed_at``."""
    return {name: value for name, value in columns(row).items() if not name.endswith("_sealed")}


def _record(
    actor: Actor, now: dt.datetime, row: TelephoneSystem, before: dict[str, object] | None, county: str
) -> None:
    after = _without_secrets(row)
    record_revision(actor=actor, now=now, row=row, before=before, after=after, county=county, title=row.name, bump=None)
