"""A ready text."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import pgettext_lazy

from wobangni.catalogue.queries import ReplyTemplate
from wobangni.service_requests.labels import action_label
from wobangni.service_requests.rules.fields import Kind
from wobangni.service_requests.rules.lifecycle import TABLE
from wobangni.surfaces.shared.fields import LineField, TextField

#: Actions whose form has a text to write.
WITH_TEXT = tuple(row.action for row in TABLE if any(field.kind is Kind.TEXT for field in row.fields))


class TemplateForm(forms.Form):
    action = forms.ChoiceField(label=_l("Where it is offered"))
    title = LineField(limit=40, label=_l("Title"), help_text=_l("Staff choose by it."))
    text = TextField(
        limit=2000,
        label=_l("Text"),
        help_text=_l("Write 〔…〕 where something must be filled in: the form stops at each."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    active = forms.BooleanField(label=pgettext_lazy("text", "In use"), required=False, initial=True)

    def __init__(self, *args: object, row: ReplyTemplate | None = None, **kwargs: object) -> None:
        if row is not None:
            kwargs["initial"] = {"action": row.action, "title": row.title, "text": row.text, "active": row.active}
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        actions = self.fields["action"]
        assert isinstance(actions, forms.ChoiceField)
        actions.choices = [(action.value, action_label(action)) for action in dict.fromkeys(WITH_TEXT)]
        if row is None:
            del self.fields["active"]
