"""What a resident wants when asking for a service. Default time limits go by it."""

from __future__ import annotations

import enum


class Nature(enum.StrEnum):
    CONSULTATION = "consultation"  # 咨询
    HELP = "help"  # 求助
    SUGGESTION = "suggestion"  # 建议
    COMPLAINT = "complaint"  # 投诉举报
    EMERGENCY = "emergency"  # 紧急
