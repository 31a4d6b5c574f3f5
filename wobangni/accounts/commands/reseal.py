"""Sealing anew, with the newest key, what older keys have sealed: the second half of a rotation.

1. Put the new key first in WOBANGNI_VAULT_KEYS, the old one behind it, and start everything anew. 2. ``wobangni vault reseal``. 3. When that
finds nothing more, drop the old key; if it was the last of the list, keep it as WOBANGNI_VAULT_HASH_KEY, or no phone is found again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import QuerySet

from wobangni.accounts.cipher import CannotOpen, is_current, seal, unseal
from wobangni.accounts.mfa_secrets import resealed_secrets
from wobangni.accounts.models import Contact, Resident, SmsMessage
from wobangni.accounts.sms.delivery import body_place, phone_place
from wobangni.accounts.vault import place_of, resident_place

BATCH = 500
Progress = Callable[[int, int], None]
#: Row's id → sealed column → what it is bound to.
Places = Callable[[UUID], Mapping[str, str]]


@dataclass(slots=True)
class Resealed:
    """Rows read and rows written; ``broken``: names of rows that no listed key opens, left as they are."""

    read: int = 0
    written: int = 0
    broken: list[str] = field(default_factory=list)


def reseal(
    *, progress: Progress = lambda done, total: None, more: Sequence[tuple[QuerySet[Any], Places]] = ()
) -> Resealed:
    """Goes through everything that is sealed, batch by batch, each its own transaction; may be stopped and run again.

    For the platform's own command line; no surface offers it. ``progress`` is told after each batch how many rows are done, and of how many.
    ``more``: rows of apps above this one, with what their sealed columns are bound to.
    """
    done = Resealed()
    total = sum(model._default_manager.count() for model in (Contact, Resident, SmsMessage, Authenticator))
    total += sum(rows.count() for rows, _places in more)

    def batch_done() -> None:
        progress(done.read, total)

    for county in list(Contact.objects.order_by("county").values_list("county", flat=True).distinct()):
        _walk(Contact.objects.filter(county=county), _contact_places(county), done, batch_done)
    _walk(Resident.objects.all(), _resident_places, done, batch_done)
    _walk(SmsMessage.objects.all(), _sms_places, done, batch_done)
    for rows, places in more:
        _walk(rows, places, done, batch_done)
    _walk_secrets(done)
    return done


def _contact_places(county: str) -> Places:
    return lambda key: {f"{column}_sealed": place_of(county, key, column) for column in ("name", "phone", "address")}


def _resident_places(key: UUID) -> Mapping[str, str]:
    return {f"{column}_sealed": resident_place(key, column) for column in ("name", "phone")}


def _sms_places(key: UUID) -> Mapping[str, str]:
    return {"phone_sealed": phone_place(key), "body_sealed": body_place(key)}


def _walk(rows: QuerySet[Any], places: Places, done: Resealed, batch_done: Callable[[], None]) -> None:
    last = UUID(int=0)
    while True:
        with transaction.atomic():
            batch = list(rows.select_for_update().filter(id__gt=last).order_by("id")[:BATCH])
            for row in batch:
                reseal_row(row, places(row.id), done)
        if not batch:
            return
        last = batch[-1].id
        batch_done()


def reseal_row(row: Any, places: Mapping[str, str], done: Resealed) -> None:
    """Seals anew what older keys have sealed; ``places``: by column, what it is bound to. What no key opens is named and left."""
    done.read += 1
    try:
        fresh = {
            column: seal(unseal(getattr(row, column), place), place)
            for column, place in places.items()
            if not is_current(getattr(row, column))
        }
    except CannotOpen:
        done.broken.append(f"{row._meta.db_table} {row.id}")
        return
    if fresh:
        for column, blob in fresh.items():
            setattr(row, column, blob)
        row.save(update_fields=list(fresh))
        done.written += 1


def _walk_secrets(done: Resealed) -> None:
    for key in list(Authenticator.objects.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            row = Authenticator.objects.select_for_update().filter(pk=key).first()
            if row is None:
                continue
            done.read += 1
            try:
                fresh = resealed_secrets(row.data)
            except CannotOpen:
                done.broken.append(f"{row._meta.db_table} {key}")
                continue
            if fresh is not None:
                row.data = fresh
                row.save(update_fields=["data"])
                done.written += 1
