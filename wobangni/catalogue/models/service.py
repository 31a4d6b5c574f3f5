"""Services (服务事项) in their eight categories."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from wobangni.catalogue.rules.natures import Nature
from wobangni.organisations.rules.kinds import UnitKind


class Category(models.Model):
    code = models.CharField(max_length=24, primary_key=True)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60)
    hint = models.CharField(max_length=80, blank=True, default="")  # a few examples, for the tile on the phone
    hint_en = models.CharField(max_length=120, blank=True, default="")
    icon = models.CharField(max_length=24, blank=True, default="")  # name of a Tabler icon
    order = models.SmallIntegerField()

    class Meta:
        db_table = "category"

    def __str__(self) -> str:
        return self.name


class Service(models.Model):
    """One thing residents may ask for. ``county`` null: offered everywhere; set: this county's own.

    Never deleted, only made inactive: requests point to it.
    """

    code = models.CharField(max_length=40, unique=True)  # "heating-cold"; a county's own: "150105-…"
    county = models.ForeignKey("organisations.Division", models.PROTECT, null=True, related_name="+")
    category = models.ForeignKey(Category, models.PROTECT, related_name="services")
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=80, blank=True, default="")
    description = models.CharField(max_length=300)  # what it is for, in the resident's words
    description_en = models.CharField(max_length=400, blank=True, default="")
    keywords = ArrayField(models.CharField(max_length=20), default=list)  # words people use
    questions = models.JSONField(default=list)  # see rules/questions.py
    nature = models.CharField(max_length=16, choices=[(n.value, n.value) for n in Nature], default=Nature.HELP.value)
    unit_kind = models.CharField(max_length=24, choices=[(k.value, k.value) for k in UnitKind])  # who usually does it
    urgent = models.BooleanField(default=False)
    order = models.SmallIntegerField(default=0)
    active = models.BooleanField(default=True)

    class Meta:
        db_table = "service"

    def __str__(self) -> str:
        return self.name
