from wobangni.notices.models.address import StaffAddress
from wobangni.notices.models.channel import NoticeChannel
from wobangni.notices.models.delivery import NoticeDelivery
from wobangni.notices.models.notice import Notice
from wobangni.notices.models.preference import LinePreference, StaffPreference

__all__ = ["LinePreference", "Notice", "NoticeChannel", "NoticeDelivery", "StaffAddress", "StaffPreference"]
