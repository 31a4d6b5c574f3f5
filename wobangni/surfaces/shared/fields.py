"""Form fields that take what people really type, and forms that can say what a command refused."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from wobangni.kernel.errors import InvalidInput
from wobangni.kernel.rules.text import clean_line, clean_text


class TextField(forms.CharField):
    """Several lines, cleaned of what can't be kept (kernel/rules/text.py) before anything is checked; too long says by how much."""

    widget: type[forms.Widget] = forms.Textarea
    clean_typed = staticmethod(clean_text)

    def __init__(self, *, limit: int, **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)
        self.limit = limit

    def to_python(self, value: Any) -> str:
        return self.clean_typed(str(value)) if value not in self.empty_values else ""

    def validate(self, value: str) -> None:
        super().validate(value)
        if len(value) > self.limit:
            raise forms.ValidationError(
                _("At most %(limit)s characters; this has %(length)s.") % {"limit": self.limit, "length": len(value)}
            )


class LineField(TextField):
    """A single line."""

    widget = forms.TextInput
    clean_typed = staticmethod(clean_line)


def add_refusal(form: forms.BaseForm, error: InvalidInput, *, prefix: str = "") -> None:
    """Puts what a command refused beside the fields it is about; what has no field goes to the head of the form."""
    placed = False
    for name, message in error.fields.items():
        target = name.removeprefix(prefix)
        form.add_error(target if target in form.fields else None, str(message))
        placed = True
    if not placed:
        form.add_error(None, str(error.message))
