"""Rules of the directory in the reader's words."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wobangni.catalogue.queries.places import place_label
from wobangni.catalogue.queries.services import service_by_id
from wobangni.catalogue.queries.values import Service
from wobangni.catalogue.rules.conditions import Condition, Hours
from wobangni.catalogue.rules.routing import RuleVersion
from wobangni.organisations.queries import unit

#: More names than this explain nothing.
SHOWN = 3


def service_words(rule: RuleVersion, county: str) -> str:
    """The service, or that it is about all."""
    found = service_by_id(rule.service_id, county) if rule.service_id is not None else None
    return found.label if found else _("Every service")


def place_words(rule: RuleVersion) -> str:
    """The places, or that it is the whole county."""
    return _listed(tuple(map(place_label, rule.places))) if rule.places else _("the whole county")


def condition_words(
    condition: Condition, service: Service | None, channel_label: Callable[[str], str] = str
) -> tuple[str, ...]:
    """Each part of the condition in a few words."""
    c, said = condition, []
    if c.any_words:
        said.append(_("speaks of %(words)s") % {"words": _either(tuple(map(_quoted, c.any_words)))})
    if c.all_words:
        said.append(_("speaks of %(words)s") % {"words": _listed(tuple(map(_quoted, c.all_words)))})
    if c.urgent is not None:
        said.append(_("urgent") if c.urgent else _("not urgent"))
    if c.channels:
        said.append(_("comes by %(channels)s") % {"channels": _either(tuple(map(channel_label, c.channels)))})
    if c.season:
        said.append(_("from %(first)s to %(last)s") % dict(zip(("first", "last"), map(_day, c.season), strict=True)))
    if c.hours:
        said.append(_("within office hours") if c.hours is Hours.OFFICE else _("outside office hours"))
    for code, options in c.answers:
        question = next((q for q in service.questions if q.code == code), None) if service else None
        labels = dict(question.options) if question else {}
        said.append(f"{question.label if question else code} {_either(tuple(labels.get(o, o) for o in options))}")
    return tuple(said)


def rule_words(rule: RuleVersion, county: str, channel_label: Callable[[str], str] | None = None) -> str:
    """``rule 12: heating in 东胜区 → 住建局``: short enough for a line. ``channel_label`` None: without its conditions."""
    service = service_by_id(rule.service_id, county) if rule.service_id is not None else None
    about = [service_words(rule, county)]
    if rule.places:
        about.append(place_words(rule))
    if channel_label is not None:
        about += condition_words(rule.condition, service, channel_label)
    doing = unit(rule.unit_id)
    return _("rule %(number)s: %(about)s → %(unit)s") % {
        "number": rule.number,
        "about": pgettext("clauses", ", ").join(about),
        "unit": doing.short_name if doing else "",
    }


def _listed(names: tuple[str, ...]) -> str:
    shown = pgettext("list separator", ", ").join(names[:SHOWN])
    return shown if len(names) <= SHOWN else _("%(names)s and %(n)s more") % {"names": shown, "n": len(names) - SHOWN}


def _either(names: tuple[str, ...]) -> str:
    shown = pgettext("alternatives", " or ").join(names[:SHOWN])
    return shown if len(names) <= SHOWN else _("%(names)s and %(n)s more") % {"names": shown, "n": len(names) - SHOWN}


def _quoted(word: str) -> str:
    return _("“%(word)s”") % {"word": word}


def _day(day: tuple[int, int]) -> str:
    return f"{day[0]:02}-{day[1]:02}"
