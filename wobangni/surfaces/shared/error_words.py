"""Errors in plain words: what happened, what is safe, what to do."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class ErrorWords:
    title: str  # what happened
    safe: str  # what has not been lost
    advice: str  # what to do


def for_status(status: int) -> ErrorWords:
    """Words for an HTTP status; an unknown one is worded as our fault."""
    words = {
        400: ErrorWords(
            _("We could not read what your browser sent"),
            _("Nothing was changed."),
            _("Go back one page and try again. If it happens again, call the hotline."),
        ),
        401: ErrorWords(
            _("You need to sign in first"),
            _("Nothing was changed."),
            _("Sign in, then open the page again."),
        ),
        403: ErrorWords(
            _("This page is not for you"),
            _("Nothing was changed."),
            _("If you think you should be able to see it, ask whoever looks after accounts in your county."),
        ),
        404: ErrorWords(
            _("We could not find that"),
            _("Requests sent before are all still there."),
            _("Check the address or the tracking code, or start again from the first page."),
        ),
        409: ErrorWords(
            _("Something changed while you were on this page"),
            _("Nothing was changed by you, and nothing you typed was sent."),
            _("Look at the newest state, then decide again."),
        ),
        413: ErrorWords(
            _("That was too large"),
            _("Nothing was changed, and your browser still has what you typed: go back one page."),
            _("Use a shorter text or smaller photos (at most 20 MB each) and send again."),
        ),
        422: ErrorWords(
            _("Something needs to be put right"),
            _("Nothing was changed."),
            _("Go back, put it right and send again."),
        ),
        429: ErrorWords(
            _("That was too many tries in a short time"),
            _("Nothing was changed. Requests sent before are all still there."),
            _("Wait a little, then try again. In a hurry, call the hotline."),
        ),
    }
    return words.get(status) or ErrorWords(
        _("Something went wrong on our side"),
        _("It is not your fault. What was sent before is safe, and this fault has been recorded."),
        _("Try again in a few minutes. In a hurry, call the hotline."),
    )
