"""The cast as people in the database, signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.test import Client

from wobangni.accounts.models import User
from wobangni.kernel import clock
from wobangni.kernel.actors import Actor
from wobangni.organisations.models import Membership

if TYPE_CHECKING:
    from playwright.sync_api import Page

PASSWORD = "caoyuan-2026-test"


def user_of(actor: Actor) -> User:
    """The staff user whom ``actor`` stands for, with the actor's roles; made when there is none yet."""
    user = User.objects.filter(pk=int(actor.id)).first()
    if user is None:
        user = User(pk=int(actor.id), username=f"cast-{actor.id}", name=actor.name)
        user.set_password(PASSWORD)
        user.save(force_insert=True)
    for grant in actor.grants:
        Membership.objects.get_or_create(
            user=user,
            role=grant.role.value,
            county_id=grant.county,
            unit_id=None if grant.grid_id else grant.unit_id,
            grid_id=grant.grid_id,
            until=None,
            defaults={"since": clock.now()},
        )
    return user


def signed_in(actor: Actor, **defaults: str) -> Client:
    """A test client in the session of ``actor`` (a second factor is not part of it)."""
    client = Client(**defaults)  # type: ignore[arg-type]
    client.force_login(user_of(actor), backend="django.contrib.auth.backends.ModelBackend")
    return client


def sign_in(page: Page, actor: Actor, live: str) -> None:
    """Gives a browser page the session of ``actor``. Journeys about signing in itself use the form instead."""
    session = signed_in(actor).cookies[settings.SESSION_COOKIE_NAME].value
    host = urlsplit(live).hostname or ""
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "domain": host, "path": "/"}])
