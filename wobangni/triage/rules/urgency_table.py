"""THE TABLE of what may not wait: what each danger is called, why it counts and what is done first. The words that show it are data:
``data/urgency/concepts.txt`` and ``rules.txt``, read by ``urgency.py``."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from wobangni.kernel.rules.i18n import gettext_noop as N_


class Danger(enum.StrEnum):
    SELF_HARM = "self_harm"
    LIFE = "life"
    FIRE = "fire"
    GAS = "gas"
    ELECTRIC = "electric"
    COLLAPSE = "collapse"
    POISON = "poison"
    VIOLENCE = "violence"
    MISSING = "missing"
    HEATING = "heating"
    WATER_CUT = "water_cut"
    WAGES = "wages"


@dataclass(frozen=True, slots=True)
class Row:
    """One danger. life: somebody must be called at once. winter: only in the heating season. label, why, advice: msgids.
    denied: whether a "no" before the words takes them back (it doesn't before "heat" or "wages").
    spared: the kinds of surroundings that take it back (``ctx_`` of ``concepts.txt``)."""

    danger: Danger
    label: str
    why: str
    advice: str
    spared: frozenset[str]
    denied: bool = True
    winter: bool = False
    life: bool = False


_TALK = frozenset({"talk", "news"})
_ALL = _TALK | {"past", "if", "ask", "thanks"}
_CALL_ALL = N_(
    "Call back by phone at once. Life in danger: 120 for an ambulance, 119 for fire and rescue, 110 for the police."
)

TABLE: tuple[Row, ...] = (
    Row(
        Danger.SELF_HARM,
        N_("Somebody may take their life"),
        N_("Somebody speaks of taking their own life."),
        N_(
            "A person calls back at once and stays on the line; ring 110, and 120 if something was taken. Never answer this by text alone."
        ),
        _TALK | {"past", "ask"},
        life=True,
    ),
    Row(
        Danger.LIFE,
        N_("Life in danger"),
        N_("Somebody's life seems to be in danger now."),
        _CALL_ALL,
        _ALL,
        life=True,
    ),
    Row(
        Danger.FIRE,
        N_("Fire or explosion"),
        N_("Something burns, smokes or has blown up."),
        N_(
            "Ring 119 at once and give the place; then call back. Ask that people leave the house and do not use the lift."
        ),
        _ALL | {"trade"},
        life=True,
    ),
    Row(
        Danger.GAS,
        N_("Gas or fumes of a stove"),
        N_("Gas is leaking, or fumes of a stove fill a room."),
        N_(
            "Ring the gas company and 119 at once, 120 if somebody feels ill; call back: windows open, no switch, no flame, everybody out."
        ),
        _ALL,
        life=True,
    ),
    Row(
        Danger.ELECTRIC,
        N_("Danger of electric shock"),
        N_("A live wire is within reach, or somebody has had a shock."),
        N_(
            "Ring the power company (95598) at once, 120 if somebody was hurt; call back: keep everybody ten steps away."
        ),
        _ALL,
        life=True,
    ),
    Row(
        Danger.COLLAPSE,
        N_("Something falls or gives way"),
        N_("A house, wall, road or slope is giving way, or things fall on people."),
        N_(
            "Call back at once; 119 and 120 if somebody is under it. Ask that nobody goes near; tell the emergency office."
        ),
        _ALL,
    ),
    Row(
        Danger.POISON,
        N_("Poisoning or a sudden illness of many"),
        N_("People have fallen ill at once, from food, water or fumes."),
        N_(
            "120 at once; tell the health commission and the market regulator; call back and ask what was eaten, drunk or breathed in, and how many are ill."
        ),
        _ALL,
        life=True,
    ),
    Row(
        Danger.VIOLENCE,
        N_("Violence or threats"),
        N_("Somebody is beaten, threatened, abused or held."),
        N_(
            "Ring 110 at once; a person calls back, and only when the resident can speak safely. A child or a woman at home: tell the civil affairs and women's federation too."
        ),
        _TALK | {"past", "ask", "thanks"},
        life=True,
    ),
    Row(
        Danger.MISSING,
        N_("Somebody is missing"),
        N_("A child, an old or sick person, or a traveller can't be found."),
        N_(
            "Ring 110 at once with name, clothes and last place; call back. In cold, flood or storm tell the emergency office too."
        ),
        _ALL,
        life=True,
    ),
    Row(
        Danger.HEATING,
        N_("No heating in the cold"),
        N_("Heating is out or too weak in the heating season."),
        N_(
            "Call the heating company now, 2 hours to a first step; ask for small children, old and sick people, and for a warm place for tonight."
        ),
        _ALL | {"plan"},
        winter=True,
        denied=False,
    ),
    Row(
        Danger.WATER_CUT,
        N_("No water"),
        N_("Water is cut off, or can't be drunk."),
        N_(
            "Ask the water company today when it comes back, and for a tanker where people have none; tell the resident within 2 hours."
        ),
        _ALL | {"plan"},
    ),
    Row(
        Danger.WAGES,
        N_("Unpaid wages, many people"),
        N_("Several people have not been paid, or say that they will gather."),
        N_(
            "Tell labour inspection and the county's office for migrant workers' wages today; one person speaks with one of them by phone; a crowd or a threat: the police too."
        ),
        _TALK | {"thanks"},
        denied=False,
    ),
)
