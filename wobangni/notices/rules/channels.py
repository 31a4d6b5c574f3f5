"""The ways out, and what a person wants of each: at once, in the morning's list, or not at all."""

from __future__ import annotations

import enum
from collections.abc import Mapping


class Channel(enum.StrEnum):
    """A way out. The page in the console is none: every notice stands there."""

    SMS = "sms"
    WECHAT = "wechat"
    EMAIL = "email"
    PUSH = "push"
    WECOM = "wecom"
    DINGTALK = "dingtalk"


#: Of one person; the others are robots in a unit's chat.
PERSONAL = (Channel.SMS, Channel.WECHAT, Channel.EMAIL, Channel.PUSH)
ROBOTS = (Channel.WECOM, Channel.DINGTALK)
#: Where many lines fit into one message.
DIGESTIBLE = frozenset({Channel.WECHAT, Channel.EMAIL})


class How(enum.StrEnum):
    NOW = "now"
    DIGEST = "digest"
    OFF = "off"


#: kind → channel → how, as stored: text, and only what differs from the defaults.
Choices = Mapping[str, Mapping[str, str]]


def default_of(channel: Channel, *, urgent: bool) -> How:
    """What holds for somebody who has said nothing. A text message costs money and wakes people up: for what is urgent alone."""
    if channel is Channel.SMS:
        return How.NOW if urgent else How.OFF
    return How.NOW


def how(choices: Choices, kind: str, channel: Channel, *, urgent: bool) -> How:
    """What this person wants of this kind on this channel. A list of the morning is no way to tell what is urgent."""
    said = choices.get(kind, {}).get(channel)
    wanted = How(said) if said in set(How) else default_of(channel, urgent=urgent)
    if wanted is How.DIGEST and (urgent or channel not in DIGESTIBLE):
        return How.NOW
    return wanted


def cleaned(choices: Choices, kinds: frozenset[str]) -> dict[str, dict[str, str]]:
    """What may be stored of what a form sent: known kinds, personal channels, known words, no digest where none can be."""
    found: dict[str, dict[str, str]] = {}
    for kind, by_channel in choices.items():
        for channel, word in by_channel.items():
            known = kind in kinds and channel in PERSONAL and word in set(How)
            if known and not (word == How.DIGEST and channel not in DIGESTIBLE):
                found.setdefault(str(kind), {})[str(channel)] = str(word)
    return found
