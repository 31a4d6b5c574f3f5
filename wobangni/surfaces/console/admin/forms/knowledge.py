"""An article of the knowledge base."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import pgettext_lazy

from wobangni.catalogue.commands.save_article import MAX_OWNER, MAX_TEXT, MAX_TITLE, MAX_TITLE_EN
from wobangni.catalogue.queries import Article
from wobangni.surfaces.console.pickers import Picker, services, units
from wobangni.surfaces.shared.fields import LineField, TextField

#: A new article is looked at again after so many days, unless somebody says otherwise.
REVIEW_AFTER = 180


class ArticleForm(forms.Form):
    title = LineField(limit=MAX_TITLE, label=_l("Question"), help_text=_l("As a caller would ask it."))
    title_en = LineField(limit=MAX_TITLE_EN, label=_l("Title in English"), required=False)
    text = TextField(
        limit=MAX_TEXT,
        label=_l("Answer"),
        help_text=_l("Is read to the caller as it stands, and goes into the request as its answer."),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    service = forms.CharField(label=_l("Service"), required=False, widget=Picker)
    owner_unit = forms.TypedChoiceField(
        label=_l("Unit that answers for it"), coerce=int, empty_value=None, required=False, widget=Picker
    )
    owner_name = LineField(limit=MAX_OWNER, label=_l("Person who answers for it"), required=False)
    review_on = forms.DateField(
        label=_l("To be reviewed by"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    active = forms.BooleanField(label=pgettext_lazy("text", "In use"), required=False, initial=True)

    def __init__(self, data: object, *, county: str | None, row: Article | None, today: dt.date) -> None:
        names = ("title", "title_en", "text", "service", "owner_unit", "owner_name", "review_on", "active")
        initial = {name: getattr(row, name) for name in names} if row else {}
        super().__init__(data, initial=initial or {"review_on": today + dt.timedelta(days=REVIEW_AFTER)})  # type: ignore[arg-type]
        none = _("None in particular")
        self.fields["service"].widget = Picker(choices=services(county or "", empty=none))
        owner = self.fields["owner_unit"]
        assert isinstance(owner, forms.TypedChoiceField)
        if county is None:
            del self.fields["owner_unit"]
        else:
            owner.choices = units(county, empty=none)
        if row is None:
            del self.fields["active"]
