"""How urgent is it: what a request shows of danger, worded for whoever takes it in. Reads a text and nothing else."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext

from wobangni.triage.rules import urgency as rule


@dataclass(frozen=True, slots=True)
class Alarm:
    """One danger. ``kind``: a value of ``Danger``. ``life``: somebody has to be called at once. ``words``: those that decided, as typed.
    ``spans``: their places in ``f"{title}\\n{text}"``."""

    kind: str
    label: str
    why: str
    advice: str
    life: bool
    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]


def urgency(text: str, title: str, day: dt.date) -> tuple[Alarm, ...]:
    """What may not wait in a request of this ``day`` (local), the gravest first; empty where nothing does. No query."""
    whole = f"{title}\n{text}"
    return tuple(
        Alarm(
            kind=found.danger.value,
            label=gettext(found.row.label),
            why=gettext(found.row.why),
            advice=gettext(found.row.advice),
            life=found.row.life,
            words=tuple(whole[s.start : s.end] for s in found.signs),
            spans=tuple((s.start, s.end) for s in found.signs),
        )
        for found in rule.urgency(title, text, day)
    )
