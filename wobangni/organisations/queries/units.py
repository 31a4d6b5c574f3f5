"""Centres and departments."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext

from wobangni.organisations import reference
from wobangni.organisations.models import Unit
from wobangni.organisations.rules.kinds import CENTRES, KIND_WORDS, UnitKind


@dataclass(frozen=True, slots=True)
class UnitRef:
    """One unit of a county."""

    id: int
    code: str
    county: str
    kind: UnitKind
    name: str
    short_name: str
    phone: str
    address: str
    active: bool

    @property
    def is_centre(self) -> bool:
        return self.kind in CENTRES

    @property
    def kind_label(self) -> str:
        """What kind of unit it is, in the reader's language."""
        return gettext(KIND_WORDS[self.kind].label)

    @property
    def remit(self) -> str:
        """What residents go there for, in the reader's language."""
        return gettext(KIND_WORDS[self.kind].remit)


@dataclass(frozen=True, slots=True)
class _Units:
    by_id: dict[int, UnitRef]
    by_code: dict[str, UnitRef]
    by_county: dict[str, tuple[UnitRef, ...]]


def units_of(county: str, *, inactive: bool = False) -> tuple[UnitRef, ...]:
    """The units of a county in the order of their kinds: centres first. ``inactive``: those out of use too."""
    found = _units().by_county.get(county, ())
    return found if inactive else tuple(u for u in found if u.active)


def unit(unit_id: int) -> UnitRef | None:
    """The unit with this id, active or not."""
    return _units().by_id.get(unit_id)


def unit_by_code(code: str) -> UnitRef | None:
    """The unit with this code, such as 150105-housing."""
    return _units().by_code.get(code)


def _load(_key: None) -> _Units:
    order = {kind: number for number, kind in enumerate(UnitKind)}
    rows = sorted(map(_ref, Unit.objects.all()), key=lambda u: (u.county, order[u.kind], u.id))
    by_county: dict[str, list[UnitRef]] = {}
    for row in rows:
        by_county.setdefault(row.county, []).append(row)
    return _Units(
        by_id={row.id: row for row in rows},
        by_code={row.code: row for row in rows},
        by_county={county: tuple(found) for county, found in by_county.items()},
    )


_kept_units: reference.Kept[None, _Units] = reference.Kept(reference.UNITS, _load)


def _units() -> _Units:
    return _kept_units.get(None)


def _ref(row: Unit) -> UnitRef:
    return UnitRef(
        id=row.id,
        code=row.code,
        county=row.county_id,
        kind=UnitKind(row.kind),
        name=row.name,
        short_name=row.short_name,
        phone=row.phone,
        address=row.address,
        active=row.active,
    )
