"""The words of text messages to residents: short, with the tracking code, and never a word about what was asked or by whom."""

from __future__ import annotations

from django.utils.translation import gettext as _

from wobangni.service_requests.rules.notices import Notice
from wobangni.service_requests.rules.settle import REWORK_SPAN
from wobangni.service_requests.rules.tracking_code import spoken


def notice(kind: Notice, *, code: str, unit: str, date: str, own: bool) -> str:
    """The text in the language in force. ``own``: it happened to this request itself, not to the one it is merged into. ``date``: the day
    of review, or by which the answer is due; "" where none can be promised."""
    return _words(kind, unit=bool(unit), date=bool(date), own=own) % {
        "code": spoken(code),
        "unit": unit,
        "date": date,
        "days": REWORK_SPAN.days,
    }


def _words(kind: Notice, *, unit: bool, date: bool, own: bool) -> str:
    if kind is Notice.TAKEN_ON and unit:
        return _("Your request %(code)s has been taken on. %(unit)s is looking after it.")
    if kind is Notice.ANSWERED and not own:
        return _("There is an answer to your request %(code)s and others like it. Please have a look.")
    if kind is Notice.NEW_DATE and date:
        return _("The date for your request %(code)s has changed: you get an answer by %(date)s.")
    if kind is Notice.CLOSED and not own:
        return _("The matter of your request %(code)s has been dealt with. If it is not, please tell us.")
    return {
        Notice.TAKEN_ON: _("Your request %(code)s has been taken on. We are finding the right unit for it."),
        Notice.INFO_NEEDED: _("We need to know a little more about your request %(code)s. Please open it and reply."),
        Notice.DECLINED: _("We can't take on your request %(code)s. The reason, and what you can do, is on its page."),
        Notice.TRANSFERRED: _("Your request %(code)s has been passed on to %(unit)s, which is looking after it now."),
        Notice.PROGRESS: _("There is news about your request %(code)s. Please have a look."),
        Notice.SUSPENDED: _(
            "Your request %(code)s has to wait for now. We will look at it again by %(date)s; why is on its page."
        ),
        Notice.ANSWERED: _(
            "There is an answer to your request %(code)s. Please tell us: is it solved, and are you satisfied?"
        ),
        Notice.CLOSED: _(
            "Your request %(code)s is closed. If it is not solved, you can ask for rework within %(days)s days."
        ),
        Notice.MERGED: _(
            "Others have asked for the same as your request %(code)s. We deal with them together and keep you informed."
        ),
        Notice.UNMERGED: _("Your request %(code)s is being dealt with on its own again. We keep you informed."),
        Notice.NEW_DATE: _("Your request %(code)s is being worked on again. We keep you informed."),
        Notice.LAPSED: _(
            "Your request %(code)s has ended because we had no reply to our question. If you still need help, please send it again."
        ),
        Notice.WITHDRAWN: _(
            "Your request %(code)s has been withdrawn by the request desk. The reason is on its page; if you did not want that, please tell us."
        ),
    }[kind]
