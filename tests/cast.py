"""The standing cast of the suite: the same people in every story.

Residents Qiqige (其其格) and Wang Fang (王芳); in 赛罕区 one person for each role, two handlers in two units; in 科尔沁区 one dispatcher and one
handler; an observer of the region; a partner's system.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from uuid import UUID

from wobangni.kernel.actors import SYSTEM, Actor, ActorKind, Grant, Role, Scope

#: 赛罕区 of Hohhot, and 科尔沁区 of Tongliao.
COUNTY, OTHER_COUNTY = "150105", "150502"


def staff(number: int, name: str, *grants: Grant) -> Actor:
    """A member of staff; ``number`` stands for the user's key."""
    return Actor(ActorKind.STAFF, str(number), name, grants)


def resident(number: int, *codes: str) -> Actor:
    """A resident whose phone was proved, and who owns ``codes`` besides what they sent themselves."""
    return Actor(ActorKind.RESIDENT, str(UUID(int=number)), "", owned=frozenset(codes))


def stranger(*codes: str) -> Actor:
    """Somebody who has proved nothing but to know ``codes`` with their query passwords."""
    return Actor(ActorKind.RESIDENT, "anonymous", "", owned=frozenset(codes))


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody. ``housing``, ``water``, ``afar``: ids of the handlers' units; ``afar`` lies in the other county."""

    housing: int
    water: int
    afar: int
    qiqige: Actor
    wang_fang: Actor
    clerk: Actor
    dispatcher: Actor
    second_dispatcher: Actor
    housing_handler: Actor
    second_housing_handler: Actor
    water_handler: Actor
    reviewer: Actor
    caller: Actor
    supervisor: Actor
    admin: Actor
    afar_dispatcher: Actor
    afar_handler: Actor
    observer: Actor
    partner: Actor
    system: Actor = SYSTEM

    @property
    def everybody(self) -> dict[str, Actor]:
        """By name."""
        found = {f.name: getattr(self, f.name) for f in fields(self)}
        return {name: value for name, value in found.items() if isinstance(value, Actor)}


def make_cast() -> Cast:
    """The cast in a loaded region."""
    from wobangni.organisations.queries import units_of

    housing, water = units_of(COUNTY)[4:6]
    afar = units_of(OTHER_COUNTY)[4]

    def role(number: int, name: str, which: Role, county: str | None = COUNTY) -> Actor:
        return staff(number, name, Grant(which, county))

    def handler(number: int, name: str, unit_id: int, county: str = COUNTY) -> Actor:
        return staff(number, name, Grant(Role.HANDLER, county, unit_id))

    return Cast(
        housing=housing.id,
        water=water.id,
        afar=afar.id,
        qiqige=resident(101),
        wang_fang=resident(102),
        clerk=role(1, "王秀兰", Role.CLERK),
        dispatcher=role(2, "巴特尔", Role.DISPATCHER),
        second_dispatcher=role(3, "萨仁", Role.DISPATCHER),
        housing_handler=handler(4, "李建国", housing.id),
        second_housing_handler=handler(5, "高娃", housing.id),
        water_handler=handler(6, "陈志远", water.id),
        reviewer=role(7, "苏日娜", Role.REVIEWER),
        caller=role(8, "张敏", Role.CALLER),
        supervisor=role(9, "白音", Role.SUPERVISOR),
        admin=role(10, "刘志强", Role.COUNTY_ADMIN),
        afar_dispatcher=role(11, "乌兰", Role.DISPATCHER, OTHER_COUNTY),
        afar_handler=handler(12, "孟和", afar.id, OTHER_COUNTY),
        observer=role(13, "赵立新", Role.REGION_OBSERVER, None),
        partner=Actor(ActorKind.PARTNER, "7", "住建热线", scopes=frozenset({Scope.WRITE, Scope.ACT}), county=COUNTY),
    )
