"""Words for statuses and for what pydantic finds wrong. Its own English sentences are for programmers and never shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _


def title_of(status: int) -> str:
    """What a status means, in a few words."""
    titles = {
        400: _("The call could not be read"),
        401: _("A valid token is needed"),
        403: _("Not allowed"),
        404: _("Not found"),
        405: _("This method is not possible here"),
        406: _("This form of answer is not available"),
        409: _("In conflict with the present state"),
        411: _("The length is missing"),
        412: _("Changed meanwhile"),
        413: _("Too large"),
        415: _("This kind of body can't be read"),
        422: _("Please check what you sent"),
        429: _("Too many calls"),
        500: _("An error on our side"),
        503: _("Not available just now"),
    }
    return titles.get(status, _("Error"))


def input_error_words(item: Mapping[str, Any]) -> str:
    """One of pydantic's errors in words that say what to do."""
    kind, context = str(item["type"]), item.get("ctx") or {}
    limits = {name: context.get(name) for name in ("max_length", "min_length", "ge", "le", "gt", "lt")}
    words = {
        "missing": _("This is required."),
        "extra_forbidden": _("This field is not known here."),
        "unknown_parameter": _("This parameter is not known here."),
        "duplicate_key": _("This field appears twice."),
        "naive_time": _("Please give the time with its zone, such as 2026-05-01T09:00:00+08:00."),
        "bad_time": _("Please give a time such as 2026-05-01T09:00:00+08:00."),
        "repeated_parameter": _("Please give this parameter only once."),
        "answer_type": _("An answer is a text, a number, true or false, or a list of texts."),
        "string_type": _("This must be text."),
        "string_unicode": _("This text has characters that can't be used."),
        "string_sub_type": _("This must be text."),
        "string_too_long": _("At most %(max_length)s characters.") % limits,
        "string_too_short": _("At least %(min_length)s characters.") % limits,
        "too_long": _("At most %(max_length)s entries.") % limits,
        "too_short": _("At least %(min_length)s entries.") % limits,
        "int_type": _("This must be a whole number."),
        "int_parsing": _("This must be a whole number."),
        "int_from_float": _("This must be a whole number."),
        "int_parsing_size": _("This number is too large."),
        "float_type": _("This must be a number."),
        "float_parsing": _("This must be a number."),
        "finite_number": _("This must be a number."),
        "greater_than_equal": _("At least %(ge)s.") % limits,
        "less_than_equal": _("At most %(le)s.") % limits,
        "bool_type": _("This must be true or false."),
        "bool_parsing": _("This must be true or false."),
        "dict_type": _("This must be an object."),
        "model_type": _("This must be an object."),
        "model_attributes_type": _("This must be an object."),
        "list_type": _("This must be a list."),
    }
    if kind in ("literal_error", "enum"):
        return _("This must be one of: %(values)s.") % {"values": str(context.get("expected", "")).replace("'", "")}
    if kind == "string_pattern_mismatch":
        return _("This does not have the form that is needed here: %(pattern)s") % {
            "pattern": context.get("pattern", "")
        }
    return words.get(kind) or _("This can't be used here.")
