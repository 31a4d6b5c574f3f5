"""A resident comes from their county's app: the app's signed word stands for the code by text message."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from wobangni.accounts.cipher import unseal
from wobangni.accounts.commands.check_code import ProvedPhone
from wobangni.accounts.commands.know_resident import know_resident
from wobangni.accounts.rate_limits import check_rate
from wobangni.accounts.rules.phone import BadPhone, mask_phone, normalise_phone
from wobangni.exchange.models import CountyApp, LaunchUse
from wobangni.exchange.rules.launch_token import BadToken, Fault, Launch, believe, take_apart
from wobangni.exchange.rules.places import app_place
from wobangni.kernel.actors import SYSTEM
from wobangni.kernel.errors import WobangniError
from wobangni.kernel.rules.text import clean_line
from wobangni.kernel.scope import acting

#: Of one address; a whole town may come through one address of its operator.
IP_LAUNCHES, PHONE_LAUNCHES, SECONDS = 1200, 40, 600
#: Used tokens are remembered for so long after they ended by themselves: for who asks how somebody came in.
REMEMBERED = dt.timedelta(days=30)

WORDS = {
    Fault.MALFORMED: N_("The link from your app is incomplete, so it can't show us who you are."),
    Fault.UNKNOWN_KEY: N_("The link does not come from your county's app, so we can't believe who it says you are."),
    Fault.OTHER_COUNTY: N_("This link is for another county's pages."),
    Fault.EXPIRED: N_("This link was good for a few minutes only, and they are over."),
    Fault.TOO_LONG: N_("This link is good for longer than we allow, so we don't take it. Your app's makers have to put it right."),
    Fault.CLAIMS: N_("The link from your app does not say who you are. Your app's makers have to put it right."),
    Fault.NEXT: N_("The link from your app leads to a page that there is none of here. Your app's makers have to put it right."),
    Fault.PHONE: N_("The phone number in your app is none that can be called. Please correct it in the app."),
    Fault.USED: N_("This link has been used already. Each one opens our pages once, so that nobody else can come in by it."),
}  # fmt: skip


class LaunchRefused(WobangniError):
    """The token is not good; nobody was signed in. ``code``: ``launch_`` and the fault, for the app's makers."""

    http_status = 403

    def __init__(self, fault: Fault) -> None:
        super().__init__(_(WORDS[fault]), code=f"launch_{fault}")
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Launched:
    """``proved`` None: the app named nobody by phone. ``again``: the same browser with the same token once more; it is signed in already."""

    jti: str
    proved: ProvedPhone | None
    name: str
    next: str
    again: bool


def launch(*, now: dt.datetime, county: str, token: str, ip: str, opened_with: str = "") -> Launched:
    """Uses the token up. ``opened_with``: the token by which this very browser was signed in; it may reload. Raises LaunchRefused, TooMany."""
    check_rate("launch", ip, limit=IP_LAUNCHES, seconds=SECONDS, now=now)
    try:
        asked = _believed(token, county, now)
        phone = normalise_phone(asked.phone) if asked.phone else ""
    except BadToken as error:
        raise LaunchRefused(error.fault) from None
    except BadPhone:
        raise LaunchRefused(Fault.PHONE) from None
    if phone:
        check_rate("launch phone", phone, limit=PHONE_LAUNCHES, seconds=SECONDS, now=now)
    ends = dt.datetime.fromtimestamp(asked.exp, tz=dt.UTC)
    with acting(SYSTEM, counties=[county]):
        row, first = LaunchUse.objects.get_or_create(
            county=county, jti=asked.jti, defaults={"used_at": now, "expires_at": ends}
        )
        if not first and asked.jti != opened_with:
            raise LaunchRefused(Fault.USED)
        proved = None
        if phone:
            proved = ProvedPhone(know_resident(now=now, phone=phone), phone, mask_phone(phone))
            if first:
                LaunchUse.objects.filter(county=county, jti=row.jti).update(resident_id=proved.resident_id)
    return Launched(asked.jti, proved, clean_line(asked.name), asked.next, again=not first)


def forget_launches(*, now: dt.datetime) -> int:
    """Deletes what is remembered of tokens that ended long ago; returns how many."""
    return LaunchUse.objects.filter(expires_at__lt=now - REMEMBERED).delete()[0]


def app_secrets(row: CountyApp) -> list[str]:
    """The secrets that are good: the present one and, while it is being changed, the one before."""
    found = [unseal(row.secret_sealed, app_place(row.key, "secret"))]
    if bytes(row.former_sealed):
        found.append(unseal(row.former_sealed, app_place(row.key, "former")))
    return found


def _believed(token: str, county: str, now: dt.datetime) -> Launch:
    opened = take_apart(token)
    row = CountyApp.objects.filter(key=opened.key, active=True).defer("logo").first()
    if row is None:
        raise BadToken(Fault.UNKNOWN_KEY)
    return believe(opened, secrets=app_secrets(row), app_county=row.county_id, county=county, now=now.timestamp())
