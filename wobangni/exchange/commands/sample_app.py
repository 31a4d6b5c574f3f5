"""The demo's county app: made where it is missing, and what its server would sign."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils.translation import gettext as _

from wobangni.exchange.commands.county_app import save_app
from wobangni.exchange.commands.launch import app_secrets
from wobangni.exchange.models import CountyApp
from wobangni.exchange.rules.launch_token import sign
from wobangni.kernel.actors import SYSTEM
from wobangni.kernel.errors import NotFound
from wobangni.kernel.ids import new_id

NAME, COLOUR = "掌上赛罕（演示）", "#9c4221"
LIVES = dt.timedelta(minutes=2)


def make_sample_app(*, now: dt.datetime, county: str, logo: bytes | None = None) -> None:
    """Once; an app that is there already stays as it is."""
    if not CountyApp.objects.filter(county=county).exists():
        save_app(actor=SYSTEM, now=now, county=county, name=NAME, colour=COLOUR, logo=logo)


def sample_token(*, now: dt.datetime, county: str, phone: str, name: str, next_page: str) -> str:
    """A launch token as the app's own server would make it. Raises NotFound outside of a demo, and in a county without an app."""
    row = CountyApp.objects.filter(county=county, active=True).first() if settings.DEMO else None
    if row is None:
        raise NotFound(_("This county has no app yet."))
    claims = {
        "county": county,
        "jti": str(new_id()),
        "exp": int((now + LIVES).timestamp()),
        "phone": phone,
        "name": name,
        "next": next_page,
    }
    return sign(claims, key=row.key, secret=app_secrets(row)[0])
