"""The filters of a queue: read from an address, written into one, turned into a query."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wobangni.catalogue.rules.ladder import Rung
from wobangni.kernel.clock import SHANGHAI
from wobangni.service_requests.labels import channel_label, rung_label, state_label
from wobangni.service_requests.queries.queue import QueueFilter
from wobangni.service_requests.rules.lights import Light
from wobangni.service_requests.rules.states import Channel, State
from wobangni.surfaces.console import pickers
from wobangni.surfaces.console.labels import light_label

#: In the order in which they stand in an address. Anything else there is no filter.
NAMES = (
    "q", "state", "light", "category", "service", "unit", "division", "channel",
    "mine", "helping", "afar", "urgent", "supervised", "extension", "review", "tonight", "passed", "problem", "arbitration", "raised", "since", "until", "sort",
)  # fmt: skip
#: Days on which a request may have been sent.
DAYS = [MinValueValidator(dt.date(2000, 1, 1)), MaxValueValidator(dt.date(2199, 12, 31))]
#: Rungs of the ladder by which is filtered.
RAISED = (Rung.DISPATCHER, Rung.COUNTY_LEADER, Rung.LEAGUE)
MANY = frozenset({"state", "light"})


class FilterForm(forms.Form):
    """The filters as a form. One that can't be used is left out and said beside its box; the others still count."""

    q = forms.CharField(label=gettext_lazy("Words or tracking code"), required=False, max_length=200)
    state = forms.MultipleChoiceField(
        label=pgettext_lazy("of a request", "State"), required=False, widget=forms.CheckboxSelectMultiple
    )
    light = forms.MultipleChoiceField(
        label=pgettext_lazy("deadline", "Light"), required=False, widget=forms.CheckboxSelectMultiple
    )
    category = forms.ChoiceField(label=gettext_lazy("Category"), required=False)
    service = forms.ChoiceField(label=gettext_lazy("Service"), required=False, widget=pickers.Picker)
    unit = forms.TypedChoiceField(
        label=gettext_lazy("Unit"), required=False, coerce=int, empty_value=None, widget=pickers.Picker
    )
    division = forms.ChoiceField(label=gettext_lazy("Township or village"), required=False, widget=pickers.Picker)
    channel = forms.ChoiceField(label=gettext_lazy("Channel"), required=False)
    mine = forms.BooleanField(label=gettext_lazy("My units"), required=False)
    helping = forms.BooleanField(label=gettext_lazy("We help"), required=False)
    afar = forms.BooleanField(label=gettext_lazy("From other counties"), required=False)
    urgent = forms.BooleanField(label=gettext_lazy("Urgent"), required=False)
    supervised = forms.BooleanField(label=gettext_lazy("Supervised"), required=False)
    extension = forms.BooleanField(label=gettext_lazy("Extension asked for"), required=False)
    review = forms.BooleanField(label=gettext_lazy("Review date has come"), required=False)
    tonight = forms.BooleanField(label=gettext_lazy("Overdue by tonight"), required=False)
    passed = forms.BooleanField(label=gettext_lazy("Passed around"), required=False)
    problem = forms.BooleanField(label=gettext_lazy("Problem request"), required=False)
    arbitration = forms.BooleanField(label=gettext_lazy("To be decided by the dispatcher"), required=False)
    raised = forms.ChoiceField(label=gettext_lazy("Told up to"), required=False)
    since = forms.DateField(
        label=gettext_lazy("Sent from"),
        required=False,
        validators=DAYS,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    until = forms.DateField(
        label=pgettext_lazy("date", "to"),
        required=False,
        validators=DAYS,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    sort = forms.ChoiceField(
        label=pgettext_lazy("sorting", "Order"),
        required=False,
        choices=[("", gettext_lazy("Due soonest first")), ("new", gettext_lazy("Latest first"))],
    )

    def __init__(self, data: QueryDict, *, county: str) -> None:
        super().__init__(data, auto_id="filter_%s")
        self.sent = data
        anything = ("", _("All"))
        choices: dict[str, list[pickers.Choice]] = {
            "state": [(s.value, state_label(s)) for s in State],
            "light": [(v.value, light_label(v)) for v in (Light.RED, Light.YELLOW, Light.GREEN, Light.PAUSED)],
            "category": [anything, *pickers.categories()],
            "service": pickers.services(county, empty=str(anything[1])),
            "unit": pickers.units(county, empty=str(anything[1])),
            "division": pickers.divisions(county, empty=str(anything[1])),
            "raised": [anything, *((r.value, rung_label(r)) for r in RAISED)],
            "channel": [anything, *((c.value, channel_label(c)) for c in Channel)],
        }
        for name, options in choices.items():
            self.fields[name].choices = options  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.error_messages |= _refusals(str(field.label))


def _refusals(label: str) -> dict[str, str]:
    """In our own words; what came in the address is not repeated."""
    none_such = _("%(name)s: there is no such choice here, or no longer. Choose again, or leave it out.") % {
        "name": label
    }
    no_day = _("%(name)s: please give a date such as 2026-05-01.") % {"name": label}
    kinds = dict.fromkeys(("invalid_choice", "invalid_list"), none_such)
    days = dict.fromkeys(
        ("min_value", "max_value"), _("%(name)s: please give a day from 2000 to 2199.") % {"name": label}
    )
    unusable = _("%(name)s: at most 200 characters, and only such as can be seen.") % {"name": label}
    words = dict.fromkeys(("max_length", "null_characters_not_allowed"), unusable)
    return {**kinds, **days, **words, "invalid": no_day}


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter that is set: its words and the address without it."""

    text: str
    url: str


def read(data: QueryDict, *, county: str) -> tuple[FilterForm, QueueFilter]:
    """The form and what it means."""
    form = FilterForm(data, county=county)
    form.is_valid()
    c = form.cleaned_data
    services: Iterable[int] = pickers.service_ids(county, category=c.get("category", ""), service=c.get("service", ""))
    until = c.get("until")
    return form, QueueFilter(
        states=frozenset(State(s) for s in c.get("state", ())),
        lights=frozenset(Light(v) for v in c.get("light", ())),
        services=frozenset(services),
        units=frozenset({c["unit"]} if c.get("unit") else ()),
        division=c.get("division", ""),
        channels=frozenset({c["channel"]} if c.get("channel") else ()),
        q=c.get("q", ""),
        mine=c.get("mine", False),
        helping=c.get("helping", False),
        from_afar=c.get("afar", False),
        urgent=c.get("urgent", False),
        supervised=c.get("supervised", False),
        extension_pending=c.get("extension", False),
        review_due=c.get("review", False),
        tonight=c.get("tonight", False),
        passed_around=c.get("passed", False),
        problem=c.get("problem", False),
        arbitration=c.get("arbitration", False),
        raised=c.get("raised", ""),
        since=_midnight(c.get("since")),
        until=_midnight(until + dt.timedelta(days=1)) if until and until < dt.date.max else None,
        sort=c.get("sort") or "due",
    )


def canonical(data: QueryDict | dict[str, list[str]]) -> str:
    """The filters of an address in one order, empty ones and the page left out: two equal filters have equal text."""
    pairs = []
    for name in NAMES:
        values = data.getlist(name) if isinstance(data, QueryDict) else data.get(name, [])
        kept = sorted({v for v in values if v}) if name in MANY else [v for v in values[-1:] if v]
        pairs += [(name, value) for value in kept]
    return urlencode(pairs)


def given_back(raw: str) -> str:
    """The filters that a form sent along to come back to; what is far too long is cut, for no page has made it."""
    return canonical(QueryDict(raw[:1000]))


def chips(form: FilterForm) -> list[Chip]:
    """Every filter that is set, except the states, which the page shows as tabs, and the order."""
    found = []
    for name in NAMES:
        if name in ("state", "sort"):
            continue
        for value in form.sent.getlist(name):
            if value and name not in form.errors:
                found.append(Chip(_chip_text(form, name, value), "?" + _without(form.sent, name, value)))
    return found


def _without(data: QueryDict, name: str, value: str) -> str:
    rest = data.copy()
    rest.setlist(name, [v for v in rest.getlist(name) if v != value])
    return canonical(rest)


def _chip_text(form: FilterForm, name: str, value: str) -> str:
    field = form.fields[name]
    if isinstance(field, forms.BooleanField):
        return str(field.label)
    if isinstance(field, forms.MultipleChoiceField | forms.ChoiceField):
        value = next((str(label) for key, label in _flat(field.choices) if str(key) == value), value)
    return _("%(name)s: %(value)s") % {"name": field.label, "value": value.strip("\u3000 ")}


def _flat(choices: Any) -> Iterable[tuple[object, object]]:
    """Choices without their groups."""
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield key, label


def _midnight(day: dt.date | None) -> dt.datetime | None:
    return dt.datetime.combine(day, dt.time(), SHANGHAI) if day else None
