"""Sealing anew, with the newest key, what the exchange has sealed: secrets of telephone systems and counties' apps, recordings, odd numbers."""

from __future__ import annotations

from django.db import transaction

from wobangni.accounts.commands.reseal import Resealed, reseal_row
from wobangni.exchange.models import Call, CountyApp, TelephoneSystem
from wobangni.exchange.rules.places import app_place, call_place, secret_place

BATCH = 500


def reseal_calls() -> Resealed:
    """Batch by batch, each its own transaction; may be stopped and run again. For the platform's own command line; no surface offers it."""
    done = Resealed()
    for key in list(TelephoneSystem.objects.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            row = TelephoneSystem.objects.select_for_update().get(pk=key)
            columns = {f"{name}_sealed": secret_place(row.key, name) for name in ("secret", "former")}
            reseal_row(row, columns, done)
    for key in list(CountyApp.objects.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            app = CountyApp.objects.select_for_update().get(pk=key)
            reseal_row(app, {f"{name}_sealed": app_place(app.key, name) for name in ("secret", "former")}, done)
    sealed = Call.objects.exclude(recording_sealed=b"", caller_sealed=b"").order_by("county", "id")
    keys = list(sealed.values_list("county", "id"))
    for start in range(0, len(keys), BATCH):
        with transaction.atomic():
            for county, call_id in keys[start : start + BATCH]:
                call = Call.objects.select_for_update().get(county=county, id=call_id)
                places = {f"{name}_sealed": call_place(county, call_id, name) for name in ("recording", "caller")}
                reseal_row(call, places, done)
    return done
