"""Ready texts for staff."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from wobangni.catalogue.models import ReplyTemplate
from wobangni.kernel.actors import Actor
from wobangni.kernel.errors import InvalidInput, Message, NotFound
from wobangni.kernel.rules.text import clean_line, clean_text
from wobangni.kernel.scope import acting
from wobangni.organisations import reference
from wobangni.organisations.access import check_admin
from wobangni.organisations.commands.record_revision import columns, record_revision

MAX_TEXT = 2000


def save_template(
    *,
    actor: Actor,
    now: dt.datetime,
    county: str | None,
    template_id: int | None,
    action: str,
    title: str,
    text: str,
    active: bool = True,
) -> int:
    """The text's id. ``template_id`` None: a new one. ``action``: an action of the lifecycle (the caller offers only those).

    Raises Forbidden, NotFound, InvalidInput with ``fields`` (action, title, text).
    """
    check_admin(actor, county)
    with acting(actor, counties=[county] if county else []):
        reference.lock(reference.CATALOGUE)
        row = _mine(county, template_id) if template_id is not None else ReplyTemplate(county_id=county)
        before = columns(row) if template_id is not None else None
        row.action, row.title, row.text, row.active = action, clean_line(title), clean_text(text), active
        _check(row)
        row.save()
        record_revision(
            actor=actor,
            now=now,
            row=row,
            before=before,
            after=columns(row),
            county=county,
            title=row.title,
            bump=reference.CATALOGUE,
        )
    return row.pk


def delete_template(*, actor: Actor, now: dt.datetime, county: str | None, template_id: int) -> None:
    """Takes a text away; its words stay in the history. Raises Forbidden, NotFound."""
    check_admin(actor, county)
    with acting(actor, counties=[county] if county else []):
        reference.lock(reference.CATALOGUE)
        row = _mine(county, template_id)
        before = columns(row)
        row.delete()
        record_revision(
            actor=actor,
            now=now,
            row=row,
            before=before,
            after=None,
            county=county,
            title=row.title,
            bump=reference.CATALOGUE,
        )


def _mine(county: str | None, template_id: int) -> ReplyTemplate:
    row = ReplyTemplate.objects.filter(pk=template_id, county=county).first()
    if row is None:
        raise NotFound(_("There is no such text in this county."))
    return row


def _check(row: ReplyTemplate) -> None:
    fields: dict[str, Message] = {}
    if not row.action or len(row.action) > 20:
        fields["action"] = _("Choose where the text is offered.")
    if not 1 <= len(row.title) <= 40:
        fields["title"] = _("Between 1 and %(n)s characters.") % {"n": 40}
    elif (
        ReplyTemplate.objects.filter(county=row.county_id, action=row.action, title=row.title)
        .exclude(pk=row.pk)
        .exists()
    ):
        fields["title"] = _("There is a text with this title already.")
    if not 2 <= len(row.text) <= MAX_TEXT:
        fields["text"] = _("Between 2 and %(n)s characters.") % {"n": MAX_TEXT}
    if fields:
        raise InvalidInput(_("Please check what you entered."), fields=fields)
