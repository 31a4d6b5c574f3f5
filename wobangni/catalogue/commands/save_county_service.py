"""What a county says differently about a service of the region."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from wobangni.catalogue.access import get_service_for
from wobangni.catalogue.commands.save_service import clean_keywords, clean_questions
from wobangni.catalogue.models import CountyService
from wobangni.kernel.actors import Actor
from wobangni.kernel.errors import InvalidInput
from wobangni.kernel.rules.text import clean_line
from wobangni.kernel.scope import acting
from wobangni.organisations import reference
from wobangni.organisations.commands.record_revision import columns, record_revision


def save_county_service(
    *,
    actor: Actor,
    now: dt.datetime,
    county: str,
    code: str,
    description: str | None = None,
    keywords: Sequence[str] = (),
    questions: Sequence[Mapping[str, Any]] | None = None,
    active: bool = True,
) -> bool:
    """None: as in the region. ``keywords``: besides the region's. ``active`` False: not offered here. False if nothing changed.

    Raises Forbidden, NotFound, InvalidInput with ``fields`` (description, keywords, questions).
    """
    service = get_service_for(actor, county, code)
    if service.county_id is not None:
        raise InvalidInput(_("This service is your county's own: change the service itself."))
    words = clean_line(description) if description is not None else None
    if words == service.description or not words:
        words = None
    elif not 4 <= len(words) <= 300:
        message = _("Say in a sentence or two what it is for, at most %(n)s characters.") % {"n": 300}
        raise InvalidInput(_("Please check what you entered."), fields={"description": message})
    asked = clean_questions(questions) if questions is not None else None
    with acting(actor, counties=[county]):
        reference.lock(reference.CATALOGUE)
        row = CountyService.objects.filter(county=county, service=service).first()
        fresh = row is None
        row = row or CountyService(county_id=county, service=service)
        before = columns(row)
        row.description, row.keywords, row.active = words, clean_keywords(keywords), active
        row.questions = None if asked == service.questions else asked
        row.save()
        if fresh:
            before["id"] = row.pk
        return record_revision(
            actor=actor,
            now=now,
            row=row,
            before=before,
            after=columns(row),
            county=county,
            title=service.name,
            bump=reference.CATALOGUE,
        )
