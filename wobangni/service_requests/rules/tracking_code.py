"""Tracking codes: ``1501 0548 2173 6593``.

Six digits of the county (GB/T 2260), nine random digits, one check digit: sixteen digits, said over a telephone in four groups of four like a
bank card. The check digit is Damm's (H. M. Damm, 2004): it finds every single wrong digit and every swap of two neighbours. The nine random digits
come from the system's secure generator, so no code tells of another.
"""

from __future__ import annotations

import re
import secrets

from stdnum import damm

LENGTH = 16
_SEPARATORS = re.compile(r"[\s\-‐-―·.,_]+")
_DIGITS = str.maketrans("０１２３４５６７８９〇零一二三四五六七八九幺", "012345678900123456789" + "1")


class BadCode(ValueError):
    """Not a tracking code; ``problem``: ``length``, ``characters`` or ``check_digit``."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


def new_code(county: str) -> str:
    """A fresh code of ``county``, sixteen digits without spaces."""
    body = f"{county}{secrets.randbelow(10**9):09d}"
    return body + damm.calc_check_digit(body)


def parse_code(raw: str) -> str:
    """The sixteen digits in what a person typed: spaces, hyphens and full-width or Chinese digits are taken as meant.

    Raises BadCode.
    """
    digits = _SEPARATORS.sub("", raw.strip()).translate(_DIGITS)
    if not (digits.isascii() and digits.isdigit()):
        raise BadCode("characters")
    if len(digits) != LENGTH:
        raise BadCode("length")
    if not damm.is_valid(digits):
        raise BadCode("check_digit")
    return digits


def county_of(code: str) -> str:
    """The county that a parsed code carries."""
    return code[:6]


def spoken(code: str) -> str:
    """In four groups of four, as shown and read aloud."""
    return " ".join(code[i : i + 4] for i in range(0, LENGTH, 4))
