"""Waves of pilots, and who in a league is asked to help. For administrators of the region."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _

from wobangni.kernel.actors import Actor
from wobangni.kernel.errors import InvalidInput, Message, NotFound
from wobangni.kernel.rules.text import clean_line, clean_text
from wobangni.kernel.scope import acting
from wobangni.organisations import queries, reference
from wobangni.organisations.access import check_admin
from wobangni.organisations.commands.record_revision import columns, record_revision
from wobangni.organisations.models import LeagueHelper, PilotCounty, PilotWave

MOST_WAVES = 99
#: Name of the lock: one editor of the plan at a time.
PLAN = "pilot_waves"


def save_wave(
    *,
    actor: Actor,
    now: dt.datetime,
    number: int,
    name: str,
    starts_on: dt.date,
    due_on: dt.date,
    counties: Sequence[str],
    note: str = "",
) -> None:
    """The wave as it is to be, new or changed; twice changes nothing. ``counties``: codes; those that were in another wave leave it.

    Raises Forbidden, InvalidInput with ``fields`` (number, name, due_on, counties).
    """
    check_admin(actor, None)
    title, wanted, fields = clean_line(name), sorted(set(counties)), dict[str, Message]()
    if not 1 <= number <= MOST_WAVES:
        fields["number"] = _("A number between 1 and %(most)s.") % {"most": MOST_WAVES}
    if not 1 <= len(title) <= 60:
        fields["name"] = _("Between 1 and 60 characters.")
    if due_on < starts_on:
        fields["due_on"] = _("It can't end before it begins.")
    if not wanted or any(queries.county(code) is None for code in wanted):
        fields["counties"] = _("Choose the counties of this wave.")
    if fields:
        raise InvalidInput(_("Please check what you entered."), fields=fields)
    with acting(actor, counties=()):
        reference.lock(PLAN)
        row = PilotWave.objects.filter(pk=number).first()
        before = _columns(row) if row else None
        row = row or PilotWave(number=number)
        row.name, row.starts_on, row.due_on, row.note = title, starts_on, due_on, clean_text(note)[:300]
        row.save()
        PilotCounty.objects.filter(wave=row).exclude(county_id__in=wanted).delete()
        PilotCounty.objects.bulk_create(
            [PilotCounty(county_id=code, wave=row) for code in wanted],
            update_conflicts=True,
            unique_fields=["county"],
            update_fields=["wave"],
        )
        record_revision(
            actor=actor, now=now, row=row, before=before, after=_columns(row), county=None, title=title, bump=None
        )


def save_league_helper(
    *, actor: Actor, now: dt.datetime, league: str, name: str, post: str = "", phone: str = ""
) -> None:
    """Who is asked to help the counties of a league; an empty name: nobody. Raises Forbidden, NotFound, InvalidInput with ``fields``."""
    check_admin(actor, None)
    if not any(one.code == league for one in queries.leagues()):
        raise NotFound(_("There is no such league or city."), code="no_such_league")
    limits = {"name": (clean_line(name), 40), "post": (clean_line(post), 80), "phone": (clean_line(phone), 40)}
    fields: dict[str, Message] = {
        field: _("At most %(limit)s characters.") % {"limit": limit}
        for field, (text, limit) in limits.items()
        if len(text) > limit
    }
    if fields:
        raise InvalidInput(_("Please check what you entered."), fields=fields)
    with acting(actor, counties=()):
        reference.lock(PLAN)
        row = LeagueHelper.objects.filter(pk=league).first()
        before = columns(row) if row else None
        row = row or LeagueHelper(league_id=league)
        row.name, row.post, row.phone = (text for text, _limit in limits.values())
        after = columns(row) if row.name else None
        if before is None and after is None:
            return
        if row.name:
            row.save()
        else:
            row.delete()
        title = row.name or str((before or {}).get("name", ""))
        record_revision(actor=actor, now=now, row=row, before=before, after=after, county=None, title=title, bump=None)


def _columns(row: PilotWave) -> dict[str, object]:
    members = PilotCounty.objects.filter(wave=row).order_by("county_id").values_list("county_id", flat=True)
    return columns(row) | {"counties": list(members)}
