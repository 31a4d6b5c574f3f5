"""People who can be reached, and servers on this machine to reach them by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from tests.cast import COUNTY, Cast, make_cast
from tests.support.people import user_of
from tests.support.provider import Provider, running_provider
from tests.support.smtp import MailServer, running_mail_server
from wobangni.accounts.models import User
from wobangni.kernel.actors import SYSTEM, Actor, ActorKind
from wobangni.kernel.rules.working_calendar import SHANGHAI
from wobangni.notices.commands.notify import News, notify_staff
from wobangni.notices.commands.save_channel import save_channel
from wobangni.notices.commands.save_preferences import save_address
from wobangni.notices.delivery import deliver
from wobangni.notices.models import NoticeDelivery
from wobangni.notices.rules.channels import Channel
from wobangni.organisations.models import Membership

NOON = dt.datetime(2026, 9, 14, 12, 0, tzinfo=SHANGHAI)
CODE = "1501052609141234"
SECRET = "SEC" + "a1b2" * 8


@pytest.fixture
def cast(region: None) -> Cast:
    made = make_cast()
    everybody = [actor for actor in made.everybody.values() if actor.kind is ActorKind.STAFF]
    User.objects.bulk_create(  # without passwords: hashing them takes longer than all else here
        [User(pk=int(actor.id), username=f"cast-{actor.id}", name=actor.name) for actor in everybody]
    )
    for actor in everybody:
        user_of(actor)
    Membership.objects.update(since=NOON - dt.timedelta(days=365))
    return made


@pytest.fixture
def provider(settings: Any) -> Iterator[Provider]:
    """Somebody's HTTP server; the operator has allowed it."""
    with running_provider() as made:
        settings.NOTICES = settings.NOTICES | {"hosts": [made.host], "timeout": 20.0}
        yield made


@pytest.fixture
def mail(settings: Any) -> Iterator[MailServer]:
    with running_mail_server() as made:
        settings.NOTICES = settings.NOTICES | {
            "smtp": made.settings,
            "mail_from": "我帮你 <notice@example.cn>",
            "timeout": 20.0,
        }
        yield made


def news(about: str = "one", kind: str = "order", **more: Any) -> News:
    data = {"code": "1501 0526 0914 1234", "unit": "住建局"}
    return News(**{"county": COUNTY, "about": about, "kind": kind, "code": CODE, "data": data} | more)


def told(actor: Actor, about: str = "one", *, now: dt.datetime = NOON, **more: Any) -> int:
    return notify_staff(now=now, news=news(about, **more), users=[int(actor.id)])


def has_address(actor: Actor, channel: Channel, address: str) -> None:
    save_address(actor=actor, now=NOON, channel=channel, address=address)


def has_robot(unit_id: int, channel: Channel, provider: Provider, **more: str) -> None:
    given = {"webhook": f"http://{provider.host}/robot?key=0f8fad5b-d9cb-469f", **more}
    save_channel(actor=SYSTEM, now=NOON, county=COUNTY, channel=channel, unit_id=unit_id, given=given)


def only() -> NoticeDelivery:
    return NoticeDelivery.objects.get()


def tried(now: dt.datetime = NOON) -> NoticeDelivery:
    """The one delivery after a try."""
    row = only()
    deliver(county=row.county, id=row.id, now=now)
    return only()
