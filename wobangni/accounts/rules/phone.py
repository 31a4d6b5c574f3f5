"""Telephone numbers as residents of the region write them: one normal form, one mask."""

from __future__ import annotations

import re
import unicodedata

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat

REGION = "CN"
#: What is kept of a number and what is hidden: 前三后四.
SHOWN_HEAD, SHOWN_TAIL = 3, 4

_MOBILE = re.compile(r"^(?:\+?86)?(1[3-9]\d{9})$")
_SEPARATORS = re.compile(r"[\s\-‐-―()._]+")
_EXTENSION = re.compile(r"(?:转|轉|分机|#|;ext=|ext\.?|,)\s*(\d{1,6})$", re.IGNORECASE)


class BadPhone(ValueError):
    """Not a telephone number that anyone could call."""


def normalise_phone(raw: str) -> str:
    """E.164 (``+8613812345678``), with ``;ext=8001`` for an extension. Raises BadPhone.

    Mainland mobiles are told by their shape alone (1, 3–9, nine digits): operators open new ranges faster than libraries
    learn of them. All else (landlines with area code, 400 numbers, numbers abroad with ``+``) must be valid for ``phonenumbers``.
    """
    text = unicodedata.normalize("NFKC", raw).strip()[:64]
    compact = _SEPARATORS.sub("", text)
    if mobile := _MOBILE.match(compact):
        return f"+86{mobile[1]}"
    extension = ""
    if found := _EXTENSION.search(text):
        extension, text = found[1], text[: found.start()]
    try:
        number = phonenumbers.parse(text, REGION)
    except NumberParseException as error:
        raise BadPhone(raw) from error
    if not phonenumbers.is_valid_number(number):
        raise BadPhone(raw)
    plain = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    extension = extension or number.extension or ""
    return f"{plain};ext={extension}" if extension else plain


def without_extension(normal: str) -> str:
    """The line alone, the same for every desk behind it."""
    return normal.partition(";")[0]


def is_mobile(normal: str) -> bool:
    """Whether a text message of ours can reach it: a mainland mobile. The gateways serve no others."""
    return bool(_MOBILE.match(normal))


def is_abroad(normal: str) -> bool:
    """Not a number of the mainland."""
    return not normal.startswith("+86")


def national(normal: str) -> str:
    """As people here dial it: ``13812345678``, ``0477-8959580``, ``+976 …`` for numbers abroad."""
    plain, _, extension = normal.partition(";ext=")
    if _MOBILE.match(plain):
        text = plain[3:]
    elif plain.startswith("+86"):
        number = phonenumbers.parse(plain)
        text = phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL).replace(" ", "-", 1).replace(" ", "")
    else:
        text = phonenumbers.format_number(phonenumbers.parse(plain), PhoneNumberFormat.INTERNATIONAL)
    return f"{text}转{extension}" if extension else text


def mask_phone(normal: str) -> str:
    """Three in front, four behind: ``138****5678``, ``047****9580``."""
    digits = _SEPARATORS.sub("", national(without_extension(normal)))
    hidden = max(len(digits) - SHOWN_HEAD - SHOWN_TAIL, 4)
    tail = digits[-SHOWN_TAIL:] if len(digits) > SHOWN_HEAD + SHOWN_TAIL else ""
    return digits[:SHOWN_HEAD] + "*" * hidden + tail


def mask_name(name: str) -> str:
    """The first character, then at most two stars, so that not even the length is told of a long name."""
    if len(name) < 2:
        return "*" * len(name)
    return name[0] + "*" * min(len(name) - 1, 2)
