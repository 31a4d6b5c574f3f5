"""A service: the region's or a county's own; or what a county says differently."""

from __future__ import annotations

import re

from django import forms
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import pgettext_lazy

from wobangni.catalogue.commands.save_service import ServiceInput
from wobangni.catalogue.queries import Service
from wobangni.catalogue.rules.natures import Nature
from wobangni.organisations.rules.kinds import UnitKind
from wobangni.surfaces.console.admin.words import nature_label, unit_kind_label
from wobangni.surfaces.console.pickers import categories
from wobangni.surfaces.shared.fields import LineField, TextField

_BETWEEN = re.compile(r"[\s,，、;；]+")
KEYWORDS_HELP = _l("The words that people use. Search and the first guess go by them. Spaces or commas between.")


def _words(typed: str) -> list[str]:
    return [word for word in _BETWEEN.split(typed) if word]


class ServiceForm(forms.Form):
    """Everything about a service but its questions."""

    name = LineField(limit=40, label=pgettext_lazy("thing", "Name"), help_text=_l("Short, in the residents' words."))
    name_en = LineField(limit=80, label=_l("English name"), required=False)
    category = forms.ChoiceField(label=_l("Category"))
    description = TextField(
        limit=300,
        label=_l("What it is for"),
        help_text=_l("A sentence or two. No office words."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    description_en = TextField(
        limit=400, label=_l("The same in English"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    keywords = TextField(
        limit=1400,
        label=_l("Search words"),
        help_text=KEYWORDS_HELP,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    nature = forms.ChoiceField(label=_l("What residents want"), help_text=_l("Time limits go by it."))
    unit_kind = forms.ChoiceField(label=_l("Usual unit"))
    order = forms.IntegerField(
        label=_l("Place in its category"),
        min_value=0,
        max_value=999,
        initial=99,
        widget=forms.NumberInput(attrs={"class": "input-short"}),
    )
    urgent = forms.BooleanField(
        label=_l("Urgent"), help_text=_l("Requests come first in every list, with limits in hours."), required=False
    )
    active = forms.BooleanField(label=pgettext_lazy("service", "Offered"), required=False, initial=True)

    def __init__(self, *args: object, service: Service | None = None, **kwargs: object) -> None:
        if service is not None:
            kwargs["initial"] = {
                "name": service.name,
                "name_en": service.name_en,
                "category": service.category.code,
                "description": service.description_zh,
                "description_en": service.description_en,
                "keywords": " ".join(service.keywords),
                "nature": service.nature.value,
                "unit_kind": service.unit_kind.value,
                "order": service.order,
                "urgent": service.urgent,
                "active": service.active,
            }
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choices = {
            "category": categories(),
            "nature": [(n.value, nature_label(n)) for n in Nature],
            "unit_kind": [(k.value, unit_kind_label(k)) for k in UnitKind],
        }
        for name, options in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = options

    def input(self, questions: list[dict[str, object]]) -> ServiceInput:
        """What the command takes."""
        said = self.cleaned_data
        return ServiceInput(
            category=said["category"],
            name=said["name"],
            name_en=said["name_en"],
            description=said["description"],
            description_en=said["description_en"],
            keywords=_words(said["keywords"]),
            questions=questions,
            nature=said["nature"],
            unit_kind=said["unit_kind"],
            urgent=said["urgent"],
            order=said["order"],
            active=said["active"],
        )


class CountyServiceForm(forms.Form):
    """What a county says differently about a service of the region."""

    description = TextField(
        limit=300,
        label=_l("What it is for"),
        help_text=_l("As residents of this county read it. Empty: the region's words."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    keywords = TextField(
        limit=1400,
        label=_l("Further search words"),
        help_text=_l("Words used here, such as names of local companies. Spaces or commas between."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    active = forms.BooleanField(
        label=_l("Offered in this county"),
        help_text=_l("What is not offered can't be chosen for new requests; old ones stay as they are."),
        required=False,
    )

    def __init__(self, *args: object, here: Service, region: Service, **kwargs: object) -> None:
        further = [word for word in here.keywords if word not in region.keywords]
        kwargs["initial"] = {
            "description": here.description_zh,
            "keywords": " ".join(further),
            "active": here.active,
        }
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def words(self) -> list[str]:
        return _words(self.cleaned_data["keywords"])
