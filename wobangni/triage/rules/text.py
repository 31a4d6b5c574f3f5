"""One form for every text that triage reads, so that all of its parts count the same words.

A defined result for anything: the empty text and one that says nothing give ``""``; 100 KB give their first ``READ_AT_MOST`` characters; other languages,
Mongolian script and program code are texts like any other.
"""

from __future__ import annotations

import re
import unicodedata

#: Beyond this a text repeats itself or quotes others; characters. Every reader of triage stops here, which bounds its time.
READ_AT_MOST = 4000
#: NFKC can make one character eighteen; what is cut before must still fill the bound after.
_CUT_BEFORE = READ_AT_MOST * 2

_LINE_ENDS = re.compile(r"[\r\n\t\v\f\u0085\u2028\u2029]+")
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f"  # control characters
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"  # zero width, direction, fillers
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]"  # variants, marks, lone surrogates, tags
)
_SPACES = re.compile(r"\s+")


def normalise(text: str) -> str:
    """``text`` in NFKC and small letters, without what no reader sees, each run of white space one space, at most ``READ_AT_MOST`` characters."""
    text = _UNSEEN.sub("", _LINE_ENDS.sub(" ", text[:_CUT_BEFORE]))
    text = _UNSEEN.sub("", unicodedata.normalize("NFKC", text)).lower()
    return _SPACES.sub(" ", text).strip()[:READ_AT_MOST].rstrip()


def joined(title: str, text: str) -> str:
    """Title and text as one normalised text; the title only once where the text begins with it."""
    head, body = normalise(title), normalise(text)
    if not head or body.startswith(head):
        return body
    return f"{head} {body}"[:READ_AT_MOST].rstrip()
