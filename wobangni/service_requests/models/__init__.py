from wobangni.service_requests.models.assignment import Assignment
from wobangni.service_requests.models.attachment import Attachment
from wobangni.service_requests.models.deadline import Deadline
from wobangni.service_requests.models.event import Event
from wobangni.service_requests.models.saved_view import SavedView
from wobangni.service_requests.models.service_request import ServiceRequest
from wobangni.service_requests.models.tally import Stock, Tally, TallyDelta

__all__ = [
    "Assignment",
    "Attachment",
    "Deadline",
    "Event",
    "SavedView",
    "ServiceRequest",
    "Stock",
    "Tally",
    "TallyDelta",
]
