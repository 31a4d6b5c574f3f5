"""Puts the shipped catalogue into the database. Running it again changes nothing that people have changed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction

from wobangni.catalogue import shipped
from wobangni.catalogue.models import Category, LadderEntry, ReplyTemplate, Service, TimeLimit
from wobangni.catalogue.rules.ladder import Step, steps_data
from wobangni.catalogue.rules.limits import LimitKind
from wobangni.kernel.actors import Actor
from wobangni.organisations import reference
from wobangni.organisations.access import check_admin
from wobangni.organisations.models import Revision


@dataclass(frozen=True, slots=True)
class CatalogueLoaded:
    """How many there are as shipped, and how many rows were written."""

    categories: int
    services: int
    limits: int
    templates: int
    written: int


def load_catalogue(*, actor: Actor, now: dt.datetime) -> CatalogueLoaded:
    """Adds what is missing and brings the rest to the shipped words, except for rows that an administrator has changed or taken out."""
    check_admin(actor, None)
    groups, items = list(shipped.categories()), list(shipped.services())
    limits, texts = list(shipped.limits()), list(shipped.templates())
    with transaction.atomic():
        reference.lock(reference.CATALOGUE)
        written = sum(_put(Category, {"code": row["code"]}, row) for row in groups)
        written += sum(_put(Service, {"code": row["code"]}, row) for row in items)
        written += sum(_put_limit(row) for row in limits)
        written += sum(_put_ladder(*row) for row in shipped.ladder())
        for row in texts:
            written += _put(ReplyTemplate, {"county": None, "action": row["action"], "title": row["title"]}, row)
        if written:
            reference.bump(reference.CATALOGUE)
    return CatalogueLoaded(len(groups), len(items), len(limits), len(texts), written)


def _put(model: type[models.Model], key: dict[str, Any], columns: dict[str, Any]) -> int:
    """Writes one row if it is missing, or differs and is still ours. The number of rows written."""
    row = model._default_manager.filter(**key).first()
    if row is None:
        if _removed_by_people(model, columns):
            return 0
        model._default_manager.create(**{**key, **columns})
        return 1
    if all(getattr(row, name) == value for name, value in columns.items()) or _edited(row):
        return 0
    for name, value in columns.items():
        setattr(row, name, value)
    row.save()
    return 1


def _put_limit(row: shipped.ShippedLimit) -> int:
    """A limit once written is never rewritten: a new edition brings a new day instead."""
    _found, created = TimeLimit.objects.get_or_create(
        county=None,
        service=None,
        nature=row.nature.value if row.nature else "",
        kind=row.kind.value,
        effective_from=row.effective_from,
        defaults={"amount": row.limit.amount, "unit": row.limit.unit.value},
    )
    return int(created)


def _put_ladder(kind: LimitKind, steps: tuple[Step, ...], since: dt.date) -> int:
    _found, created = LadderEntry.objects.get_or_create(
        county=None, kind=kind.value, effective_from=since, defaults={"steps": steps_data(steps)}
    )
    return int(created)


def _edited(row: models.Model) -> bool:
    return Revision.objects.filter(table=row._meta.db_table, row=str(row.pk), county=None).exists()


def _removed_by_people(model: type[models.Model], columns: dict[str, Any]) -> bool:
    """Only templates can be deleted, or renamed; they are known by their title."""
    title = columns.get("title")
    return (
        title is not None
        and Revision.objects.filter(table=model._meta.db_table, county=None, before__title=title).exists()
    )
