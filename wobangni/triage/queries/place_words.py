"""The reasons for a place, in the reader's words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wobangni.triage.rules.local import Hint
from wobangni.triage.rules.locate import Reading, Why
from wobangni.triage.rules.mentions import Way


def reason_words(reading: Reading, names: Mapping[str, str], counties: int) -> str:
    """How the words lead to the place, and why to this one. ``counties``: in how many the candidates lie."""
    said = {"words": reading.words, "name": names.get(reading.code, "")}
    ways = {
        Way.NAME: _("The text says “%(words)s”."),
        Way.SHORT: _("“%(words)s” is short for %(name)s."),
        Way.BARE: _("“%(words)s” can be short for %(name)s."),
        Way.OTHER_SUFFIX: _("“%(words)s” is called %(name)s."),
        Way.SPELLING: _("“%(words)s” is another spelling of %(name)s."),
        Way.TYPO: _("“%(words)s” looks like %(name)s mistyped."),
    }
    return _joined(ways[reading.way] % said, _why(reading, counties))


def hint_words(hint: Hint, name: str, county: str) -> str:
    """Why a landmark, a grid or the point leads to the place. ``name``: of the landmark or grid."""
    if hint.words:
        return _("“%(words)s” is a place that the county has entered.") % {"words": hint.words}
    if name:
        return _("The point lies in the grid %(name)s.") % {"name": name}
    return _("The point lies in %(name)s.") % {"name": county}


def _why(reading: Reading, counties: int) -> str:
    if reading.why is Why.SEVERAL:
        return ngettext(
            "“%(words)s” stands for several places in %(n)s county.", "“%(words)s” stands in %(n)s counties.", counties
        ) % {"words": reading.words, "n": counties}
    return {
        Why.ALONE: "",
        Why.TOGETHER: _("It lies in the place named with it."),
        Why.OTHER_PLACE: _("The text names its surroundings."),
        Why.FORM: _("Of %(n)s counties with this name it is the form's.") % {"n": reading.rivals},
        Why.POINT: _("Of %(n)s counties with this name it is where the point lies.") % {"n": reading.rivals},
        Why.SEVERAL_PLACES: _("The text names several places."),
        Why.ELSEWHERE: _("It is the only one on the list, but not certain here."),
    }[reading.why]


def _joined(first: str, second: str) -> str:
    return _("%(first)s %(second)s") % {"first": first, "second": second} if second else first
