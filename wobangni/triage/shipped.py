"""The gazetteer, made from the shipped divisions and this folder's data when first asked for; about half a second."""

from __future__ import annotations

import csv
import io
import threading
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from wobangni.organisations.shipped import division_rows
from wobangni.triage.rules.gazetteer import Gazetteer, Named
from wobangni.triage.rules.spelling import Spelling

_lock = threading.Lock()


@dataclass(frozen=True)
class Places:
    """The gazetteer and the proper name of every division by its code."""

    gazetteer: Gazetteer
    names: dict[str, str]


def places() -> Places:
    """Made once in each process."""
    with _lock:
        return _places()


@cache
def _places() -> Places:
    rows = list(division_rows())
    gazetteer = Gazetteer.of(
        map(_named, rows), _spelling(), _short_forms(), _words("common_words.txt"), _words("not_slips.txt")
    )
    return Places(gazetteer, {row["code"]: row["name"] if len(row["code"]) < 12 else row["short_name"] for row in rows})


def _named(row: dict[str, str]) -> Named:
    code, name, short, aliases = row["code"], row["name"], row["short_name"], row["aliases"].split()
    if len(code) > 6:
        return Named(code, tuple(dict.fromkeys((name, short))))
    return Named(code, (name,), tuple(dict.fromkeys((short, *aliases))))


def _spelling() -> Spelling:
    spellings = {row["usual"]: row["others"].split() for row in csv.DictReader(io.StringIO(_text("spellings.csv")))}
    return Spelling.of(_text("traditional.txt"), _text("syllables.txt").splitlines(), spellings)


def _short_forms() -> dict[str, tuple[str, ...]]:
    rows = csv.DictReader(io.StringIO(_text("short_forms.csv")))
    return {row["form"]: tuple(row["codes"].split()) for row in rows}


def _words(name: str) -> frozenset[str]:
    return frozenset(_text(name).split())


def _text(name: str) -> str:
    return (files("wobangni.triage") / "data" / name).read_text(encoding="utf-8")
