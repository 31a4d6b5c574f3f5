"""What linkage and outreach are called, in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wobangni.organisations.rules.kinds import UnitKind
from wobangni.organisations.rules.linkage import Lack, Level
from wobangni.organisations.rules.outreach import OutreachKind


def level_label(level: Level) -> str:
    return {
        Level.NONE: pgettext("linkage", "No centre"),
        Level.BEGUN: pgettext("linkage", "Not complete"),
        Level.READY: pgettext("linkage", "Complete, not passed"),
        Level.LINKED: pgettext("linkage", "Linked"),
    }[level]


def centre_label(kind: UnitKind) -> str:
    """One of the four, as short as a table needs it."""
    return {
        UnitKind.CENTRE_MEDIA: pgettext("centre", "Media"),
        UnitKind.CENTRE_CIVILISATION: pgettext("centre", "Civilisation"),
        UnitKind.CENTRE_PARTY: pgettext("centre", "Party"),
        UnitKind.CENTRE_CONVENIENCE: pgettext("centre", "Convenience"),
    }[kind]


def lack_short(lack: Lack) -> str:
    """One word for a cell of the matrix."""
    return {
        Lack.CENTRE: pgettext("lack", "centre"),
        Lack.PEOPLE: pgettext("lack", "people"),
        Lack.SERVICES: pgettext("lack", "services"),
        Lack.ROUTES: pgettext("lack", "routes"),
        Lack.TEST: pgettext("lack", "test"),
        Lack.DISPATCHER: pgettext("lack", "dispatcher"),
        Lack.REVIEWER: pgettext("lack", "reviewer"),
        Lack.CALLER: pgettext("lack", "caller"),
        Lack.RETURN: pgettext("lack", "return"),
    }[lack]


def lack_label(lack: Lack) -> str:
    """What is missing, as a sentence."""
    return {
        Lack.CENTRE: _("There is no such centre in use."),
        Lack.PEOPLE: _("Nobody works there: no active handler."),
        Lack.SERVICES: _("It has no service of its own."),
        Lack.ROUTES: _("The routing directory sends nothing there."),
        Lack.TEST: _("The test request did not come through."),
        Lack.DISPATCHER: _("The county has no dispatcher: nothing reaches any unit."),
        Lack.REVIEWER: _("The county reviews answers and has no reviewer."),
        Lack.CALLER: _("The county has nobody who calls residents back."),
        Lack.RETURN: _("The test request went through all four centres and did not come back."),
    }[lack]


def lack_remedy(lack: Lack) -> str:
    """What puts it right."""
    return {
        Lack.CENTRE: _("Add the centre, or put it back into use."),
        Lack.PEOPLE: _("Add a handler to the centre, or switch an account on again."),
        Lack.SERVICES: _("Give the centre a service, or a rule in the directory."),
        Lack.ROUTES: _("Send a service to the centre in the routing directory."),
        Lack.TEST: _("See in the steps of the test request where it stopped."),
        Lack.DISPATCHER: _("Give somebody the role of dispatcher."),
        Lack.REVIEWER: _("Give somebody the role of reviewer, or let answers go out without review."),
        Lack.CALLER: _("Give somebody the role of callback caller."),
        Lack.RETURN: _("See in the steps of the test request where it stopped."),
    }[lack]


def outreach_label(kind: OutreachKind) -> str:
    return {
        OutreachKind.VISIT: pgettext("outreach", "Visit"),
        OutreachKind.TRAINING_OFFLINE: pgettext("outreach", "Training on site"),
        OutreachKind.TRAINING_ONLINE: pgettext("outreach", "Online training"),
    }[kind]
