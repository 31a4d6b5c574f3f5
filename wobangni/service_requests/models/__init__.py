from wobangni.service_requests.models.assignment import Assignment
from wobangni.service_requests.models.attachment import Attachment
from wobangni.service_requests.models.deadline import Deadline
from wobangni.service_requests.models.event import Event
from wobangni.service_requests.models.grid_request import GridRequest
from wobangni.service_requests.models.hot_issue import HotIssue
from wobangni.service_requests.models.likeness import Likeness, LikenessKey
from wobangni.service_requests.models.pool import PoolOffer, PoolSetting
from wobangni.service_requests.models.reading import Reading
from wobangni.service_requests.models.saved_view import SavedView
from wobangni.service_requests.models.service_request import ServiceRequest
from wobangni.service_requests.models.tally import Stock, Tally, TallyDelta
from wobangni.service_requests.models.unit_history import UnitHistory, UnitReturn

__all__ = [
    "Assignment",
    "Attachment",
    "Deadline",
    "Event",
    "GridRequest",
    "HotIssue",
    "Likeness",
    "LikenessKey",
    "PoolOffer",
    "PoolSetting",
    "Reading",
    "SavedView",
    "ServiceRequest",
    "Stock",
    "Tally",
    "TallyDelta",
    "UnitHistory",
    "UnitReturn",
]
