"""Outreach: going to the units, and what came of it."""

from __future__ import annotations

import enum


class OutreachKind(enum.StrEnum):
    VISIT = "visit"  # 走访
    TRAINING_OFFLINE = "training_offline"  # 线下培训
    TRAINING_ONLINE = "training_online"  # 线上培训


class QuestionState(enum.StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
