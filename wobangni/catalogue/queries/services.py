"""Services: listing, looking up, searching, guessing."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from wobangni.catalogue.models import Category as CategoryModel
from wobangni.catalogue.models import CountyService as CountyServiceModel
from wobangni.catalogue.models import Service as ServiceModel
from wobangni.catalogue.queries.values import Category, Question, Service, ServiceMatch
from wobangni.catalogue.rules.match import Matcher, Words
from wobangni.catalogue.rules.natures import Nature
from wobangni.catalogue.rules.questions import parse_questions
from wobangni.organisations import reference
from wobangni.organisations.rules.find import plain
from wobangni.organisations.rules.kinds import UnitKind

REGION = ""  # the key under which the catalogue without any county's changes is kept


@dataclass(frozen=True, slots=True)
class _Catalogue:
    """What one county offers, in order."""

    categories: tuple[Category, ...]
    services: tuple[Service, ...]  # active or not
    by_code: dict[str, Service]
    by_id: dict[int, Service]
    matcher: Matcher


def categories(county: str | None = None) -> tuple[Category, ...]:
    """The categories in which the county offers something."""
    used = {s.category.code for s in services(county)}
    return tuple(c for c in _catalogue(county).categories if c.code in used)


def category(code: str) -> Category | None:
    return next((c for c in _catalogue(None).categories if c.code == code), None)


def services(county: str | None = None, category: str | None = None, *, inactive: bool = False) -> tuple[Service, ...]:
    """What the county offers (None: what the region does), by category and order."""
    return tuple(
        s
        for s in _catalogue(county).services
        if (inactive or s.active) and (category is None or s.category.code == category)
    )


def service(code: str, county: str | None = None) -> Service | None:
    """The service with this code as the county offers it, active or not. None for another county's own."""
    return _catalogue(county).by_code.get(code)


def service_by_id(service_id: int, county: str | None = None) -> Service | None:
    """The same by id. Without a county also counties' own services, for old requests."""
    found = _catalogue(county).by_id.get(service_id)
    return found or _every_service.get(None).get(service_id)


def search_services(text: str, county: str | None = None, limit: int = 8) -> tuple[ServiceMatch, ...]:
    """Services for what somebody types into the search box, a word or a sentence: names first, then the catalogue's words."""
    catalogue, wanted = _catalogue(county), plain(text)
    if not wanted:
        return ()
    scores = {m.key: (m.score, m.words) for m in catalogue.matcher.best(text, limit=limit * 3)}
    for one in catalogue.services:
        bonus = _fit(one, wanted)
        if bonus:
            score, words = scores.get(one.code, (0.0, ()))
            scores[one.code] = (score + bonus, words)
    hits = [ServiceMatch(catalogue.by_code[code], score, words) for code, (score, words) in scores.items()]
    hits = [hit for hit in hits if hit.service.active]
    return tuple(sorted(hits, key=lambda h: (-h.score, h.service.category.code, h.service.order))[:limit])


def guess_service(text: str, title: str = "", county: str | None = None) -> ServiceMatch | None:
    """The service that a resident's own words most likely mean; None if none of the catalogue's words occur. No query when warm."""
    return next(iter(guess_services(text, title, county, limit=3)), None)


def guess_services(text: str, title: str = "", county: str | None = None, limit: int = 8) -> tuple[ServiceMatch, ...]:
    """The services that a resident's own words may mean, the likeliest first, as far as they are offered. No query when warm."""
    catalogue = _catalogue(county)
    found = ((catalogue.by_code[match.key], match) for match in catalogue.matcher.best(text, title, limit=limit))
    return tuple(ServiceMatch(service, match.score, match.words) for service, match in found if service.active)


def _fit(one: Service, wanted: str) -> float:
    """How well a search text fits the service's own names, beyond the words that occur in it."""
    names = (plain(one.name), plain(one.name_en))
    if wanted in names:
        return 100.0
    if any(name.startswith(wanted) for name in names if name):
        return 30.0
    if any(wanted in name for name in names):
        return 20.0
    if any(plain(word).startswith(wanted) for word in one.keywords):
        return 10.0
    if any(wanted in plain(word) for word in one.keywords):
        return 6.0
    return 2.0 if len(wanted) >= 2 and wanted in plain(one.description_zh + one.description_en) else 0.0


def _load_categories() -> dict[str, Category]:
    return {
        c.code: Category(c.code, c.name, c.name_en, c.hint, c.hint_en, c.icon)
        for c in CategoryModel.objects.order_by("order", "code")
    }


def _load(county: str) -> _Catalogue:
    groups = _load_categories()
    rows = ServiceModel.objects.filter(county=None)
    changes: dict[int, CountyServiceModel] = {}
    if county:
        rows = rows | ServiceModel.objects.filter(county=county)
        changes = {c.service_id: c for c in CountyServiceModel.objects.filter(county=county)}
    order = {code: number for number, code in enumerate(groups)}
    found = [_service(row, groups, changes.get(row.id)) for row in rows]
    found.sort(key=lambda s: (order[s.category.code], s.order, s.id))
    return _Catalogue(
        categories=tuple(groups.values()),
        services=tuple(found),
        by_code={s.code: s for s in found},
        by_id={s.id: s for s in found},
        matcher=_matcher(tuple(Words(s.code, s.name, s.keywords) for s in found)),
    )


@functools.lru_cache(maxsize=64)
def _matcher(words: tuple[Words, ...]) -> Matcher:
    """Most counties say the same words as the region: one matcher serves them all."""
    return Matcher.of(words)


def _load_every(_key: None) -> dict[int, Service]:
    groups = _load_categories()
    return {row.id: _service(row, groups, None) for row in ServiceModel.objects.all()}


_catalogues: reference.Kept[str, _Catalogue] = reference.Kept(reference.CATALOGUE, _load)
_every_service: reference.Kept[None, dict[int, Service]] = reference.Kept(reference.CATALOGUE, _load_every)


def _catalogue(county: str | None) -> _Catalogue:
    return _catalogues.get(county or REGION)


def _service(row: ServiceModel, groups: dict[str, Category], change: CountyServiceModel | None) -> Service:
    questions = row.questions if change is None or change.questions is None else change.questions
    own_words = change is not None and change.description is not None
    return Service(
        id=row.id,
        code=row.code,
        county=row.county_id,
        category=groups[row.category_id],
        name=row.name,
        name_en=row.name_en,
        description_zh=(change.description or "") if change and own_words else row.description,
        description_en="" if own_words else row.description_en,
        keywords=(*row.keywords, *(change.keywords if change else ())),
        questions=tuple(Question(q) for q in parse_questions(questions)),
        nature=Nature(row.nature),
        unit_kind=UnitKind(row.unit_kind),
        urgent=row.urgent,
        active=row.active and (change is None or change.active),
        order=row.order,
    )
