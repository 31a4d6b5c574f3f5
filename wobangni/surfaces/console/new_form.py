"""The form in which a clerk takes a request down, and the questions of the chosen service in it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wobangni.accounts.vault import ContactInput
from wobangni.catalogue.queries import Question, Service, service
from wobangni.catalogue.rules.questions import QuestionKind
from wobangni.kernel.errors import InvalidInput
from wobangni.kernel.ids import new_id
from wobangni.service_requests.commands.submission import MAX_DESCRIPTION, MAX_PLACE, Submission
from wobangni.service_requests.labels import channel_label
from wobangni.service_requests.rules.states import Channel
from wobangni.surfaces.console import pickers
from wobangni.surfaces.console.forms import RawField

#: The channels at which a clerk takes requests down.
CHANNELS = (Channel.HOTLINE, Channel.WINDOW, Channel.GRID)
PREFIX = "answer_"
#: Of what is kept for another service: boxes, and characters of a name and of an answer.
MOST_BOXES, MOST_NAME, MOST_KEPT = 40, 80, 1000


class NewForm(forms.Form):
    """Fields in the order in which a call goes: who, what, which service, where. The command judges; errors come back by name."""

    channel = RawField(label=gettext_lazy("Channel"), widget=forms.RadioSelect)
    phone = RawField(
        label=gettext_lazy("Telephone"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off", "autofocus": True, "maxlength": 40}),
    )
    name = RawField(
        label=gettext_lazy("Name"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "maxlength": 40}),
    )
    address = RawField(
        label=gettext_lazy("Address for replies"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "maxlength": 200}),
    )
    anonymous = forms.BooleanField(
        label=gettext_lazy("Wants to stay anonymous"),
        help_text=gettext_lazy("Neither name nor telephone is kept; a query password is given instead."),
        required=False,
    )
    description = RawField(
        label=gettext_lazy("What it is about, in the resident's words"),
        widget=forms.Textarea(attrs={"rows": 6, "maxlength": MAX_DESCRIPTION}),
    )
    service = RawField(label=gettext_lazy("Service"), required=False, widget=pickers.Picker)
    division = RawField(label=gettext_lazy("Township or village"), required=False, widget=pickers.Picker)
    place_text = RawField(
        label=gettext_lazy("Place in words"),
        help_text=gettext_lazy("Street, building, shop, herd's pasture: what helps somebody find it"),
        required=False,
        widget=forms.TextInput(attrs={"maxlength": MAX_PLACE}),
    )
    idempotency_key = RawField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, county: str, channel: str = "", service_code: str = "") -> None:
        first = channel if channel in CHANNELS else Channel.HOTLINE.value
        super().__init__(data, initial={"channel": first, "idempotency_key": new_id().hex}, auto_id="new_%s")
        self.county = county
        self.fields["channel"].layout = "choices-row"  # type: ignore[attr-defined]
        self.fields["channel"].widget.choices = [(c.value, channel_label(c)) for c in CHANNELS]
        self.fields["service"].widget = pickers.Picker(
            choices=pickers.services(county), find_url=reverse("console:find_services", args=[county])
        )
        self.fields["division"].widget = pickers.Picker(
            choices=pickers.divisions(county), find_url=reverse("console:find_places", args=[county])
        )
        self.chosen: Service | None = service((data or {}).get("service") or service_code or "", county)
        for question in self.chosen.questions if self.chosen else ():
            self.fields[PREFIX + question.code] = question_field(question)

    @property
    def question_fields(self) -> list[forms.BoundField]:
        """The boxes of the chosen service's questions."""
        return [self[name] for name in self.fields if name.startswith(PREFIX)]

    @property
    def kept_answers(self) -> list[tuple[str, str]]:
        """What was answered for a service that is no longer chosen, by box: it goes along unseen by the command and is there again with its service."""
        if not isinstance(self.data, QueryDict):
            return []
        names = [n for n in self.data if n.startswith(PREFIX) and n not in self.fields and len(n) <= MOST_NAME]
        return [(n, v[:MOST_KEPT]) for n in names[:MOST_BOXES] for v in self.data.getlist(n) if v.strip()]

    def submission(self) -> Submission:
        """What is handed in. Call after ``is_valid``."""
        c = self.cleaned_data
        anonymous = bool(c.get("anonymous"))
        return Submission(
            county=self.county,
            description=c["description"],
            service=c["service"] or None,
            channel=Channel(c["channel"]) if c["channel"] in CHANNELS else Channel.HOTLINE,
            division=c["division"] or None,
            place_text=c["place_text"],
            answers={n.removeprefix(PREFIX): v for n, v in c.items() if n.startswith(PREFIX) and v},
            contact=None if anonymous else ContactInput(name=c["name"], phone=c["phone"], address=c["address"]),
            anonymous=anonymous,
            key=c["idempotency_key"] or None,
        )

    def refuse(self, error: InvalidInput) -> None:
        """Puts the command's errors beside their boxes."""
        for name, message in error.fields.items():
            mine = name.removeprefix("contact.").replace("answers.", PREFIX)
            self.add_error(mine if mine in self.fields else None, str(message))
        if not error.fields:
            self.add_error(None, str(error.message))


class RawManyField(forms.MultipleChoiceField):
    """Several ticks, taken as they are."""

    def clean(self, value: Any) -> list[str]:
        return [str(v) for v in value or []]


def question_field(question: Question) -> forms.Field:
    """A service's own question. Never insisted on here: what a caller doesn't know is asked later."""
    label = f"{question.label} ({question.unit})" if question.unit else question.label
    common: dict[str, Any] = {"label": label, "help_text": question.why, "required": False}
    if question.kind is QuestionKind.MULTI:
        return RawManyField(choices=question.options, widget=forms.CheckboxSelectMultiple, **common)
    if question.kind is QuestionKind.SINGLE:
        choices = [("", _("Not asked")), *question.options]
        single = RawField(widget=forms.RadioSelect(choices=choices), **common)
        single.layout = "choices-row"
        return single
    kinds = {QuestionKind.NUMBER: "number", QuestionKind.DATE: "date"}
    plain: dict[str, Any] = {"maxlength": 1000}
    attrs = {"type": kinds[question.kind], "class": "input-short"} if question.kind in kinds else plain
    if question.kind is QuestionKind.NUMBER:
        attrs |= {"step": "any", "min": 0}
    return RawField(widget=forms.TextInput(attrs=attrs), **common)
