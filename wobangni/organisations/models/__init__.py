from wobangni.organisations.models.calendar_day import CalendarDay
from wobangni.organisations.models.county_settings import CountySettings
from wobangni.organisations.models.division import Division
from wobangni.organisations.models.linkage import LinkageChange, LinkageRun, LinkageStanding
from wobangni.organisations.models.local_place import LocalPlace
from wobangni.organisations.models.membership import Membership
from wobangni.organisations.models.outreach import Outreach, OutreachQuestion
from wobangni.organisations.models.pilot import LeagueHelper, PilotCounty, PilotWave
from wobangni.organisations.models.reference_version import ReferenceVersion
from wobangni.organisations.models.revision import Revision
from wobangni.organisations.models.unit import Unit

__all__ = [
    "CalendarDay",
    "CountySettings",
    "Division",
    "LeagueHelper",
    "LinkageChange",
    "LinkageRun",
    "LinkageStanding",
    "LocalPlace",
    "Membership",
    "Outreach",
    "OutreachQuestion",
    "PilotCounty",
    "PilotWave",
    "ReferenceVersion",
    "Revision",
    "Unit",
]
