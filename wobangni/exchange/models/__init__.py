from wobangni.exchange.models.call import Call, CallEvent
from wobangni.exchange.models.county_app import CountyApp, LaunchUse
from wobangni.exchange.models.draft_record import DraftRecord
from wobangni.exchange.models.telephone import Extension, Line, TelephoneSystem

__all__ = ["Call", "CallEvent", "CountyApp", "DraftRecord", "Extension", "LaunchUse", "Line", "TelephoneSystem"]
