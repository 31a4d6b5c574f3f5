"""Reads of the notices."""

from wobangni.notices.queries.failed import FailedRow, failed_by_channel, failed_deliveries
from wobangni.notices.queries.inbox import InboxPage, InboxRow, inbox, unread_count
from wobangni.notices.queries.outbox import demo_messages
from wobangni.notices.queries.wishes import (
    AddressRow,
    ChannelRow,
    Wishes,
    channels_of,
    line_wants,
    ways_of,
    wishes_of,
)

__all__ = [
    "AddressRow",
    "ChannelRow",
    "FailedRow",
    "InboxPage",
    "InboxRow",
    "Wishes",
    "channels_of",
    "demo_messages",
    "failed_by_channel",
    "failed_deliveries",
    "inbox",
    "line_wants",
    "unread_count",
    "ways_of",
    "wishes_of",
]
