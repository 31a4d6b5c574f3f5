"""The pieces that residents and staff see alike."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from wobangni.kernel.clock import SHANGHAI
from wobangni.surfaces.shared import time_words
from wobangni.surfaces.shared.fields import LineField, TextField
from wobangni.surfaces.shared.templatetags.ui import icons

PACKAGE = Path(time_words.__file__).resolve().parents[2]
NOW = dt.datetime(2026, 5, 6, 10, 0, tzinfo=SHANGHAI)


def rendered(source: str, **context: object) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


@pytest.fixture(autouse=True)
def english():  # type: ignore[no-untyped-def]
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (NOW + dt.timedelta(days=3, hours=2), "3 days left"),
        (NOW + dt.timedelta(days=1, hours=2), "1 day 2 hours left"),
        (NOW + dt.timedelta(minutes=40), "40 minutes left"),
        (NOW + dt.timedelta(seconds=20), "less than a minute left"),
        (NOW, "less than a minute left"),
        (NOW - dt.timedelta(hours=5), "overdue by 5 hours"),
    ],
)
def test_time_left_is_said_in_the_units_that_matter(due: dt.datetime, words: str) -> None:
    assert time_words.left_words(due, NOW) == words


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (NOW.replace(hour=8, minute=5), "Today 08:05"),
        (NOW - dt.timedelta(days=1), "Yesterday 10:00"),
        (NOW + dt.timedelta(days=1), "Tomorrow 10:00"),
        (dt.datetime(2026, 5, 5, 16, 30, tzinfo=dt.UTC), "Today 00:30"),  # half past midnight in Hohhot
        (dt.datetime(2026, 2, 3, 9, 0, tzinfo=SHANGHAI), "3 Feb 09:00"),
        (dt.datetime(2025, 12, 31, 23, 59, tzinfo=SHANGHAI), "31 Dec 2025 23:59"),
    ],
)
def test_moments_are_said_by_the_clock_of_the_region(moment: dt.datetime, words: str) -> None:
    assert time_words.moment_words(moment, NOW) == words


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (dt.datetime(2026, 5, 9, 0, 0, tzinfo=SHANGHAI), "8 May"),
        (dt.datetime(2026, 5, 7, 0, 0, tzinfo=SHANGHAI), "the end of today"),
        (dt.datetime(2026, 5, 8, 0, 0, tzinfo=SHANGHAI), "the end of tomorrow"),
        (dt.datetime(2027, 1, 1, 0, 0, tzinfo=SHANGHAI), "31 Dec"),
        (dt.datetime(2026, 5, 6, 12, 0, tzinfo=SHANGHAI), "Today 12:00"),
    ],
)
def test_a_deadline_at_midnight_names_the_day_that_ends(due: dt.datetime, words: str) -> None:
    assert time_words.due_words(due, NOW) == words


@pytest.mark.parametrize("colour", ["green", "yellow", "red", "paused", "none"])
def test_a_light_has_a_shape_and_a_word_beside_its_colour(colour: str) -> None:
    shown = rendered("{% light colour due now %}", colour=colour, due=NOW + dt.timedelta(hours=3), now=NOW)
    assert re.sub("<[^>]+>", "", shown).strip()
    shapes = {
        re.sub(r"\s+", "", re.search(r"<svg.*</svg>", rendered("{% light c %}", c=c), re.S).group())
        for c in ("green", "yellow", "red", "paused", "none")
    }  # type: ignore[union-attr]
    assert len(shapes) == 5


def test_every_icon_that_a_template_names_is_among_those_we_keep() -> None:
    named = set()
    for template in PACKAGE.rglob("*.html"):
        named |= set(re.findall(r"""\{% icon ["']([\w-]+)["']""", template.read_text("utf-8")))
    assert named - icons().keys() == set()


def test_an_icon_that_data_names_wrongly_is_a_dot_and_no_fault() -> None:
    assert "<svg" in rendered("{% icon name %}", name="no-such-icon")
    assert "<script" not in rendered("{% icon name %}", name="<script>")


class Sample(forms.Form):
    words = TextField(limit=5, label="Words", help_text="Say it")
    line = LineField(limit=5, label="Line", required=False)
    choice = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect, label="Choice")
    tick = forms.BooleanField(required=False, label="Tick")


def test_a_wrong_field_says_what_is_wrong_beside_it_and_at_the_head_of_the_page() -> None:
    form = Sample({"words": "too long a text", "line": "a\x00b\nc"})
    shown = rendered("{% error_summary form %}{% for one in form %}{% field one %}{% endfor %}", form=form)
    assert 'href="#id_words"' in shown
    assert shown.count("At most 5 characters; this has 15.") == 2
    assert 'aria-invalid="true"' in shown
    assert 'aria-describedby="id_words_helptext id_words_error"' in shown
    assert 'id="id_choice"' in shown
    assert 'href="#id_choice' in shown
    assert form.cleaned_data["line"] == "ab c"


def test_a_form_without_faults_has_no_summary() -> None:
    assert rendered("{% error_summary form %}", form=Sample()).strip() == ""


def test_a_pager_keeps_the_filters_of_the_address() -> None:
    request = RequestFactory().get("/queue/?state=accepted&cursor=old")
    shown = rendered("{% pager 'new' first=False %}", request=request)
    assert "?state=accepted&amp;cursor=new" in shown
    assert 'href="?state=accepted"' in shown


def test_no_template_holds_styles_or_scripts_that_the_content_policy_refuses() -> None:
    refused = re.compile(
        r"<style|\sstyle=|<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")|\son\w+=|javascript:", re.I
    )
    found = {
        f"{path.relative_to(PACKAGE)}: {match.group()}"
        for path in PACKAGE.rglob("templates/**/*.html")
        for match in refused.finditer(path.read_text("utf-8"))
    }
    assert found == set()
