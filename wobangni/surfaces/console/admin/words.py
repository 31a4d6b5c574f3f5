"""Changes in words: what was called what, before and after."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from wobangni.catalogue import queries as catalogue
from wobangni.catalogue.rules.ladder import Step, When, parse_steps
from wobangni.catalogue.rules.limits import Limit, LimitKind, TimeUnit
from wobangni.catalogue.rules.natures import Nature
from wobangni.kernel.actors import Role
from wobangni.organisations import queries as organisations
from wobangni.organisations.queries import RevisionRow
from wobangni.organisations.rules.kinds import KIND_WORDS, LocalKind, UnitKind
from wobangni.service_requests.labels import action_label
from wobangni.service_requests.rules.lifecycle import Action
from wobangni.surfaces.console.admin import rule_changes
from wobangni.surfaces.console.labels import role_label

#: Longer values are cut: the page shows what it was about, the database keeps it whole.
LONGEST = 60

TABLES: dict[str, Promise] = {
    "unit": pgettext_lazy("table", "Unit"),
    "local_place": pgettext_lazy("table", "Landmark or grid"),
    "calendar_day": pgettext_lazy("table", "Calendar"),
    "county_settings": pgettext_lazy("table", "County settings"),
    "service": pgettext_lazy("table", "Service"),
    "county_service": pgettext_lazy("table", "Service in this county"),
    "time_limit": pgettext_lazy("table", "Time limit"),
    "ladder": pgettext_lazy("table", "Steps"),
    "routing_rule": pgettext_lazy("table", "Routing"),
    "auto_dispatch": pgettext_lazy("table", "Automatic dispatch"),
    "reply_template": pgettext_lazy("table", "Reply text"),
    "knowledge_article": pgettext_lazy("table", "Knowledge base"),
    "telephone_system": pgettext_lazy("table", "Telephone system"),
    "hotline_line": pgettext_lazy("table", "Hotline"),
    "county_app": pgettext_lazy("table", "County app"),
    "hotline_extension": pgettext_lazy("table", "Extension"),
    "membership": pgettext_lazy("table", "Role"),
    "accounts_user": pgettext_lazy("table", "Person"),
    "accounts_apitoken": pgettext_lazy("table", "API token"),
    "accounts_smsmessage": pgettext_lazy("table", "Text message"),
    "notice_delivery": pgettext_lazy("table", "Message"),
    "notice_channel": pgettext_lazy("table", "Way out"),
    "outreach": pgettext_lazy("table", "Visit or training"),
    "pilot_wave": pgettext_lazy("table", "Wave of pilots"),
    "league_helper": pgettext_lazy("table", "Person asked to help"),
}
_COLUMNS: dict[str, Promise] = {
    **rule_changes.COLUMNS,
    "name": pgettext_lazy("thing", "Name"),
    "short_name": gettext_lazy("Short name"),
    "name_en": gettext_lazy("English name"),
    "phone": pgettext_lazy("office", "Phone"),
    "address": pgettext_lazy("office", "Address"),
    "active": pgettext_lazy("column", "In use"),
    "kind": pgettext_lazy("column", "Kind"),
    "other_names": gettext_lazy("Other names"),
    "division_id": gettext_lazy("Where it lies"),
    "lat": gettext_lazy("Latitude"),
    "lng": gettext_lazy("Longitude"),
    "polygon": gettext_lazy("Outline"),
    "villages": gettext_lazy("Villages of the grid"),
    "date": gettext_lazy("Day"),
    "is_workday": gettext_lazy("Working day"),
    "note": pgettext_lazy("column", "Occasion"),
    "review_required": gettext_lazy("Answers are reviewed"),
    "hotline": gettext_lazy("Hotline"),
    "office_hours": gettext_lazy("Office hours"),
    "info_lapses": gettext_lazy("Ends without a reply"),
    "steps": gettext_lazy("Steps"),
    "sure_percent": gettext_lazy("A person decides below (percent)"),
    "description": gettext_lazy("Description"),
    "description_en": gettext_lazy("English description"),
    "keywords": gettext_lazy("Search words"),
    "questions": gettext_lazy("Questions"),
    "nature": gettext_lazy("What residents want"),
    "unit_kind": gettext_lazy("Usual unit"),
    "urgent": gettext_lazy("Urgent"),
    "order": gettext_lazy("Order"),
    "category_id": gettext_lazy("Category"),
    "service_id": gettext_lazy("Service"),
    "unit_id": gettext_lazy("Unit"),
    "amount": pgettext_lazy("column", "How much"),
    "unit": pgettext_lazy("column", "Counted in"),
    "effective_from": gettext_lazy("From"),
    "action": pgettext_lazy("column", "Action"),
    "title": gettext_lazy("Title"),
    "text": gettext_lazy("Text"),
    "role": gettext_lazy("Role"),
    "until": gettext_lazy("Until"),
    "is_active": gettext_lazy("May sign in"),
    "password": gettext_lazy("Password"),
    "second_factor_dropped": gettext_lazy("Second step removed"),
    "username": gettext_lazy("Sign-in name"),
    "scopes": gettext_lazy("Scopes"),
    "rate_per_minute": gettext_lazy("Calls a minute"),
    "revoked_at": gettext_lazy("Taken back"),
    "state": pgettext_lazy("text message", "State"),
    "leader": pgettext_lazy("role", "Leads there"),
    "settings": gettext_lazy("Settings changed"),
    "given_up_because": gettext_lazy("Why it need not go out"),
}


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One column that changed. Empty words: there was nothing."""

    column: str
    before: str
    after: str


def change_lines(revision: RevisionRow) -> tuple[ChangeLine, ...]:
    """The columns worth reading; keys and other inner matters are left out."""
    lines = []
    for column, before, after in revision.changes:
        label = _COLUMNS.get(column)
        old, new = _value(revision.table, column, before), _value(revision.table, column, after)
        if label is not None and old != new:
            lines.append(ChangeLine(str(label), old, new))
    return tuple(lines)


def title_of(revision: RevisionRow) -> str:
    """What was changed, as people call it; for a limit, a day or a route all that it says."""
    said = {**revision.before, **revision.after}
    if revision.table == "membership":
        name, _colon, role = revision.title.rpartition(": ")
        return f"{name} {role_label(Role(role))}" if role in list(Role) else revision.title
    if revision.kind == "changed":
        return _changed_title(revision)
    if revision.table == "time_limit":
        limit = limit_words(Limit(said["amount"], TimeUnit(said["unit"])))
        scope = _value("", "service_id", said.get("service_id")) or _value("", "nature", said.get("nature"))
        kind = limit_kind_label(LimitKind(said["kind"]))
        return _("%(scope)s · %(kind)s %(limit)s from %(day)s") % {
            "scope": scope or _("Everything"),
            "kind": kind,
            "limit": limit,
            "day": said["effective_from"],
        }
    if revision.table == "ladder":
        return _("%(kind)s from %(day)s") % {
            "kind": limit_kind_label(LimitKind(said["kind"])),
            "day": said["effective_from"],
        }
    if revision.table == "calendar_day":
        day = _("Working day") if said["is_workday"] else _("Day off")
        return f"{said['date']} {day} {said['note']}".strip()
    return revision.title


def _changed_title(revision: RevisionRow) -> str:
    if revision.table == "ladder":
        kind, _space, day = revision.title.partition(" ")
        return _("%(kind)s from %(day)s") % {"kind": limit_kind_label(LimitKind(kind)), "day": day}
    return revision.title.split(" ")[0] if revision.table == "time_limit" else revision.title


def step_words(step: Step) -> str:
    """When a step is taken: 25 % of the time left; when it is over; 1 working day after that."""
    if step.when is When.AT:
        return _("When the time is over")
    if step.when is When.SHARE_LEFT:
        return _("%(n)s%% of the time left") % {"n": step.amount}
    span = limit_words(Limit(step.amount, step.unit))
    return (
        pgettext("step", "%(span)s left") % {"span": span}
        if step.when is When.LEFT
        else _("%(span)s after that") % {"span": span}
    )


def table_label(table: str) -> str:
    return str(TABLES.get(table, table))


def kind_label(kind: str) -> str:
    """What became of the row."""
    return {
        "created": pgettext("change", "new"),
        "changed": pgettext("change", "changed"),
        "deleted": pgettext("change", "removed"),
    }[kind]


def limit_words(limit: Limit) -> str:
    """5 working days."""
    return _LIMITS[limit.unit](limit.amount)


def limit_kind_label(kind: LimitKind) -> str:
    return {
        LimitKind.SIGN: pgettext("limit", "Signing"),
        LimitKind.RESPONSE: pgettext("limit", "Response"),
        LimitKind.ECHO: pgettext("limit", "Echo"),
        LimitKind.ANSWER: pgettext("limit", "Answer"),
        LimitKind.ARBITRATE: pgettext("limit", "Dispatcher's decision"),
        LimitKind.INFO: pgettext("limit", "Reply of the resident"),
        LimitKind.CALLBACK: pgettext("limit", "Rating by the resident"),
        LimitKind.REVIEW: pgettext("limit", "Date of review"),
        LimitKind.ARCHIVE: pgettext("limit", "Archive"),
    }[kind]


def time_unit_label(unit: TimeUnit) -> str:
    return {
        TimeUnit.HOURS: _("hours, day and night"),
        TimeUnit.WORKING_HOURS: _("working hours"),
        TimeUnit.WORKING_DAYS: _("working days"),
        TimeUnit.CALENDAR_DAYS: _("calendar days"),
    }[unit]


def nature_label(nature: Nature) -> str:
    return {
        Nature.CONSULTATION: pgettext("nature", "Asking"),
        Nature.HELP: pgettext("nature", "Help"),
        Nature.SUGGESTION: pgettext("nature", "Suggestion"),
        Nature.COMPLAINT: pgettext("nature", "Complaint"),
        Nature.EMERGENCY: pgettext("nature", "Emergency"),
    }[nature]


def unit_kind_label(kind: UnitKind) -> str:
    return _(KIND_WORDS[kind].label)


def local_kind_label(kind: LocalKind) -> str:
    return {LocalKind.LANDMARK: _("Landmark"), LocalKind.GRID: _("Grid")}[kind]


_LIMITS: dict[TimeUnit, Callable[[int], str]] = {
    TimeUnit.HOURS: lambda n: _("%(n)s hours") % {"n": n},
    TimeUnit.WORKING_HOURS: lambda n: _("%(n)s working hours") % {"n": n},
    TimeUnit.WORKING_DAYS: lambda n: _("%(n)s working days") % {"n": n},
    TimeUnit.CALENDAR_DAYS: lambda n: _("%(n)s calendar days") % {"n": n},
}


def _value(table: str, column: str, value: Any) -> str:
    if value is None or value in ("", [], {}):
        return ""
    if (found := rule_changes.value(table, column, value)) is not None:
        return _cut(found)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if column == "polygon":
        return ngettext("%(n)s corner", "%(n)s corners", len(value) - 1) % {"n": len(value) - 1}
    if column == "villages":
        return ngettext("%(n)s village", "%(n)s villages", len(value)) % {"n": len(value)}
    if column == "steps":
        return pgettext("list separator", ", ").join(map(step_words, parse_steps(value)))
    if column in ("questions", "keywords", "office_hours", "scopes", "other_names"):
        return _cut(pgettext("list separator", ", ").join(_item(column, item) for item in value))
    return _cut(_named(table, column, value) or str(value))


def _item(column: str, item: Any) -> str:
    if column == "questions":
        return str(item.get("label", ""))
    if column == "office_hours":
        return "–".join(item)
    return str(item)


def _named(table: str, column: str, value: Any) -> str:
    """The name of what a key stands for."""
    if column == "unit_id":
        unit = organisations.unit(int(value))
        return unit.name if unit else ""
    if column == "service_id":
        service = catalogue.service_by_id(int(value))
        return service.label if service else ""
    if column == "category_id":
        category = catalogue.category(str(value))
        return category.label if category else ""
    if column == "division_id":
        division = organisations.division(str(value))
        return division.short_label if division else ""
    if (table, column) == ("local_place", "kind"):
        return local_kind_label(LocalKind(value))
    if column == "unit_kind" or (table, column) == ("unit", "kind"):
        return unit_kind_label(UnitKind(value))
    if column == "nature":
        return nature_label(Nature(value))
    if (table, column) == ("time_limit", "kind"):
        return limit_kind_label(LimitKind(value))
    if (table, column) in (("time_limit", "unit"), ("routing_rule", "limit_unit")):
        return time_unit_label(TimeUnit(value))
    if (table, column) in (("accounts_smsmessage", "state"), ("notice_delivery", "state")):
        return _message_state(str(value))
    if column == "role":
        return role_label(Role(value))
    if column == "action" and value in list(Action):
        return action_label(str(value))
    if column in ("until", "revoked_at"):
        return str(value)[:10]
    return ""


def _message_state(state: str) -> str:
    words = {
        "queued": pgettext("text message", "on its way"),
        "waiting": pgettext("text message", "on its way"),
        "failed": pgettext("text message", "not sent"),
        "given_up": pgettext("text message", "given up"),
    }
    return words.get(state, state)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def contact_parts(parts: tuple[str, ...]) -> str:
    """Name, phone, address."""
    names = {"name": _("Name"), "phone": _("Phone"), "address": _("Address")}
    return pgettext("list separator", ", ").join(names.get(part, part) for part in parts)
