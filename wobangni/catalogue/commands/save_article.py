"""Writing an article of the knowledge base. Another wording is another version; what was quoted stays."""

from __future__ import annotations

import datetime as dt

from django.contrib.postgres.search import SearchVector
from django.db.models import Value
from django.utils.translation import gettext as _

from wobangni.catalogue.models import Article, ArticleVersion, Service
from wobangni.kernel.actors import Actor
from wobangni.kernel.clock import local_date
from wobangni.kernel.errors import InvalidInput, Message, NotFound
from wobangni.kernel.rules.text import clean_line, clean_text
from wobangni.kernel.scope import acting
from wobangni.kernel.search import document
from wobangni.organisations.access import check_admin
from wobangni.organisations.commands.record_revision import columns, record_revision
from wobangni.organisations.models import Unit

MAX_TITLE, MAX_TITLE_EN, MAX_TEXT, MAX_OWNER = 80, 120, 4000, 64


def save_article(
    *,
    actor: Actor,
    now: dt.datetime,
    county: str | None,
    article_id: int | None,
    title: str,
    text: str,
    review_on: dt.date,
    title_en: str = "",
    service: str = "",
    owner_unit: int | None = None,
    owner_name: str = "",
    active: bool = True,
) -> int:
    """The article's id. ``article_id`` None: a new one. A change of title or text makes the next version; sent twice it makes none.

    Raises Forbidden, NotFound, InvalidInput with ``fields``.
    """
    check_admin(actor, county)
    with acting(actor, counties=[county] if county else []):
        row = Article(county_id=county) if article_id is None else _mine(county, article_id)
        before = None if article_id is None else _columns(row)
        said = (row.title, row.text)
        row.title, row.title_en = clean_line(title), clean_line(title_en)
        row.text, row.owner_name = clean_text(text), clean_line(owner_name)
        row.review_on, row.active, row.owner_unit_id = review_on, active, owner_unit
        fields: dict[str, Message] = {}
        row.service = _service(county, service, fields)
        _check(row, fields, local_date(now), fresh=before is None or before["review_on"] != review_on.isoformat())
        if before is not None and said != (row.title, row.text):
            row.version += 1
        row.search = None
        row.save()
        _index(row)
        if before is None or said != (row.title, row.text):
            ArticleVersion.objects.create(
                article=row, number=row.version, title=row.title, text=row.text, at=now, by=actor.name
            )
        record_revision(
            actor=actor,
            now=now,
            row=row,
            before=before,
            after=_columns(row),
            county=county,
            title=row.title,
            bump=None,
        )
    return row.pk


def _columns(row: Article) -> dict[str, object]:
    found = columns(row)
    del found["search"]
    return found


def _index(row: Article) -> None:
    """The title counts more than the text; the service's name and the words people use for it are found, too."""
    about = (row.service.name, *row.service.keywords) if row.service else ()
    head = SearchVector(Value(document(row.title, row.title_en, *about)), config="simple", weight="A")
    Article.objects.filter(pk=row.pk).update(
        search=head + SearchVector(Value(document(row.text)), config="simple", weight="C")
    )


def _mine(county: str | None, article_id: int) -> Article:
    row = Article.objects.select_for_update().filter(pk=article_id, county=county).first()
    if row is None:
        raise NotFound(_("There is no such article in this county."))
    return row


def _service(county: str | None, code: str, fields: dict[str, Message]) -> Service | None:
    if not code:
        return None
    row = Service.objects.filter(code=code).first()
    if row is None or row.county_id not in (None, county):
        fields["service"] = _("There is no such service.")
    return row


def _check(row: Article, fields: dict[str, Message], today: dt.date, *, fresh: bool) -> None:
    if not 2 <= len(row.title) <= MAX_TITLE:
        fields["title"] = _("Between 2 and %(n)s characters.") % {"n": MAX_TITLE}
    elif Article.objects.filter(county=row.county_id, title=row.title).exclude(pk=row.pk).exists():
        fields["title"] = _("There is an article with this title already.")
    if len(row.title_en) > MAX_TITLE_EN:
        fields["title_en"] = _("At most %(limit)s characters.") % {"limit": MAX_TITLE_EN}
    if not 2 <= len(row.text) <= MAX_TEXT:
        fields["text"] = _("Between 2 and %(n)s characters.") % {"n": MAX_TEXT}
    if len(row.owner_name) > MAX_OWNER:
        fields["owner_name"] = _("At most %(limit)s characters.") % {"limit": MAX_OWNER}
    if fresh and row.review_on <= today:
        fields["review_on"] = _("The date of review must lie in the future.")
    unit = Unit.objects.filter(pk=row.owner_unit_id).first() if row.owner_unit_id else None
    if row.owner_unit_id and (unit is None or row.county_id is None or unit.county_id != row.county_id):
        fields["owner_unit"] = _("There is no such unit in this county.")
    if fields:
        raise InvalidInput(_("Please check what you entered."), fields=fields)
