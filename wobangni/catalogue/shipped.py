"""The catalogue as shipped: data/*.toml as plain values. "Chinese|English" is split here."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from wobangni.catalogue.rules.ladder import LADDER_CLOCKS, Step, check_steps, parse_steps
from wobangni.catalogue.rules.limits import Limit, LimitKind, TimeUnit
from wobangni.catalogue.rules.natures import Nature
from wobangni.catalogue.rules.questions import parse_questions, to_data

_DATA = files("wobangni.catalogue") / "data"


@dataclass(frozen=True, slots=True)
class ShippedLimit:
    """nature None: everything."""

    nature: Nature | None
    kind: LimitKind
    limit: Limit
    effective_from: dt.date


def categories() -> Iterator[dict[str, Any]]:
    """Columns of Category, in order."""
    for order, row in enumerate(_read(_DATA / "categories.toml")["category"], start=1):
        name, name_en = _two(row["name"])
        hint, hint_en = _two(row["hint"])
        yield {
            "code": row["code"],
            "name": name,
            "name_en": name_en,
            "hint": hint,
            "hint_en": hint_en,
            "icon": row["icon"],
            "order": order,
        }


def services() -> Iterator[dict[str, Any]]:
    """Columns of Service, ``category`` by code. Raises BadQuestion for a question that can't be used."""
    for category in categories():
        rows = _read(_DATA / "services" / f"{category['code']}.toml")["service"]
        for order, row in enumerate(rows, start=1):
            name, name_en = _two(row["name"])
            yield {
                "code": row["code"],
                "category_id": category["code"],
                "name": name,
                "name_en": name_en,
                "description": row["description"],
                "description_en": row["description_en"],
                "keywords": row["keywords"],
                "questions": to_data(parse_questions([_question(q) for q in row["questions"]])),
                "nature": Nature(row["nature"]).value,
                "unit_kind": row["unit"],
                "urgent": row.get("urgent", False),
                "order": order,
            }


def limits() -> Iterator[ShippedLimit]:
    data = _read(_DATA / "limits.toml")
    for scope in ("all", *Nature):
        for kind, (amount, unit) in data.get(scope, {}).items():
            nature = None if scope == "all" else Nature(scope)
            yield ShippedLimit(nature, LimitKind(kind), Limit(amount, TimeUnit(unit)), data["from"])


def ladder() -> Iterator[tuple[LimitKind, tuple[Step, ...], dt.date]]:
    """(clock, its steps, from which day)."""
    data = _read(_DATA / "ladder.toml")
    for kind in LADDER_CLOCKS:
        steps = parse_steps(data.get(kind.value, ()))
        check_steps(kind, steps)
        yield kind, steps, data["from"]


def templates() -> Iterator[dict[str, Any]]:
    """Columns of ReplyTemplate."""
    for order, row in enumerate(_read(_DATA / "templates.toml")["template"], start=1):
        yield {"action": row["action"], "title": row["title"], "text": row["text"], "order": order}


def _read(path: Traversable) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _two(text: str) -> tuple[str, str]:
    chinese, _bar, english = text.partition("|")
    return chinese, english


def _question(row: dict[str, Any]) -> dict[str, Any]:
    label, label_en = _two(row["label"])
    why, why_en = _two(row.get("why", ""))
    options = []
    for option in row.get("options", []):
        code, words = option.split("|", 1)
        chinese, english = _two(words)
        options.append({"code": code, "label": chinese, "label_en": english})
    return {
        **row,
        "label": label,
        "label_en": label_en,
        "why": why,
        "why_en": why_en,
        "options": options,
    }
