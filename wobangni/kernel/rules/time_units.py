"""How a span of time may be counted."""

import enum


class TimeUnit(enum.StrEnum):
    HOURS = "hours"  # by the clock, night and day: urgent kinds
    WORKING_HOURS = "working_hours"  # within the county's office hours
    WORKING_DAYS = "working_days"  # the day after counts as day one; due when that day ends
    CALENDAR_DAYS = "calendar_days"  # natural days, counted the same way
