"""Forms of linkage and outreach: a wave, who is asked to help, a visit or training, a question with its answer."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import pgettext_lazy

from wobangni.organisations import queries as organisations
from wobangni.organisations.commands.save_outreach import ANSWER, QUESTION, Material
from wobangni.organisations.labels import outreach_label
from wobangni.organisations.queries.linkage import LeagueHelperRef, WaveRef
from wobangni.organisations.queries.outreach import OutreachPage
from wobangni.organisations.rules.kinds import CENTRES, UnitKind
from wobangni.organisations.rules.outreach import OutreachKind
from wobangni.surfaces.console.pickers import Choice
from wobangni.surfaces.shared.fields import LineField, TextField


def _day(label: object, **more: object) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date", "class": "input-short"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **more)  # type: ignore[arg-type]


def _counties() -> list[Choice]:
    leagues = organisations.leagues()
    return [(one.label, [(c.code, c.label) for c in organisations.counties(one.code)]) for one in leagues]


def _several(label: object, size: int = 12, **more: object) -> forms.MultipleChoiceField:
    help_text = _l("With a keyboard, hold Ctrl to pick several.")
    widget = forms.SelectMultiple(attrs={"size": size})
    return forms.MultipleChoiceField(label=label, help_text=help_text, widget=widget, **more)  # type: ignore[arg-type]


def _choose(field: forms.Field, choices: list[Choice]) -> None:
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


class WaveForm(forms.Form):
    """A wave of pilots."""

    number = forms.IntegerField(
        label=_l("Number of the wave"),
        min_value=1,
        max_value=99,
        widget=forms.NumberInput(attrs={"class": "input-short"}),
    )
    name = LineField(limit=60, label=pgettext_lazy("thing", "Name"))
    starts_on = _day(_l("First day"))
    due_on = _day(_l("To be linked by"))
    counties = _several(_l("Counties"))
    note = LineField(limit=300, label=pgettext_lazy("wave", "Note"), required=False)

    def __init__(self, *args: object, wave: WaveRef | None = None, **kwargs: object) -> None:
        if wave is not None:
            names = ("number", "name", "starts_on", "due_on", "note")
            kwargs["initial"] = {n: getattr(wave, n) for n in names} | {"counties": list(wave.counties)}
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        _choose(self.fields["counties"], _counties())
        if wave is not None:
            del self.fields["number"]


class HelperForm(forms.Form):
    """Who is asked to help at a league."""

    name = LineField(limit=40, label=pgettext_lazy("thing", "Name"), required=False, help_text=_l("Empty: nobody."))
    post = LineField(limit=80, label=_l("Post"), required=False)
    phone = LineField(limit=40, label=_l("Office telephone"), required=False)

    def __init__(self, *args: object, helper: LeagueHelperRef | None = None, **kwargs: object) -> None:
        if helper is not None:
            kwargs["initial"] = {"name": helper.name, "post": helper.post, "phone": helper.phone}
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]


class MaterialsField(TextField):
    """One a line: its name, then its address. Cleaned to materials."""

    def clean(self, value: object) -> tuple[Material, ...]:
        text = super().clean(value)
        found = []
        for number, line in enumerate(filter(None, map(str.strip, text.splitlines())), 1):
            title, _space, url = line.rpartition(" ")
            if not title or "://" not in url:
                raise forms.ValidationError(
                    _("Line %(n)s: first the name, then a space, then the address: %(line)s")
                    % {"n": number, "line": line[:60]}
                )
            found.append(Material(title.strip(), url))
        return tuple(found)


class _KindField(forms.ChoiceField):
    layout = "choices-row"


class _Several(forms.MultipleChoiceField):
    layout = "choices-row"


class OutreachForm(forms.Form):
    """A visit or training. Of a county: its units, and which of its people came. Of the region (``county`` None): counties and kinds of units."""

    kind = _KindField(label=_l("What was it?"), widget=forms.RadioSelect, initial=OutreachKind.VISIT.value)
    held_on = _day(pgettext_lazy("outreach", "Day"))
    title = LineField(limit=80, label=_l("What it was about"))
    counties = _several(_l("Counties"))
    kinds = _Several(label=_l("Units of these counties"), widget=forms.CheckboxSelectMultiple)
    units = _Several(label=_l("Units"), widget=forms.CheckboxSelectMultiple)
    place = LineField(limit=120, label=pgettext_lazy("outreach", "Place"), required=False)
    host = LineField(limit=80, label=_l("Who went or taught"), required=False)
    attended = forms.IntegerField(
        label=_l("How many came"),
        min_value=0,
        max_value=100_000,
        required=False,
        widget=forms.NumberInput(attrs={"class": "input-short"}),
    )
    staff = _Several(
        label=_l("Who of the county came"),
        help_text=_l("Stays on this page and is in no export."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    materials = MaterialsField(
        limit=4000,
        label=_l("Materials"),
        help_text=_l("One a line: its name, a space, its address (https://…)."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    note = TextField(limit=2000, label=_l("What came of it"), required=False, widget=forms.Textarea(attrs={"rows": 4}))
    idempotency_key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=80)

    def __init__(
        self,
        *args: object,
        county: str | None,
        people: list[tuple[int, str]],
        today: dt.date,
        page: OutreachPage | None = None,
        key: str = "",
        **kwargs: object,
    ) -> None:
        kwargs["initial"] = (
            _initial(page) if page else {"held_on": today, "idempotency_key": key, "kinds": list(CENTRES)}
        )
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        _choose(self.fields["kind"], [(k.value, outreach_label(k)) for k in OutreachKind])
        if county is None:
            del self.fields["units"], self.fields["staff"]
            _choose(self.fields["counties"], _counties())
            one = organisations.counties()[0].code
            _choose(
                self.fields["kinds"], [(u.kind.value, u.kind_label) for u in organisations.units_of(one, inactive=True)]
            )
        else:
            del self.fields["counties"], self.fields["kinds"]
            units = organisations.units_of(county, inactive=page is not None)
            _choose(self.fields["units"], [(str(u.id), u.short_name) for u in units])
            _choose(self.fields["staff"], [(str(user_id), name) for user_id, name in people])
            if not people:
                del self.fields["staff"]

    @property
    def unit_ids(self) -> list[int]:
        """Of the county's form those ticked; of the region's all units of these kinds in these counties."""
        said = self.cleaned_data
        if "units" in self.fields:
            return [int(one) for one in said["units"]]
        kinds = set(said["kinds"])
        return [u.id for code in said["counties"] for u in organisations.units_of(code) if u.kind.value in kinds]

    @property
    def staff_ids(self) -> list[int]:
        return [int(one) for one in self.cleaned_data.get("staff", ())]


def _initial(page: OutreachPage) -> dict[str, object]:
    row = page.row
    kinds: set[UnitKind] = {u.kind for u in row.units}
    return {
        "kind": row.kind.value,
        "held_on": row.held_on,
        "title": row.title,
        "counties": list(row.counties),
        "kinds": [k.value for k in kinds],
        "units": [str(u.id) for u in row.units],
        "place": row.place,
        "host": row.host,
        "attended": row.attended,
        "staff": [str(user_id) for user_id, _name in page.staff],
        "materials": "\n".join(f"{m.title} {m.url}" for m in row.materials),
        "note": page.note,
    }


class QuestionForm(forms.Form):
    """What was asked there, and by which unit."""

    text = LineField(limit=QUESTION, label=_l("What was asked"))
    unit = forms.TypedChoiceField(label=_l("By which unit"), coerce=int, empty_value=None, required=False)

    def __init__(self, *args: object, page: OutreachPage, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        several = len(page.row.counties) > 1
        choices = [(str(u.id), u.name if several else u.short_name) for u in page.row.units]
        _choose(self.fields["unit"], [("", _("Not said")), *choices])


class AnswerForm(forms.Form):
    """The answer to a question."""

    answer = TextField(limit=ANSWER, label=_l("Answer"), widget=forms.Textarea(attrs={"rows": 3}))
