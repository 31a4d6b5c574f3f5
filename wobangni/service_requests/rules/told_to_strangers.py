"""Whether somebody who only types a few words may learn that others have reported the same. Pure.

Streets, pipes and lamps are everybody's. Where a request speaks against somebody, or of harm done to somebody, "one person in this village has reported
it" would tell the one it speaks against: the husband, the boss, the shop. There it takes so many that nobody can be meant.
"""

from __future__ import annotations

from collections.abc import Collection

from wobangni.catalogue.rules.natures import Nature
from wobangni.triage.rules.urgency_table import Danger

#: People who can be told apart, from whom on it is said even where somebody could take revenge on one.
ENOUGH_TO_HIDE_AMONG = 3
#: What is done to a person, or by one.
_OF_PERSONS = frozenset({Danger.SELF_HARM, Danger.LIFE, Danger.POISON, Danger.VIOLENCE, Danger.MISSING, Danger.WAGES})


def may_be_told(people: int, nature: Nature | None, dangers: Collection[str]) -> bool:
    """people: who reported it and can be told apart. nature: of the service, None if it is not known. dangers: that any of their words show."""
    about_somebody = nature is Nature.COMPLAINT or not _OF_PERSONS.isdisjoint(dangers)
    return people >= ENOUGH_TO_HIDE_AMONG or not about_somebody
