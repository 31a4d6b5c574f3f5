"""A new member of staff, with their first role."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass

from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from wobangni.accounts.models import User
from wobangni.accounts.rules.usernames import tidy_username
from wobangni.kernel.actors import Actor, Role
from wobangni.kernel.errors import InvalidInput
from wobangni.kernel.rules.text import clean_line
from wobangni.organisations.access import check_admin
from wobangni.organisations.commands.grant_role import check_place, grant_role
from wobangni.organisations.commands.record_revision import record_revision

#: Read aloud and typed without mistakes: no 0/o, 1/l/i.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
MAX_NAME, MAX_USERNAME = 64, 64


@dataclass(frozen=True, slots=True)
class NewStaff:
    """``password``: shown once; the person must change it at the first sign-in unless it was given."""

    user_id: int
    username: str
    password: str


def temporary_password() -> str:
    """Twelve characters in three groups: 59 bits."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _i in range(4)) for _g in range(3))


def create_staff(
    *,
    actor: Actor,
    now: dt.datetime,
    username: str,
    name: str,
    role: Role,
    county: str | None,
    unit_id: int | None = None,
    grid_id: int | None = None,
    password: str | None = None,
    may_sign_in: bool = True,
    demo: bool = False,
    leader: bool = False,
) -> NewStaff:
    """Makes the person and grants the role. ``password``: only the platform itself gives one (demo people); otherwise one is made.

    may_sign_in: False for somebody who only stands in the background of a demo: there is no password then.

    Raises Forbidden, InvalidInput with ``fields`` (username, name, county, unit, grid, leader).
    """
    check_admin(actor, county)
    check_place(role, county, unit_id, grid_id)
    login, person = tidy_username(username), clean_line(name)
    _check(login, person)
    chosen = (password or temporary_password()) if may_sign_in else ""
    with transaction.atomic():
        try:
            with transaction.atomic():
                user = User.objects.create_user(
                    login, chosen or None, name=person, demo=demo, must_change_password=password is None, created_at=now
                )
        except IntegrityError:
            message = _("This sign-in name is taken.")
            raise InvalidInput(message, fields={"username": message}) from None
        record_revision(
            actor=actor,
            now=now,
            row=user,
            before=None,
            after={"id": user.pk, "username": login, "name": person},
            county=county,
            title=person,
            bump=None,
        )
        grant_role(
            actor=actor,
            now=now,
            user_id=user.pk,
            role=role,
            county=county,
            unit_id=unit_id,
            grid_id=grid_id,
            leader=leader,
        )
    return NewStaff(user.pk, login, chosen)


def _check(username: str, name: str) -> None:
    fields: dict[str, str] = {}
    try:
        UnicodeUsernameValidator()(username)
    except ValidationError:
        fields["username"] = _("Letters, digits and @ . + - _ only.")
    if not 2 <= len(username) <= MAX_USERNAME:
        fields["username"] = _("Between 2 and %(n)s characters.") % {"n": MAX_USERNAME}
    if not 1 <= len(name) <= MAX_NAME:
        fields["name"] = _("Please give a name.")
    if fields:
        raise InvalidInput(_("Please check what you entered."), fields=fields)
