"""Puts the region into the database: divisions and, where missing, the units of every county. Running it again changes nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import transaction

from wobangni.kernel.actors import Actor
from wobangni.organisations import reference
from wobangni.organisations.access import check_admin
from wobangni.organisations.models import Division, Unit
from wobangni.organisations.rules.kinds import KIND_WORDS, LEVEL_OF_LENGTH, Level, UnitKind
from wobangni.organisations.shipped import division_rows

#: (rows done, rows in all)
Progress = Callable[[int, int], None]
BATCH = 2000
PARENT_LENGTH = {6: 4, 9: 6, 12: 9}


@dataclass(frozen=True, slots=True)
class RegionLoaded:
    """How many there are now, and how many rows were written."""

    leagues: int
    counties: int
    townships: int
    villages: int
    units: int
    written: int


def load_region(*, actor: Actor, now: dt.datetime, progress: Progress | None = None) -> RegionLoaded:
    """Loads the shipped divisions and makes the fourteen units of each county that lacks them.

    What administrators changed in units stays. Divisions follow the shipped file; none is deleted, since requests may point to it.
    """
    check_admin(actor, None)
    wanted = list(_divisions())
    units_wanted = [unit for row in wanted if row.level == Level.COUNTY for unit in _units(row, wanted)]
    total = len(wanted) + len(units_wanted)
    with transaction.atomic():
        reference.lock(reference.DIVISIONS)
        changed = _changed(wanted)
        for start in range(0, len(changed), BATCH):
            _write_divisions(changed[start : start + BATCH])
            if progress:
                progress(min(len(wanted), start + BATCH), total)
        present = set(Unit.objects.values_list("code", flat=True))
        missing = [unit for unit in units_wanted if unit.code not in present]
        Unit.objects.bulk_create(missing, batch_size=BATCH)
        if changed:
            reference.bump(reference.DIVISIONS)
        if missing:
            reference.bump(reference.UNITS)
    if progress:
        progress(total, total)
    counts = {level: sum(row.level == level for row in wanted) for level in Level}
    return RegionLoaded(
        leagues=counts[Level.LEAGUE],
        counties=counts[Level.COUNTY],
        townships=counts[Level.TOWNSHIP],
        villages=counts[Level.VILLAGE],
        units=len(present) + len(missing),
        written=len(changed) + len(missing),
    )


def _divisions() -> Iterator[Division]:
    for row in division_rows():
        code = row["code"]
        yield Division(
            code=code,
            level=LEVEL_OF_LENGTH[len(code)].value,
            parent_id=code[: PARENT_LENGTH[len(code)]] if len(code) > 4 else None,
            name=row["name"],
            short_name=row["short_name"],
            name_en=row["name_en"],
            aliases=row["aliases"],
            pinyin=row["pinyin"],
            initials=row["initials"],
            lat=float(row["lat"]) if row["lat"] else None,
            lng=float(row["lng"]) if row["lng"] else None,
        )


_COLUMNS = ("level", "parent_id", "name", "short_name", "name_en", "aliases", "pinyin", "initials", "lat", "lng")


def _changed(wanted: list[Division]) -> list[Division]:
    """Those that the database lacks or has otherwise, parents first."""
    present = {code: rest for code, *rest in Division.objects.values_list("code", *_COLUMNS)}
    return [row for row in wanted if present.get(row.code) != [getattr(row, name) for name in _COLUMNS]]


def _write_divisions(rows: list[Division]) -> None:
    Division.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=[name.removesuffix("_id") for name in _COLUMNS],
    )


def _units(county: Division, divisions: list[Division]) -> Iterator[Unit]:
    league = next(row for row in divisions if row.code == county.parent_id)
    for kind in UnitKind:
        words = KIND_WORDS[kind]
        yield Unit(
            code=f"{county.code}-{kind.value.replace('_', '-')}",
            county_id=county.code,
            kind=kind.value,
            name=words.name.format(county=county.name, league=league.name),
            short_name=words.short,
        )
