"""Who calls in the measurements: a system with a token, a dispatcher who is signed in."""

from __future__ import annotations

from typing import Any


def intake_token(county: str) -> str:
    """The secret of a fresh token that may submit in ``county``; its limit is out of the way."""
    from wobangni.kernel import clock
    from wobangni.kernel.actors import SYSTEM, Scope
    from wobangni.organisations.commands.issue_token import MOST_PER_MINUTE, issue_token

    return issue_token(
        actor=SYSTEM,
        now=clock.now(),
        name="bench",
        county=county,
        scopes=[Scope.WRITE],
        rate_per_minute=MOST_PER_MINUTE,
        demo=True,
    ).secret


def submit_like_api(body: dict[str, Any], *, key: str) -> None:
    """One creation in this process: what the API's view does once the body is read and the token known."""
    from wobangni.kernel import clock
    from wobangni.kernel.actors import Actor, ActorKind, Scope
    from wobangni.surfaces.api.v1.inputs import RequestIn
    from wobangni.surfaces.api.v1.submitting import submit_request

    actor = Actor(ActorKind.PARTNER, "0", "bench", scopes=frozenset({str(Scope.WRITE)}), county=body["county"])
    submit_request(actor=actor, now=clock.now(), body=RequestIn.model_validate(body), key=key, demo=True)


def dispatcher_session(county: str) -> str:
    """The session cookie of a dispatcher of ``county``."""
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from wobangni.accounts.models import User
    from wobangni.kernel import clock
    from wobangni.kernel.actors import SYSTEM, Role
    from wobangni.organisations.commands.create_staff import create_staff

    made = create_staff(
        actor=SYSTEM, now=clock.now(), username="bench", name="巴特尔", role=Role.DISPATCHER, county=county, password="bench-bench-bench", demo=True
    )  # fmt: skip
    user = User.objects.get(pk=made.user_id)
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)
