"""The county's own app: its look, who may frame our pages, its signing secret. For the county's administrator."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass

from django.utils.translation import gettext as _

from wobangni.accounts.cipher import seal, unseal
from wobangni.exchange.models import CountyApp
from wobangni.exchange.rules.app_look import is_colour
from wobangni.exchange.rules.origins import MOST_ORIGINS, read_origins
from wobangni.exchange.rules.places import app_place
from wobangni.kernel.actors import Actor
from wobangni.kernel.errors import InvalidInput, Message, NotFound
from wobangni.kernel.rules.text import clean_line
from wobangni.kernel.scope import acting
from wobangni.organisations.access import check_admin
from wobangni.organisations.commands.record_revision import columns, record_revision
from wobangni.service_requests.rules.photo import BadPhoto, clean_photo

MAX_NAME = 40
#: Not for the history: bytes, and secrets. When a secret was changed stands in ``changed_at``.
_UNTOLD = frozenset({"logo", "secret_sealed", "former_sealed"})


@dataclass(frozen=True, slots=True)
class NewAppSecret:
    """``secret``: told this once."""

    key: str
    secret: str

    def __repr__(self) -> str:
        return f"NewAppSecret({self.key})"


def save_app(
    *,
    actor: Actor,
    now: dt.datetime,
    county: str,
    name: str,
    colour: str,
    origins: str = "",
    logo: bytes | None = None,
    drop_logo: bool = False,
) -> NewAppSecret | None:
    """Makes the county's app, or changes its look; the secret of a new one. ``origins``: one a line; ``logo``: a picture, None leaves it as it is.

    Raises Forbidden, InvalidInput with ``fields``: nothing is changed then.
    """
    check_admin(actor, county)
    name, colour = clean_line(name), clean_line(colour).lower()
    good, bad = read_origins(origins)
    fields: dict[str, Message] = {}
    if not 1 <= len(name) <= MAX_NAME:
        fields["name"] = _("Between 1 and %(n)s characters.") % {"n": MAX_NAME}
    if not is_colour(colour):
        fields["colour"] = _("A colour like #1c7448.")
    if bad:
        fields["origins"] = _("This is no address of a site: %(line)s. Write https:// and the host, one a line.") % {
            "line": bad[0][:60]
        }
    elif len(good) > MOST_ORIGINS:
        fields["origins"] = _("At most %(n)s addresses.") % {"n": MOST_ORIGINS}
    picture = b""
    if logo is not None:
        try:
            picture = clean_photo(logo).small
        except BadPhoto as error:
            fields["logo"] = _(error.message)
    if fields:
        raise InvalidInput(_("Please check what you entered."), fields=fields)
    made = None
    with acting(actor, counties=[county]):
        row = CountyApp.objects.select_for_update().filter(county=county).first()
        before = _told(row) if row else None
        if row is None:
            row, made = _new(county, now)
        row.name, row.colour, row.origins = name, colour, list(good)
        if picture or drop_logo:
            row.logo = picture
        row.version += 1 if before else 0
        row.save(force_insert=before is None)
        _record(actor, now, row, before)
    return made


def change_app_secret(*, actor: Actor, now: dt.datetime, county: str) -> NewAppSecret:
    """A new secret; the one before stays good until ``drop_former_app_secret``. Raises Forbidden, NotFound."""
    check_admin(actor, county)
    with acting(actor, counties=[county]):
        row = _app(county)
        before = _told(row)
        secret = secrets.token_urlsafe(32)
        # What is sealed for one place opens in no other, so the old one is sealed anew for its new place.
        old = unseal(row.secret_sealed, app_place(row.key, "secret"))
        row.former_sealed = seal(old, app_place(row.key, "former"))
        row.secret_sealed, row.changed_at = seal(secret, app_place(row.key, "secret")), now
        row.save()
        _record(actor, now, row, before)
    return NewAppSecret(row.key, secret)


def drop_former_app_secret(*, actor: Actor, now: dt.datetime, county: str) -> None:
    """Ends a change of secrets: only the new one is good. Raises Forbidden, NotFound."""
    check_admin(actor, county)
    with acting(actor, counties=[county]):
        row = _app(county)
        before = _told(row)
        row.former_sealed, row.changed_at = b"", now
        row.save()
        _record(actor, now, row, before)


def switch_app(*, actor: Actor, now: dt.datetime, county: str, active: bool) -> None:
    """Lets the app in, or no longer: its tokens, its frames and its look. Raises Forbidden, NotFound."""
    check_admin(actor, county)
    with acting(actor, counties=[county]):
        row = _app(county)
        before = _told(row)
        row.active = active
        row.save()
        _record(actor, now, row, before)


def _new(county: str, now: dt.datetime) -> tuple[CountyApp, NewAppSecret]:
    made = NewAppSecret(f"app-{secrets.token_hex(6)}", secrets.token_urlsafe(32))
    sealed = seal(made.secret, app_place(made.key, "secret"))
    return CountyApp(county_id=county, key=made.key, secret_sealed=sealed, changed_at=now), made


def _app(county: str) -> CountyApp:
    row = CountyApp.objects.select_for_update().filter(county=county).first()
    if row is None:
        raise NotFound(_("This county has no app yet."))
    return row


def _told(row: CountyApp) -> dict[str, object]:
    told = {name: value for name, value in columns(row).items() if name not in _UNTOLD}
    return {**told, "has_logo": bool(bytes(row.logo))}


def _record(actor: Actor, now: dt.datetime, row: CountyApp, before: dict[str, object] | None) -> None:
    record_revision(
        actor=actor,
        now=now,
        row=row,
        before=before,
        after=_told(row),
        county=row.county_id,
        title=row.name,
        bump=None,
    )
