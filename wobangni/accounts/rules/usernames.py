"""Sign-in names have one spelling."""

from __future__ import annotations

import unicodedata


def tidy_username(username: str) -> str:
    """NFKC, no outer blanks, lower case, so that ``ＺhangSan`` finds zhangsan."""
    return unicodedata.normalize("NFKC", username).strip().lower()
