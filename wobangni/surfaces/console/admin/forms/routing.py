"""One rule of the routing directory, its end, and what may be dispatched by itself."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import pgettext, pgettext_lazy

from wobangni.catalogue.commands.save_rule import RuleInput
from wobangni.catalogue.queries import AutoDispatchRow, Service, service, service_by_id
from wobangni.catalogue.queries.places import added_places, is_place_of, place_label
from wobangni.catalogue.rules.conditions import Hours, condition_data
from wobangni.catalogue.rules.limits import Limit, TimeUnit
from wobangni.catalogue.rules.routing import RuleVersion
from wobangni.kernel.ids import new_id
from wobangni.organisations.queries import places_of, units_of
from wobangni.service_requests.labels import channel_label
from wobangni.service_requests.rules.states import Channel
from wobangni.surfaces.console.admin.words import time_unit_label
from wobangni.surfaces.console.pickers import Picker, services, units
from wobangni.surfaces.shared.fields import LineField

_BETWEEN = re.compile(r"[\s,，、;；]+")
_SHORT = {"class": "input-short"}
_SEVERAL = frozenset({"places", "channels", "helpers"})
ANSWER = "answer-"


@dataclass(frozen=True, slots=True)
class PlaceGroup:
    """A township with its villages as boxes to tick; ``chosen``: how many are."""

    label: str
    boxes: tuple[tuple[str, str, bool], ...]  # key, label, ticked

    @property
    def chosen(self) -> int:
        return sum(ticked for _key, _label, ticked in self.boxes)


class RuleForm(forms.Form):
    """``service`` empty: every one; no place ticked: the whole county; no condition: always. Questions of the service come as ``answer-…``."""

    idempotency_key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    service = forms.ChoiceField(label=_l("Service"), widget=Picker, required=False)
    places = forms.MultipleChoiceField(label=_l("Places"), required=False, widget=forms.CheckboxSelectMultiple)
    any_words = LineField(
        limit=300,
        label=_l("One of these words occurs"),
        help_text=_l("In the title or the text. Spaces or commas between."),
        required=False,
    )
    all_words = LineField(limit=300, label=_l("All of these words occur"), required=False)
    urgent = forms.ChoiceField(label=_l("Urgent"), required=False)
    channels = forms.MultipleChoiceField(label=_l("Comes by"), required=False, widget=forms.CheckboxSelectMultiple)
    season_from = LineField(
        limit=10,
        label=_l("From this day of the year"),
        help_text=_l("Month and day, such as 10-15."),
        required=False,
        widget=forms.TextInput(attrs=_SHORT),
    )
    season_to = LineField(
        limit=10, label=_l("to this one"), required=False, widget=forms.TextInput(attrs=_SHORT),
        help_text=_l("May lie in the next year."),
    )  # fmt: skip
    hours = forms.ChoiceField(label=pgettext_lazy("when", "Sent"), required=False)
    unit = forms.TypedChoiceField(label=_l("Unit"), coerce=int, empty_value=None, widget=Picker)
    helpers = forms.TypedMultipleChoiceField(
        label=_l("Helping units"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    limit_amount = forms.IntegerField(
        label=_l("Time for the answer"),
        help_text=_l("Empty: as the service says."),
        required=False,
        min_value=1,
        max_value=9999,
        widget=forms.NumberInput(attrs={**_SHORT, "inputmode": "numeric"}),
    )
    limit_unit = forms.ChoiceField(label=pgettext_lazy("limit", "Counted in"), required=False)
    note = LineField(
        limit=200, label=_l("Why"), help_text=_l("For your colleagues: the decision, the agreement."), required=False
    )
    effective_from = forms.DateField(
        label=_l("From which day"),
        help_text=_l("From today at the earliest; from tomorrow if the time for the answer changes."),
        widget=forms.DateInput(attrs={"type": "date", **_SHORT}, format="%Y-%m-%d"),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        county: str,
        today: dt.date,
        rule: RuleVersion | None = None,
        service_code: str = "",
        typed: QueryDict | None = None,
    ) -> None:
        """``typed``: shown again as it is, without judging it yet."""
        start = _start(rule, county) if rule else {"service": service_code}
        start |= {name: typed.getlist(name) if name in _SEVERAL else typed[name] for name in typed} if typed else {}
        super().__init__(data, initial={"idempotency_key": new_id().hex, "effective_from": today, **start})
        self.county = county
        chosen = data.get("service", "") if data is not None else start.get("service", "")
        self.chosen: Service | None = service(str(chosen), county) if chosen else None
        self._offer()
        self.fields["effective_from"].widget.attrs["min"] = today.isoformat()
        self._ask(rule)
        for name in (*_SEVERAL, *(name for name in self.fields if name.startswith(ANSWER))):
            self.fields[name].layout = "choices-row"  # type: ignore[attr-defined]

    def _ask(self, rule: RuleVersion | None) -> None:
        """The choices that the service's own questions offer."""
        for question in self.chosen.questions if self.chosen else ():
            if question.options:
                self.fields[ANSWER + question.code] = forms.MultipleChoiceField(
                    label=question.label,
                    choices=question.options,
                    required=False,
                    widget=forms.CheckboxSelectMultiple,
                    initial=dict(rule.condition.answers if rule else ()).get(question.code, ()),
                )

    def _offer(self) -> None:
        keys = [(key, label) for group in self._places() for key, label in group[1]]
        choices: dict[str, list[Any]] = {
            "service": services(self.county, empty=_("Every service")),
            "places": keys,
            "urgent": [("", _("Either way")), ("yes", _("Only urgent ones")), ("no", _("Only those not urgent"))],
            "channels": [(c.value, channel_label(c)) for c in Channel],
            "hours": [
                ("", pgettext("hours", "At any time")),
                (Hours.OFFICE.value, _("Within office hours")),
                (Hours.OUTSIDE.value, _("Outside office hours")),
            ],
            "unit": units(self.county),
            "helpers": [(u.id, u.short_name) for u in units_of(self.county)],
            "limit_unit": [(u.value, time_unit_label(u)) for u in TimeUnit],
        }
        for name, options in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = options
        self.fields["limit_unit"].initial = TimeUnit.WORKING_DAYS.value

    def _places(self) -> list[tuple[str, list[tuple[str, str]]]]:
        groups = [
            (
                row.ref.label,
                [
                    (row.ref.code, _("All of %(place)s") % {"place": row.ref.label}),
                    *((v.code, v.label) for v in row.villages),
                ],
            )
            for row in places_of(self.county)
        ]
        added = list(added_places(self.county))
        offered = {key for key, _label in added}
        kept = [key for key in self["places"].value() or () if ":" in key and key not in offered]
        added += [(key, place_label(key)) for key in kept if is_place_of(self.county, key)]
        return [*groups, (_("Places of your own"), added)] if added else groups

    @property
    def place_groups(self) -> list[PlaceGroup]:
        """The places as boxes, the ticked ones ticked."""
        ticked = set(self["places"].value() or ())
        return [
            PlaceGroup(label, tuple((key, name, key in ticked) for key, name in boxes))
            for label, boxes in self._places()
        ]

    @property
    def places_chosen(self) -> int:
        return len(self["places"].value() or ())

    @property
    def question_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(ANSWER)]

    @property
    def conditions_given(self) -> bool:
        """Whether the part of the form with the conditions is worth opening."""
        names = ["any_words", "all_words", "urgent", "channels", "season_from", "season_to", "hours"]
        names += [name for name in self.fields if name.startswith(ANSWER)]
        return any(self[name].value() for name in names) or any(self[name].errors for name in names)

    def input(self) -> RuleInput:
        """What the command takes; of a valid form."""
        said = self.cleaned_data
        amount = said["limit_amount"]
        unit = TimeUnit(said["limit_unit"] or TimeUnit.WORKING_DAYS.value)
        return RuleInput(
            unit_id=said["unit"],
            service=said["service"] or None,
            places=said["places"],
            condition=self._condition(said),
            helper_ids=said["helpers"],
            limit=Limit(amount, unit) if amount else None,
            note=said["note"],
        )

    def _condition(self, said: Mapping[str, Any]) -> dict[str, Any]:
        season = [said["season_from"], said["season_to"]]
        return {
            "any_words": [word for word in _BETWEEN.split(said["any_words"]) if word],
            "all_words": [word for word in _BETWEEN.split(said["all_words"]) if word],
            "urgent": {"yes": True, "no": False}.get(said["urgent"]),
            "channels": said["channels"],
            "season": season if any(season) else None,
            "hours": said["hours"],
            "answers": {name.removeprefix(ANSWER): said[name] for name in self.fields if name.startswith(ANSWER)},
        }

    def add_error(self, field: str | None, error: Any) -> None:
        """What the command refuses of the season or the answers has no box of that name."""
        named = {"season": "season_from", "answers": "service"}.get(field or "", field)
        super().add_error(named, error)


class EndForm(forms.Form):
    """The day from which a rule holds no more."""

    last_day = forms.DateField(
        label=_l("From this day on it holds no more"),
        widget=forms.DateInput(attrs={"type": "date", **_SHORT}, format="%Y-%m-%d"),
    )

    def __init__(self, data: Any = None, *, day: dt.date) -> None:
        super().__init__(data, initial={"last_day": day}, auto_id="end_%s")
        self.fields["last_day"].widget.attrs["min"] = day.isoformat()


class AutoDispatchForm(forms.Form):
    """What may be dispatched by itself."""

    enabled = forms.BooleanField(
        label=_l("Dispatch sure requests automatically"),
        help_text=_l("Accepted and handed to the unit the moment they come in. Urgent ones always wait for a person."),
        required=False,
    )
    minimum_confidence = forms.IntegerField(
        label=_l("How sure the service must be, in per cent"),
        help_text=_l("100: only where the resident or a clerk has chosen the service."),
        min_value=50,
        max_value=100,
        widget=forms.NumberInput(attrs={**_SHORT, "inputmode": "numeric"}),
    )
    services = forms.MultipleChoiceField(label=_l("Services"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, data: Any = None, *, county: str, row: AutoDispatchRow) -> None:
        chosen = (service_by_id(service_id, county) for service_id in row.services)
        start = {
            "enabled": row.enabled,
            "minimum_confidence": row.minimum_confidence,
            "services": [one.code for one in chosen if one is not None],
        }
        super().__init__(data, initial=start)
        self.groups = [(label, options) for label, options in services(county) if isinstance(options, list)]
        field = self.fields["services"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [one for _label, options in self.groups for one in options]

    @property
    def boxes(self) -> list[tuple[str, list[tuple[str, str, bool]]]]:
        """By category: code, label, ticked."""
        ticked = set(self["services"].value() or ())
        return [(label, [(code, name, code in ticked) for code, name in options]) for label, options in self.groups]


def _start(rule: RuleVersion, county: str) -> dict[str, Any]:
    data = condition_data(rule.condition)
    found = service_by_id(rule.service_id, county) if rule.service_id is not None else None
    season = data.get("season", ["", ""])
    return {
        "service": found.code if found else "",
        "places": list(rule.places),
        "any_words": " ".join(rule.condition.any_words),
        "all_words": " ".join(rule.condition.all_words),
        "urgent": {True: "yes", False: "no", None: ""}[rule.condition.urgent],
        "channels": data.get("channels", []),
        "season_from": season[0],
        "season_to": season[1],
        "hours": data.get("hours", ""),
        "unit": rule.unit_id,
        "helpers": list(rule.helper_ids),
        "limit_amount": rule.limit.amount if rule.limit else None,
        "limit_unit": rule.limit.unit.value if rule.limit else TimeUnit.WORKING_DAYS.value,
        "note": rule.note,
    }
