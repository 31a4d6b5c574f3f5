"""One try to deliver one notice on one way out, and what is kept of it.

A try takes the row first, in a statement of its own: ``next_at`` moves to when the try may be taken for lost. So no transaction is open while a provider
is asked, two jobs never send the same row, and a worker that is killed is followed by another. Between the provider's yes and our note of it lies
the one gap: a worker killed there sends again (at least once). WeChat, push services and most text message providers take our id as a key and
then deliver once; robots and e-mail can't.
"""

from __future__ import annotations

import datetime as dt
import logging
import random
from collections.abc import Sequence
from uuid import UUID

from django.db.models import F
from django.utils import translation

from wobangni.accounts.cipher import CannotOpen
from wobangni.accounts.models import User
from wobangni.kernel.clock import SHANGHAI, local_date
from wobangni.notices.gateways.base import GatewayError, Gone, Later, Parcel, Receipt, gateway_of
from wobangni.notices.links import link_of
from wobangni.notices.models import Notice, NoticeDelivery, StaffAddress, StaffPreference
from wobangni.notices.reaching import absolute, account_of, address_of, secrets_of
from wobangni.notices.rules.channels import Channel
from wobangni.notices.rules.quiet import NIGHT, Quiet, allowed_at
from wobangni.notices.rules.retry import MOST_TRIES, pause
from wobangni.notices.words import Words, words_of

log = logging.getLogger(__name__)
State = NoticeDelivery.State
#: A try that has not said how it ended for so long is taken for lost.
LEASE = dt.timedelta(minutes=3)
#: What is late by so much has lost its job.
OVERDUE = dt.timedelta(seconds=90)
ANSWER_LENGTH = 500
MOST_AT_ONCE = 10_000
#: Texts go out in the language in which providers have approved them.
RESIDENTS_LANGUAGE = "zh-hans"


def deliver(*, county: str, id: UUID, now: dt.datetime) -> NoticeDelivery | None:
    """Tries once to deliver a row that waits and is due; any other is left alone. How it ended stands in the row, which is returned if another try
    is wanted at its ``next_at``."""
    rows = NoticeDelivery.objects.filter(county=county, id=id)
    taken = rows.filter(state=State.WAITING, next_at__lte=now)
    if not taken.update(tries=F("tries") + 1, tried_at=now, next_at=now + LEASE):
        return None
    row = rows.get()
    notice = Notice.objects.filter(county=county, id=row.notice_id).first()
    if notice is None:
        _end(row, state=State.FAILED, answer="the notice is gone")
        return None
    secrets: list[str] = []
    try:
        receipt = _send(row, notice, now, secrets)
    except (GatewayError, CannotOpen) as error:
        return _failed(row, notice, error, now, _plain(str(error), secrets))
    except Exception as error:  # a mistake of ours in one gateway must not hold up the others
        log.exception("notice delivery %s", row.id)
        name = f"internal error: {type(error).__name__}"
        return _failed(row, notice, GatewayError(name), now, name)
    answer = _plain(receipt.answer, secrets)
    _end(row, state=State.SENT, sent_at=now, answer=answer, gateway_ref=_plain(receipt.ref, secrets)[:120])
    return None


def overdue(now: dt.datetime) -> list[NoticeDelivery]:
    """What should have been tried long since, the oldest first."""
    late = NoticeDelivery.objects.filter(state=State.WAITING, next_at__lt=now - OVERDUE)
    return list(late.order_by("next_at")[:MOST_AT_ONCE])


def _send(row: NoticeDelivery, notice: Notice, now: dt.datetime, secrets: list[str]) -> Receipt:
    channel = Channel(row.channel)
    address = address_of(row, notice)
    account = account_of(row, notice, now)
    words = _words(notice)
    secrets += secrets_of(address, account, [words.text] if notice.contact_id else [])
    link = link_of(notice)
    values = {
        "title": words.title,
        "text": words.text,
        "code": str(notice.data.get("code", "")),
        "unit": str(notice.data.get("unit", "")),
        "date": str(notice.data.get("due") or notice.data.get("date") or local_date(notice.created_at).isoformat()),
        "time": f"{notice.created_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}",
    }
    url = link if channel is Channel.PUSH else absolute(link)
    parcel = Parcel(
        id=row.id,
        to=address,
        title=words.title,
        text=words.text,
        url=url,
        values=values,
        urgent=notice.urgent,
        account=account,
    )
    return gateway_of(channel).send(parcel)


def _words(notice: Notice) -> Words:
    language = RESIDENTS_LANGUAGE
    if notice.user_id is not None:
        found = User.objects.filter(pk=notice.user_id).values_list("language", flat=True).first()
        language = found or RESIDENTS_LANGUAGE
    with translation.override(language):
        return words_of(notice.kind, notice.data)


def _failed(
    row: NoticeDelivery, notice: Notice, error: GatewayError | CannotOpen, now: dt.datetime, answer: str
) -> NoticeDelivery | None:
    if isinstance(error, Gone) and row.channel == Channel.PUSH and row.address_id is not None:
        StaffAddress.objects.filter(id=row.address_id).delete()
        _end(row, state=State.GIVEN_UP, answer=answer, given_up_because="the browser has taken its consent back")
        return None
    if row.tries >= MOST_TRIES or not isinstance(error, GatewayError) or error.final:
        _end(row, state=State.FAILED, answer=answer)
        return None
    wait = pause(row.tries, random.random())  # noqa: S311  spreads tries, guards nothing
    if isinstance(error, Later):
        wait = max(wait, error.after)
    after = allowed_at(now + wait, _quiet(notice), urgent=notice.urgent, zone=SHANGHAI)
    return row if _end(row, next_at=after, answer=answer) else None


def _quiet(notice: Notice) -> Quiet | None:
    if notice.user_id is None:
        return NIGHT
    wish = StaffPreference.objects.filter(user_id=notice.user_id).first() or StaffPreference()
    return Quiet(wish.quiet_from, wish.quiet_to) if wish.quiet else None


def _end(row: NoticeDelivery, **changes: object) -> bool:
    """Notes how the try ended, unless it was taken for lost meanwhile and another has begun."""
    mine = NoticeDelivery.objects.filter(county=row.county, id=row.id, state=State.WAITING, tries=row.tries)
    for name, value in changes.items():
        setattr(row, name, value)
    return bool(mine.update(**changes))


def _plain(answer: str, secrets: Sequence[str]) -> str:
    """What the gateway said, without the addresses, keys and texts that many of them repeat."""
    for secret in secrets:
        if len(secret) > 5:
            answer = answer.replace(secret, "…")
    return answer.replace("\x00", "")[:ANSWER_LENGTH]
