"""What a county decides for itself: review of answers, hotline, office hours, how sure a suggestion must be."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from wobangni.kernel.actors import Actor
from wobangni.kernel.errors import InvalidInput, Message
from wobangni.kernel.rules.text import clean_line
from wobangni.kernel.scope import acting
from wobangni.organisations import reference
from wobangni.organisations.access import check_admin
from wobangni.organisations.commands.record_revision import columns, record_revision
from wobangni.organisations.models import CountySettings
from wobangni.organisations.queries import county as find_county
from wobangni.organisations.rules.office_hours import BadHours, hours_data, parse_hours
from wobangni.organisations.rules.sureness import LEAST_SURE_PERCENT

HOTLINE = re.compile(r"[0-9\- ]{3,20}")


def save_county_settings(
    *,
    actor: Actor,
    now: dt.datetime,
    county: str,
    review_required: bool,
    hotline: str,
    office_hours: Sequence[Sequence[str]] | None,
    sure_percent: int | None = None,
    info_lapses: bool | None = None,
) -> bool:
    """``office_hours``: [["08:30", "12:00"], …]; None: the region's. Deadlines already running stay. ``sure_percent``: suggestions less confident
    than that a person decides; ``info_lapses``: a question not answered in time ends the request; None: as before. False if nothing changed.

    Raises Forbidden, InvalidInput with ``fields`` (county, hotline, office_hours, sure_percent).
    """
    check_admin(actor, county)
    fields: dict[str, Message] = {}
    number, hours = clean_line(hotline), None
    if find_county(county) is None:
        fields["county"] = _("There is no such county.")
    if number and not HOTLINE.fullmatch(number):
        fields["hotline"] = _("Give the office's telephone number in digits.")
    try:
        hours = hours_data(parse_hours(office_hours)) if office_hours is not None else None
    except BadHours as bad:
        fields["office_hours"] = _(bad.problem)
    if sure_percent is not None and not LEAST_SURE_PERCENT <= sure_percent <= 100:
        fields["sure_percent"] = _("Choose between %(least)s and 100 percent.") % {"least": LEAST_SURE_PERCENT}
    if fields:
        raise InvalidInput(_("Please check what you entered."), fields=fields)
    with acting(actor, counties=[county]):
        reference.lock(reference.CALENDAR)
        row = CountySettings.objects.filter(county=county).first()
        before = columns(row) if row else columns(CountySettings(county_id=county))
        row = row or CountySettings(county_id=county)
        row.review_required, row.hotline, row.office_hours = review_required, number, hours
        if sure_percent is not None:
            row.sure_percent = sure_percent
        if info_lapses is not None:
            row.info_lapses = info_lapses
        row.save()
        return record_revision(
            actor=actor,
            now=now,
            row=row,
            before=before,
            after=columns(row),
            county=county,
            title="",
            bump=reference.CALENDAR,
        )
