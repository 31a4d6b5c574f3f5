"""Events as lines of a file, one JSON object each, that anyone can check without this platform and without its database.

A line has the fields of ``EventContent`` and, in hex, ``prev_hash`` and ``hash``. Lines of one request stand together in order of ``seq``.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from wobangni.service_requests.rules.hash_chain import EventContent, first_break


class BadLine(ValueError):
    """Not a line of such a file. ``line``: its number from 1."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line}")
        self.line = line


def to_line(content: EventContent, prev_hash: bytes, own_hash: bytes) -> str:
    """One event, without the line's end."""
    body = json.loads(content.canonical()) | {"prev_hash": prev_hash.hex(), "hash": own_hash.hex()}
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def faults_in(lines: Iterable[str]) -> Iterator[tuple[str, str, int]]:
    """(county, service request, seq) of each request whose chain does not hold. Raises BadLine."""
    parsed = (_parsed(text, number) for number, text in enumerate(lines, start=1) if text.strip())
    for (county, request_id), events in groupby(parsed, key=lambda e: (e[0].county, e[0].service_request_id)):
        broken = first_break(events)
        if broken is not None:
            yield county, request_id, broken


def _parsed(text: str, number: int) -> tuple[EventContent, bytes, bytes]:
    try:
        body: dict[str, Any] = json.loads(text)
        names = {field.name for field in dataclasses.fields(EventContent)}
        values = {name: body[name] for name in names} | {"at": dt.datetime.fromisoformat(body["at"])}
        return EventContent(**values), bytes.fromhex(body["prev_hash"]), bytes.fromhex(body["hash"])
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise BadLine(number) from None
