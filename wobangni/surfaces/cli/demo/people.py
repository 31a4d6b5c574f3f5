"""The demo's sign-ins: one person a role, plain data (nothing is loaded to print them)."""

from __future__ import annotations

from dataclasses import dataclass

from wobangni.kernel.actors import Role

#: 赛罕区 of Hohhot, where the demo's story plays; and 科尔沁区 of Tongliao, the other county.
COUNTY, OTHER_COUNTY = "150105", "150502"
PASSWORD = "caoyuan-2026"  # noqa: S105 - printed on purpose, made in demo mode only
#: A resident with several requests; the code for signing in lands on the page of text messages.
RESIDENT_PHONE = "16900000001"


@dataclass(frozen=True, slots=True)
class Person:
    """``county``: None for the region. ``unit``: kind of unit in the county that a handler works in."""

    username: str
    name: str
    role: Role
    county: str | None = COUNTY
    unit: str = ""
    grid: int | None = None  # which of the county's demo grids a grid worker has (demo/grids.py)


PEOPLE = (
    Person("clerk", "王秀兰", Role.CLERK),
    Person("dispatcher", "巴特尔", Role.DISPATCHER),
    Person("handler", "李建国", Role.HANDLER, unit="housing"),
    Person("reviewer", "苏日娜", Role.REVIEWER),
    Person("caller", "张敏", Role.CALLER),
    Person("supervisor", "白音", Role.SUPERVISOR),
    Person("admin", "刘志强", Role.COUNTY_ADMIN),
    Person("handler-civil", "孙丽", Role.HANDLER, unit="civil_affairs"),
    Person("handler-market", "韩雪", Role.HANDLER, unit="market"),
    Person("neighbour", "乌兰", Role.DISPATCHER, county=OTHER_COUNTY),
    Person("neighbour-handler", "宝力德", Role.HANDLER, county=OTHER_COUNTY, unit="housing"),
    Person("xilinhot", "斯琴", Role.DISPATCHER, county="152502"),
    Person("xilinhot-handler", "额尔敦", Role.HANDLER, county="152502", unit="agriculture"),
    Person("grid", "其木格", Role.GRID_WORKER, grid=0),
    Person("grid-xilinhot", "哈斯", Role.GRID_WORKER, county="152502", grid=0),
    Person("grid-banner", "斯日古楞", Role.GRID_WORKER, county="152221", grid=0),
    Person("jungar", "郝建军", Role.HANDLER, county="150622", unit="transport"),
    Person("observer", "赵立新", Role.REGION_OBSERVER, county=None),
)
