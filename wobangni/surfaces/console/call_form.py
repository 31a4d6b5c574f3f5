"""The new-request form during a call, and the few boxes that answer a consultation beside it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wobangni.exchange.commands.answer_call import Consultation
from wobangni.exchange.queries.calls import Card
from wobangni.kernel.errors import InvalidInput
from wobangni.service_requests.rules.states import Channel
from wobangni.surfaces.console.forms import RawField
from wobangni.surfaces.console.new_form import NewForm

#: Boxes outside the form element that belong to it all the same.
FORM = "new-form"


def call_form(data: Any, *, county: str, card: Card) -> NewForm:
    """The form as it is everywhere, for this call: the channel is known, and so is the number, which nobody needs to see."""
    form = NewForm(data, county=county, channel=Channel.HOTLINE.value)
    if card.contact_id is not None:
        form.fields["phone"].help_text = _("Leave it empty for the number of this call, %(number)s.") % {
            "number": card.call.caller
        }
    form.fields["phone"].widget.attrs.pop("autofocus", None)
    form.fields["description"].widget.attrs["autofocus"] = True
    form.fields["channel"].widget = forms.HiddenInput()
    return form


class AnswerForm(forms.Form):
    """Which article was read to the caller, and what they said of it."""

    article_words = RawField(
        label=gettext_lazy("Search the knowledge base"),
        required=False,
        widget=forms.TextInput(
            attrs={
                "form": FORM,
                "type": "search",
                "autocomplete": "off",
                "maxlength": 100,
                "aria-keyshortcuts": "Alt+K",
            }
        ),
    )
    solved = RawField(
        label=gettext_lazy("Is it solved?"),
        help_text=gettext_lazy("In the caller's own words. What is not solved goes to a unit instead."),
        required=False,
        widget=forms.RadioSelect(
            attrs={"form": FORM}, choices=[("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))]
        ),
    )
    satisfied = RawField(
        label=gettext_lazy("How satisfied are you?"),
        help_text=gettext_lazy("1 not at all, 5 very"),
        required=False,
        widget=forms.RadioSelect(attrs={"form": FORM}, choices=[(str(n), str(n)) for n in range(1, 6)]),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="told_%s")
        for name in ("solved", "satisfied"):
            self.fields[name].layout = "choices-row"  # type: ignore[attr-defined]

    @property
    def words(self) -> str:
        return str(self.data.get("article_words", ""))[:100]

    @property
    def chosen(self) -> str:
        """``id.version`` of the article that is ticked."""
        return str(self.data.get("article", ""))[:40]

    def consultation(self) -> Consultation | None:
        """What the caller was told; None, with the reasons beside the boxes, where something is missing."""
        self.full_clean()
        article, _dot, version = self.chosen.partition(".")
        known = article.isascii() and article.isdigit() and version.isascii() and version.isdigit()
        if not known or len(article) > 12 or len(version) > 9:
            self.add_error("article_words", _("Choose the article that you read to the caller."))
        for name in ("solved", "satisfied"):
            if not self.data.get(name):
                self.add_error(name, _("Ask the caller before you close it."))
        if self.errors:
            return None
        return Consultation(int(article), int(version), self.data["solved"], self.data["satisfied"])

    def taking(self, refused: InvalidInput) -> InvalidInput:
        """Puts beside these boxes what is theirs; the rest of the refusal."""
        mine = {"article": "article_words", "solved": "solved", "satisfied": "satisfied"}
        for name, box in mine.items():
            if name in refused.fields:
                self.add_error(box, str(refused.fields[name]))
        rest = {name: words for name, words in refused.fields.items() if name not in mine}
        return InvalidInput(refused.message, fields=rest, code=refused.code)
