"""Users for the cast, and signing them in."""

from __future__ import annotations

from django.test import Client

from tests.cast import Cast
from wobangni.accounts.models import User
from wobangni.kernel.actors import Actor, ActorKind
from wobangni.organisations.models import Membership

PASSWORD = "a long enough password"


def with_users(cast: Cast) -> Cast:
    """Gives everybody on staff a user whose key is the actor's id, and the memberships that make up their grants."""
    for name, actor in cast.everybody.items():
        if actor.kind is ActorKind.STAFF:
            user = User(pk=int(actor.id), username=name, name=actor.name)
            user.set_unusable_password()
            user.save(force_insert=True)
            for grant in actor.grants:
                Membership.objects.create(
                    user=user,
                    role=grant.role.value,
                    county_id=grant.county,
                    unit_id=grant.unit_id,
                    since=user.created_at,
                )
    return cast


def sign_in(actor: Actor) -> Client:
    """A browser in which this person is signed in by name and password alone."""
    client = Client()
    client.force_login(User.objects.get(pk=int(actor.id)), backend="django.contrib.auth.backends.ModelBackend")
    return client
