"""The caller's language: Chinese unless English is asked for."""

from __future__ import annotations

from functools import lru_cache

from django.http import HttpRequest
from django.utils.translation.trans_real import parse_accept_lang_header

DEFAULT = "zh-hans"


def language_of(request: HttpRequest) -> str:
    """``zh-hans`` or ``en``. The pages that describe the API also take ``?lang=en``."""
    if "lang=" in request.META.get("QUERY_STRING", ""):
        return _chosen(request.GET.get("lang", ""))
    header = request.META.get("HTTP_ACCEPT_LANGUAGE")
    return _chosen(header) if header else DEFAULT


@lru_cache(maxsize=256)
def _chosen(header: str) -> str:
    for language, _weight in parse_accept_lang_header(header):
        short = language.split("-")[0]
        if short == "en":
            return "en"
        if short in ("zh", "*"):
            return DEFAULT
    return DEFAULT
