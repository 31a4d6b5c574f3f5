"""The words of notices, in the language in force: short, with the tracking code, and never a word about what was asked or by whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from wobangni.notices.rules.channels import Channel, How
from wobangni.notices.rules.kinds import ResidentKind, StaffKind


@dataclass(frozen=True, slots=True)
class Words:
    """``title``: what has happened in a few words; ``text``: the whole message."""

    title: str
    text: str


def words_of(kind: str, data: Mapping[str, Any]) -> Words:
    """Any kind, with the data that its notice was made with; what is missing there is left empty."""
    if kind in set(ResidentKind):
        return Words(_("News about your request"), resident_text(ResidentKind(kind), data))
    title = staff_title(StaffKind(kind), data) if kind in set(StaffKind) else kind
    return Words(title, staff_text(title, data))


def resident_text(kind: ResidentKind, data: Mapping[str, Any]) -> str:
    """What a resident reads. data: code (in groups), unit, date (of review, or by which the answer is due; empty where none can be promised), days for
    a rework, own (False: it happened to the request that theirs is merged into)."""
    text = _resident_template(kind, unit=bool(data.get("unit")), date=bool(data.get("date")), own=data.get("own", True))
    return text % {name: data.get(name, "") for name in ("code", "unit", "date", "days")}


def _resident_template(kind: ResidentKind, *, unit: bool, date: bool, own: bool) -> str:
    if kind is ResidentKind.TAKEN_ON and unit:
        return _("Your request %(code)s has been taken on. %(unit)s is looking after it.")
    if kind is ResidentKind.ANSWERED and not own:
        return _("There is an answer to your request %(code)s and others like it. Please have a look.")
    if kind is ResidentKind.NEW_DATE and date:
        return _("The date for your request %(code)s has changed: you get an answer by %(date)s.")
    if kind is ResidentKind.CLOSED and not own:
        return _("The matter of your request %(code)s has been dealt with. If it is not, please tell us.")
    return {
        ResidentKind.TAKEN_ON: _("Your request %(code)s has been taken on. We are finding the right unit for it."),
        ResidentKind.INFO_NEEDED: _(
            "We need to know a little more about your request %(code)s. Please open it and reply."
        ),
        ResidentKind.DECLINED: _(
            "We can't take on your request %(code)s. The reason, and what you can do, is on its page."
        ),
        ResidentKind.TRANSFERRED: _(
            "Your request %(code)s has been passed on to %(unit)s, which is looking after it now."
        ),
        ResidentKind.PROGRESS: _("There is news about your request %(code)s. Please have a look."),
        ResidentKind.SUSPENDED: _(
            "Your request %(code)s has to wait for now. We will look at it again by %(date)s; why is on its page."
        ),
        ResidentKind.ANSWERED: _(
            "There is an answer to your request %(code)s. Please tell us: is it solved, and are you satisfied?"
        ),
        ResidentKind.CLOSED: _(
            "Your request %(code)s is closed. If it is not solved, you can ask for rework within %(days)s days."
        ),
        ResidentKind.MERGED: _(
            "Others have asked for the same as your request %(code)s. We deal with them together and keep you informed."
        ),
        ResidentKind.UNMERGED: _("Your request %(code)s is being dealt with on its own again. We keep you informed."),
        ResidentKind.NEW_DATE: _("Your request %(code)s is being worked on again. We keep you informed."),
        ResidentKind.LAPSED: _(
            "Your request %(code)s has ended because we had no reply to our question. If you still need help, please send it again."
        ),
        ResidentKind.WITHDRAWN: _(
            "Your request %(code)s has been withdrawn by the request desk. The reason is on its page; if you did not want that, please tell us."
        ),
    }[kind]


def staff_title(kind: StaffKind, data: Mapping[str, Any]) -> str:
    """What has happened, for staff. data: count (digest), clock and step (escalation), by_leader …"""
    if kind is StaffKind.DIGEST:
        count = int(data.get("count", 0))
        return ngettext("%(count)s notice since yesterday", "%(count)s notices since yesterday", count) % {
            "count": count
        }
    return kind_label(kind)


def staff_text(title: str, data: Mapping[str, Any]) -> str:
    """The title with where and what: "Returned by the unit: 1501 0526 …, 住建局, due 2026-09-15 09:00"."""
    parts = [str(data[name]) for name in ("code", "unit") if data.get(name)]
    if data.get("due"):
        parts.append(_("due %(moment)s") % {"moment": data["due"]})
    parts += [str(line) for line in data.get("lines", ())]
    return (
        pgettext("notice", "%(title)s: %(details)s")
        % {
            "title": title,
            "details": pgettext("list separator", ", ").join(parts),
        }
        if parts
        else title
    )


def kind_label(kind: StaffKind) -> str:
    """A kind as staff call it: on the page of their wishes, and as the title of a notice."""
    return {
        StaffKind.ORDER: pgettext("notice", "New order"),
        StaffKind.REMINDED: pgettext("notice", "Reminder"),
        StaffKind.SUPERVISED: pgettext("notice", "Put under supervision"),
        StaffKind.RETURNED: pgettext("notice", "Returned by the unit"),
        StaffKind.EXTENSION_ASKED: pgettext("notice", "More time is asked for"),
        StaffKind.EXTENSION_DECIDED: pgettext("notice", "Decision about more time"),
        StaffKind.REVIEW: pgettext("notice", "An answer waits for review"),
        StaffKind.REWORK: pgettext("notice", "To be done again"),
        StaffKind.ANSWER_REJECTED: pgettext("notice", "Answer sent back by the reviewer"),
        StaffKind.INFO_ADDED: pgettext("notice", "The resident has added something"),
        StaffKind.DANGER: pgettext("notice", "Danger suspected"),
        StaffKind.ESCALATED: pgettext("notice", "Running out of time"),
        StaffKind.DIGEST: pgettext("notice", "Morning list"),
    }[kind]


def channel_label(channel: Channel) -> str:
    return {
        Channel.SMS: pgettext("channel", "Text message"),
        Channel.WECHAT: pgettext("channel", "WeChat"),
        Channel.EMAIL: pgettext("channel", "E-mail"),
        Channel.PUSH: pgettext("channel", "This browser"),
        Channel.WECOM: pgettext("channel", "WeCom robot"),
        Channel.DINGTALK: pgettext("channel", "DingTalk robot"),
    }[channel]


def how_label(how: How) -> str:
    return {
        How.NOW: pgettext("notice", "At once"),
        How.DIGEST: pgettext("notice", "Morning list"),
        How.OFF: pgettext("notice", "Not"),
    }[how]


def any_kind_label(kind: str) -> str | Promise:
    """The kind of a notice on the page of what could not be sent."""
    if kind in set(StaffKind):
        return kind_label(StaffKind(kind))
    return _("News to a resident")
