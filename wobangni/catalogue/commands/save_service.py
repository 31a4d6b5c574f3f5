"""A service's words, questions and usual unit: the region's own, or one that a county offers by itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from wobangni.catalogue.access import get_service_for
from wobangni.catalogue.models import Category, Service
from wobangni.catalogue.rules.natures import Nature
from wobangni.catalogue.rules.questions import BadQuestion, parse_questions, to_data
from wobangni.kernel.actors import Actor
from wobangni.kernel.errors import Forbidden, InvalidInput, Message
from wobangni.kernel.rules.text import clean_line
from wobangni.kernel.scope import acting
from wobangni.organisations import reference
from wobangni.organisations.access import check_admin
from wobangni.organisations.commands.record_revision import columns, record_revision
from wobangni.organisations.rules.kinds import UnitKind

MAX_KEYWORDS, MAX_KEYWORD = 60, 20


@dataclass(frozen=True, slots=True)
class ServiceInput:
    """What can be said about a service. ``questions``: as stored, see rules/questions.py."""

    category: str
    name: str
    description: str
    unit_kind: str
    nature: str = Nature.HELP.value
    name_en: str = ""
    description_en: str = ""
    keywords: Sequence[str] = ()
    questions: Sequence[Mapping[str, Any]] = ()
    urgent: bool = False
    order: int = 0
    active: bool = True


def save_service(*, actor: Actor, now: dt.datetime, county: str | None, code: str | None, data: ServiceInput) -> str:
    """The service's code. ``code`` None: a new one (``county`` None: for all counties, else this county's own).

    A service of the region is changed here by administrators of the region only; counties say what differs with ``save_county_service``.
    Raises Forbidden, NotFound, InvalidInput with ``fields``.
    """
    check_admin(actor, county)
    with acting(actor, counties=[county] if county else []):
        reference.lock(reference.CATALOGUE)
        row = get_service_for(actor, county, code) if code else Service(county_id=county)
        if row.county_id != county:
            raise Forbidden(_("Only an administrator of the region may change what holds for every county."))
        before = columns(row) if code else None
        _fill(row, data)
        if not code:
            row.code = _free_code(county, data.category)
        row.save()
        record_revision(
            actor=actor,
            now=now,
            row=row,
            before=before,
            after=columns(row),
            county=county,
            title=row.name,
            bump=reference.CATALOGUE,
        )
    return row.code


def clean_keywords(words: Sequence[str]) -> list[str]:
    """Each once, without spaces, in order. Raises InvalidInput."""
    found = list(dict.fromkeys(clean_line(word).replace(" ", "") for word in words))
    found = [word for word in found if word]
    if len(found) > MAX_KEYWORDS or any(len(word) > MAX_KEYWORD for word in found):
        message = _("At most %(n)s words of at most %(length)s characters.") % {
            "n": MAX_KEYWORDS,
            "length": MAX_KEYWORD,
        }
        raise InvalidInput(_("Please check what you entered."), fields={"keywords": message})
    return found


def clean_questions(questions: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """In the stored form. Raises InvalidInput naming the first one that can't be used."""
    try:
        return to_data(parse_questions(questions))
    except BadQuestion as bad:
        message = f"{bad.where}: {_(bad.problem)}"
        raise InvalidInput(_("Please check what you entered."), fields={"questions": message}) from None


def _fill(row: Service, data: ServiceInput) -> None:
    fields: dict[str, Message] = {}
    name, description = clean_line(data.name), clean_line(data.description)
    if not Category.objects.filter(code=data.category).exists():
        fields["category"] = _("Choose a category.")
    if not 2 <= len(name) <= 40:
        fields["name"] = _("Between 2 and %(n)s characters.") % {"n": 40}
    if not 4 <= len(description) <= 300:
        fields["description"] = _("Say in a sentence or two what it is for, at most %(n)s characters.") % {"n": 300}
    if len(clean_line(data.name_en)) > 80:
        fields["name_en"] = _("At most %(n)s characters.") % {"n": 80}
    if len(clean_line(data.description_en)) > 400:
        fields["description_en"] = _("At most %(n)s characters.") % {"n": 400}
    if data.unit_kind not in [kind.value for kind in UnitKind]:
        fields["unit_kind"] = _("Choose who usually does it.")
    if data.nature not in [nature.value for nature in Nature]:
        fields["nature"] = _("Choose what residents want with it.")
    if not 0 <= data.order <= 999:
        fields["order"] = _("A number from 0 to 999.")
    if fields:
        raise InvalidInput(_("Please check what you entered."), fields=fields)
    row.category_id, row.name, row.description = data.category, name, description
    row.name_en, row.description_en = clean_line(data.name_en), clean_line(data.description_en)
    row.keywords, row.questions = clean_keywords(data.keywords), clean_questions(data.questions)
    row.unit_kind, row.nature = data.unit_kind, data.nature
    row.urgent, row.order, row.active = data.urgent, data.order, data.active


def _free_code(county: str | None, category: str) -> str:
    """roads-2 …, a county's own 150105-roads-1 …"""
    stem = f"{county}-{category}" if county else category
    used = set(Service.objects.filter(code__startswith=stem).values_list("code", flat=True))
    number = next(n for n in range(1, len(used) + 2) if f"{stem}-{n}" not in used)
    return f"{stem}-{number}"
