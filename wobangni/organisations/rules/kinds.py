"""What there is: levels of division and kinds of unit."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass

from wobangni.kernel.rules.i18n import gettext_noop as N_


class Level(enum.StrEnum):
    """Levels below the region. The length of a code tells its level."""

    LEAGUE = "league"  # 盟市, four digits
    COUNTY = "county"  # 旗县区市, six
    TOWNSHIP = "township"  # 苏木乡镇街道, nine
    VILLAGE = "village"  # 嘎查村社区, twelve


LEVEL_OF_LENGTH: Mapping[int, Level] = {4: Level.LEAGUE, 6: Level.COUNTY, 9: Level.TOWNSHIP, 12: Level.VILLAGE}


class LocalKind(enum.StrEnum):
    """What a county adds below its villages."""

    LANDMARK = "landmark"  # 地标: a market, a school, a gate that everybody knows
    GRID = "grid"  # 网格: the area of one grid worker


class UnitKind(enum.StrEnum):
    """The fourteen units of every county: four centres, ten departments."""

    CENTRE_MEDIA = "centre_media"
    CENTRE_CIVILISATION = "centre_civilisation"
    CENTRE_PARTY = "centre_party"
    CENTRE_CONVENIENCE = "centre_convenience"
    HOUSING = "housing"
    TRANSPORT = "transport"
    WATER = "water"
    AGRICULTURE = "agriculture"
    ENVIRONMENT = "environment"
    EDUCATION = "education"
    HEALTH = "health"
    SOCIAL_SECURITY = "social_security"
    CIVIL_AFFAIRS = "civil_affairs"
    MARKET = "market"


CENTRES = frozenset(
    {UnitKind.CENTRE_MEDIA, UnitKind.CENTRE_CIVILISATION, UnitKind.CENTRE_PARTY, UnitKind.CENTRE_CONVENIENCE}
)


@dataclass(frozen=True, slots=True)
class KindWords:
    """How units of one kind are called.

    label: msgid. name: pattern of the full name; ``{county}`` and ``{league}`` are the full names of the divisions.
    short: what staff say. remit: msgid, what residents go there for.
    """

    label: str
    name: str
    short: str
    remit: str


KIND_WORDS: Mapping[UnitKind, KindWords] = {
    UnitKind.CENTRE_MEDIA: KindWords(
        N_("Media centre"),
        "{county}融媒体中心",
        "融媒体中心",
        N_("News, public notices, television and radio signal, and what residents want made public"),
    ),
    UnitKind.CENTRE_CIVILISATION: KindWords(
        N_("Civilisation practice centre"),
        "{county}新时代文明实践中心",
        "文明实践中心",
        N_("Volunteering, wishes, culture and customs in towns and villages"),
    ),
    UnitKind.CENTRE_PARTY: KindWords(
        N_("Party and community service centre"),
        "{county}党群服务中心",
        "党群服务中心",
        N_("Community and village affairs, grids, neighbours, party members"),
    ),
    UnitKind.CENTRE_CONVENIENCE: KindWords(
        N_("Convenience service centre"),
        "{county}便民服务中心",
        "便民服务中心",
        N_("Papers and counters: household register, property, medical insurance, errands by proxy"),
    ),
    UnitKind.HOUSING: KindWords(
        N_("Housing and urban-rural development"),
        "{county}住房和城乡建设局",
        "住建局",
        N_("Heating, town water, gas, electricity, streets and lamps, refuse, housing and property management"),
    ),
    UnitKind.TRANSPORT: KindWords(
        N_("Transport"),
        "{county}交通运输局",
        "交通局",
        N_("Country roads, buses, coaches, taxis, freight"),
    ),
    UnitKind.WATER: KindWords(
        N_("Water resources"),
        "{county}水利局",
        "水利局",
        N_("Drinking water of villages and pastures, wells, irrigation, rivers, floods"),
    ),
    UnitKind.AGRICULTURE: KindWords(
        N_("Farming and herding"),
        "{county}农牧局",
        "农牧局",
        N_("Subsidies, land and pasture contracts, homesteads, animal disease, seed, machinery"),
    ),
    UnitKind.ENVIRONMENT: KindWords(
        N_("Ecology and environment"),
        "{league}生态环境局{county}分局",
        "生态环境分局",
        N_("Air, water, soil, noise, dust, waste"),
    ),
    UnitKind.EDUCATION: KindWords(
        N_("Education"),
        "{county}教育局",
        "教育局",
        N_("Nurseries and schools, enrolment, school meals and buses, grants"),
    ),
    UnitKind.HEALTH: KindWords(
        N_("Health"),
        "{county}卫生健康委员会",
        "卫健委",
        N_("Hospitals and village clinics, vaccination, family doctors, public health"),
    ),
    UnitKind.SOCIAL_SECURITY: KindWords(
        N_("Human resources and social security"),
        "{county}人力资源和社会保障局",
        "人社局",
        N_("Pensions, work injury, unemployment, wages owed, jobs and training"),
    ),
    UnitKind.CIVIL_AFFAIRS: KindWords(
        N_("Civil affairs"),
        "{county}民政局",
        "民政局",
        N_("Minimum living allowance, temporary help, old people, disabled people, orphans, marriage, burial"),
    ),
    UnitKind.MARKET: KindWords(
        N_("Market supervision"),
        "{county}市场监督管理局",
        "市场监管局",
        N_("Consumers' rights, food, prices, licences, lifts"),
    ),
}
