"""Leagues, counties, townships, villages."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language

from wobangni.organisations import reference
from wobangni.organisations.models import Division
from wobangni.organisations.rules.find import Spoken, plain, rank
from wobangni.organisations.rules.kinds import LEVEL_OF_LENGTH, Level


@dataclass(frozen=True, slots=True)
class DivisionRef:
    """One division. ``parent``: code; None for leagues. lat, lng: WGS84, None below counties."""

    code: str
    level: Level
    parent: str | None
    name: str
    short_name: str
    name_en: str
    lat: float | None
    lng: float | None

    @property
    def label(self) -> str:
        """The name in the reader's language, where there is one in it."""
        return self.name_en if self.name_en and get_language() == "en" else self.name

    @property
    def short_label(self) -> str:
        return self.name_en if self.name_en and get_language() == "en" else self.short_name


@dataclass(frozen=True, slots=True)
class TownshipRow:
    """A township with its villages, as a picker shows them."""

    ref: DivisionRef
    villages: tuple[DivisionRef, ...]


@dataclass(frozen=True, slots=True)
class _Region:
    """Leagues and counties, in order of their codes."""

    leagues: tuple[DivisionRef, ...]
    counties: tuple[DivisionRef, ...]
    by_code: dict[str, DivisionRef]
    spoken: tuple[Spoken, ...]  # of leagues and counties


@dataclass(frozen=True, slots=True)
class _Places:
    """What lies in one county."""

    townships: tuple[TownshipRow, ...]
    by_code: dict[str, DivisionRef]
    spoken: tuple[Spoken, ...]


def leagues() -> tuple[DivisionRef, ...]:
    """The twelve leagues and cities."""
    return _region().leagues


def league(code: str) -> DivisionRef | None:
    """The league with this four-digit code, or the one that a longer code belongs to."""
    return _region().by_code.get(code[:4])


def counties(league: str | None = None) -> tuple[DivisionRef, ...]:
    """All 103 counties, or those of one league."""
    found = _region().counties
    return found if league is None else tuple(c for c in found if c.parent == league)


def county(code: str) -> DivisionRef | None:
    """The county with this six-digit code."""
    return _region().by_code.get(code) if len(code) == 6 else None


def division(code: str) -> DivisionRef | None:
    """The division of any level with this code. No query once its county has been read."""
    if len(code) <= 6:
        return _region().by_code.get(code)
    return _kept_places.get(code[:6]).by_code.get(code) if code[:6] in _region().by_code else None


def divisions(
    level: Level | None = None, parent: str | None = None, *, limit: int = 100, after: str = ""
) -> tuple[DivisionRef, ...]:
    """Up to ``limit`` divisions by code, after the code ``after``; of one level, below one parent (at any depth). One query."""
    rows = Division.objects.filter(code__gt=after)
    if level is not None:
        rows = rows.filter(level=level.value)
    if parent is not None:
        rows = rows.filter(code__startswith=parent).exclude(code=parent)
    return tuple(_ref(row) for row in rows.order_by("code")[:limit])


def places_of(county: str) -> tuple[TownshipRow, ...]:
    """The townships of a county with their villages; empty for an unknown county."""
    return _kept_places.get(county).townships if county in _region().by_code else ()


def villages_of(county: str, township: str | None = None) -> tuple[DivisionRef, ...]:
    """The villages of a county, or of one of its townships."""
    rows = places_of(county)
    return tuple(v for row in rows if township in (None, row.ref.code) for v in row.villages)


def search_counties(q: str, limit: int = 12) -> tuple[DivisionRef, ...]:
    """Counties for what somebody typed: 赛罕, 达茂, saihan, shq, Saihan District, 1501. A league's name finds all its counties."""
    wanted = plain(q)
    region = _region()
    found: dict[str, int] = {}
    for place in region.spoken:
        score = rank(place, wanted)
        if score is None:
            continue
        if len(place.code) == 6:
            found[place.code] = min(score, found.get(place.code, score))
        else:
            for one in counties(place.code):
                found.setdefault(one.code, score + 10)
    return tuple(region.by_code[code] for code in sorted(found, key=lambda c: (found[c], c))[:limit])


def search_places(county: str, q: str, limit: int = 20) -> tuple[DivisionRef, ...]:
    """Townships and villages of a county for what somebody typed, best first."""
    if county not in _region().by_code:
        return ()
    wanted, places = plain(q), _kept_places.get(county)
    scored = ((rank(place, wanted), place.code) for place in places.spoken)
    hits = sorted((score, len(code), code) for score, code in scored if score is not None)
    return tuple(places.by_code[code] for _score, _length, code in hits[:limit])


def _load_region(_key: None) -> _Region:
    rows = list(Division.objects.filter(level__in=[Level.LEAGUE.value, Level.COUNTY.value]).order_by("code"))
    refs = {row.code: _ref(row) for row in rows}
    return _Region(
        leagues=tuple(r for r in refs.values() if r.level is Level.LEAGUE),
        counties=tuple(r for r in refs.values() if r.level is Level.COUNTY),
        by_code=refs,
        spoken=tuple(_spoken(row) for row in rows),
    )


def _load_places(county: str) -> _Places:
    rows = list(Division.objects.filter(code__startswith=county).exclude(code=county).order_by("code"))
    refs = {row.code: _ref(row) for row in rows}
    villages: dict[str, list[DivisionRef]] = {}
    for ref in refs.values():
        if ref.level is Level.VILLAGE:
            villages.setdefault(ref.code[:9], []).append(ref)
    return _Places(
        townships=tuple(
            TownshipRow(ref, tuple(villages.get(ref.code, ()))) for ref in refs.values() if ref.level is Level.TOWNSHIP
        ),
        by_code=refs,
        spoken=tuple(_spoken(row) for row in rows),
    )


_kept_region: reference.Kept[None, _Region] = reference.Kept(reference.DIVISIONS, _load_region)
_kept_places: reference.Kept[str, _Places] = reference.Kept(reference.DIVISIONS, _load_places)


def _region() -> _Region:
    return _kept_region.get(None)


def _ref(row: Division) -> DivisionRef:
    return DivisionRef(
        code=row.code,
        level=LEVEL_OF_LENGTH[len(row.code)],
        parent=row.parent_id,
        name=row.name,
        short_name=row.short_name,
        name_en=row.name_en,
        lat=row.lat,
        lng=row.lng,
    )


def _spoken(row: Division) -> Spoken:
    names = dict.fromkeys([row.name, row.short_name, *row.aliases.split()])
    return Spoken(row.code, tuple(names), tuple(row.pinyin.split()), tuple(row.initials.split()), row.name_en)
