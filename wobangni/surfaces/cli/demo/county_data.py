"""What some of the demo's counties have set for themselves: settings, a day off, ready texts, rules of the routing directory.
Through the same commands as their administrators'."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from wobangni.catalogue.commands.save_template import save_template
from wobangni.catalogue.queries import reply_templates
from wobangni.kernel.actors import SYSTEM
from wobangni.kernel.clock import local_date
from wobangni.organisations.commands.save_county_settings import save_county_settings
from wobangni.organisations.commands.set_calendar_days import set_calendar_days
from wobangni.surfaces.cli.demo.rules import add_rules
from wobangni.surfaces.cli.demo.stories import read_texts


def add_county_data(now: dt.datetime) -> None:
    """Only for a demo that is being made: later it would undo what people try out in it."""
    for county in read_texts("counties")["county"]:
        save_county_settings(
            actor=SYSTEM,
            now=now,
            county=county["code"],
            review_required=county["review_required"],
            hotline=county["hotline"],
            office_hours=county.get("office_hours"),
        )
        if "closed" in county:
            _close(county["code"], county["closed"], now)
        _add_texts(county, now)
        add_rules(county["code"], county.get("rule", ()), now)


def _close(code: str, closed: Mapping[str, Any], now: dt.datetime) -> None:
    """The county's own holiday, the next time that it comes round."""
    today = local_date(now)
    day = dt.date(today.year, closed["month"], closed["day"])
    if day < today:
        day = day.replace(year=today.year + 1)
    set_calendar_days(actor=SYSTEM, now=now, county=code, first=day, last=None, is_workday=False, note=closed["note"])


def _add_texts(county: Mapping[str, Any], now: dt.datetime) -> None:
    known = {(text.action, text.title) for text in reply_templates(county["code"], inactive=True)}
    for text in county["template"]:
        if (text["action"], text["title"]) not in known:
            save_template(
                actor=SYSTEM,
                now=now,
                county=county["code"],
                template_id=None,
                action=text["action"],
                title=text["title"],
                text=text["text"],
            )
