"""``{% load ui %}``: the pieces that residents and staff see alike. Looks: frontend/src/shared/components.css."""

from __future__ import annotations

import datetime as dt
import json
from functools import cache
from pathlib import Path
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from wobangni.kernel import clock
from wobangni.service_requests.rules.tracking_code import spoken as spoken_code
from wobangni.surfaces.shared import error_words as errors_in_words
from wobangni.surfaces.shared import time_words

register = template.Library()
ICONS = Path(__file__).resolve().parent.parent / "icons.json"


@cache
def icons() -> dict[str, str]:
    """Shapes by name, from the set we keep (frontend/icons.mjs adds to it)."""
    shapes: dict[str, str] = json.loads(ICONS.read_text("utf-8"))
    return shapes


@register.simple_tag
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """``{% icon "map-pin" %}``: drawn inline, hidden from screen readers unless it has a ``label``. An unknown name (data may hold any) is a dot."""
    shape = mark_safe(icons().get(name) or icons()["point"])  # noqa: S308 - our own committed file
    if label:
        return format_html(
            '<svg class="icon {}" viewBox="0 0 24 24" role="img" aria-label="{}">{}</svg>', css, label, shape
        )
    return format_html('<svg class="icon {}" viewBox="0 0 24 24" aria-hidden="true">{}</svg>', css, shape)


@register.inclusion_tag("ui/light.html")
def light(colour: str, due_at: dt.datetime | None = None, now: dt.datetime | None = None) -> dict[str, Any]:
    """``{% light row.light row.due_at %}``: shape, word and colour of a deadline. ``colour``: green, yellow, red, paused or none."""
    return {"colour": str(colour), "words": time_words.light_words(str(colour), due_at, now or clock.now())}


@register.inclusion_tag("ui/light.html")
def promise_mark(colour: str) -> dict[str, str]:
    """The shape of a light alone, where the words stand beside it (ui/promises.html)."""
    return {"colour": str(colour), "words": ""}


@register.inclusion_tag("ui/state.html")
def state_badge(state: str, label: str) -> dict[str, str]:
    """``{% state_badge row.state row.state_label %}``"""
    return {"state": str(state), "label": label}


@register.filter
def spoken(code: str) -> str:
    """A tracking code in four groups of four."""
    return spoken_code(code)


@register.filter
def groups(code: str) -> list[str]:
    """The four groups of a tracking code, to be set apart by the page."""
    return spoken_code(code).split(" ")


@register.filter
def when(moment: dt.datetime | None) -> str:
    """A moment as people say it: today 14:05, yesterday 09:30, 3 November 16:20; with the year once it is another one."""
    return time_words.moment_words(moment, clock.now()) if moment else ""


@register.filter
def day(moment: dt.datetime | None) -> str:
    """The day of a moment: 3 November; with the year once it is another one."""
    return time_words.day_words(moment, clock.now()) if moment else ""


@register.filter
def due(moment: dt.datetime | None) -> str:
    """A deadline: the day (midnight belongs to the day before), with the hour where it falls within one."""
    return time_words.due_words(moment, clock.now()) if moment else ""


@register.filter
def time_left(due_at: dt.datetime | None) -> str:
    """How long until then, or how long past it."""
    return time_words.left_words(due_at, clock.now()) if due_at else ""


@register.inclusion_tag("ui/contact.html")
def masked_contact(contact: Any) -> dict[str, Any]:
    """Name, phone and address with their middles hidden, as the query gives them."""
    return {"contact": contact}


@register.inclusion_tag("ui/field.html")
def field(bound: BoundField, css: str = "", optional: bool = True) -> dict[str, Any]:
    """``{% field form.phone %}``: label, reason, what is wrong, box. Choices as radio buttons or ticks are grouped under the question.

    ``optional=False``: not marked as optional although the form alone does not insist on it.
    """
    widget = bound.field.widget
    grouped = isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple)
    single_tick = isinstance(widget, forms.CheckboxInput)
    return {
        "bound": bound,
        "css": css,
        "grouped": grouped,
        "tick": single_tick,
        "file": isinstance(widget, forms.FileInput),
        "optional": optional and not bound.field.required and not single_tick,
        "control": "" if grouped or bound.is_hidden else _control(bound, single_tick),
    }


def _control(bound: BoundField, single_tick: bool) -> SafeString:
    widget = bound.field.widget
    css = [str(widget.attrs.get("class", ""))]
    if not single_tick and not isinstance(widget, forms.FileInput):
        css.append("form-select" if isinstance(widget, forms.Select) else "form-control")
    if bound.errors:
        css.append("is-wrong")
    attrs: dict[str, Any] = {"class": " ".join(filter(None, css))}
    if isinstance(widget, forms.Select):
        attrs["class"] = attrs["class"].replace("form-control", "")
    return bound.as_widget(attrs=attrs)


@register.inclusion_tag("ui/error_summary.html")
def error_summary(*bound_forms: forms.BaseForm | None) -> dict[str, Any]:
    """Everything that stands in the way, at the head of the page; each line leads to its field. Nothing when all is well."""
    lines: list[tuple[str, str]] = []
    for form in bound_forms:
        if form is None or not form.is_bound:
            continue
        lines += [("", str(message)) for message in form.non_field_errors()]
        for name in form.fields:
            bound = form[name]
            target = bound.id_for_label or bound.auto_id
            lines += [(target, str(message)) for message in bound.errors]
    return {"lines": lines}


@register.inclusion_tag("ui/nothing.html")
def nothing(title: str, text: str = "", url: str = "", action: str = "", icon_name: str = "inbox") -> dict[str, str]:
    """An empty page: says that there is nothing and what to do next."""
    return {"title": title, "text": text, "url": url, "action": action, "icon_name": icon_name}


@register.inclusion_tag("ui/pager.html", takes_context=True)
def pager(
    context: template.Context, next_cursor: str | None, first: bool = True, parameter: str = "cursor"
) -> dict[str, Any]:
    """Links to the next part of a list and back to its beginning; keeps the filters of the address."""
    request = context.get("request")
    query = request.GET.copy() if request else None
    if query is None:
        return {"next_url": "", "first_url": ""}
    query.pop(parameter, None)
    first_url = "" if first else f"?{query.urlencode()}"
    if next_cursor:
        query[parameter] = next_cursor
    return {"next_url": f"?{query.urlencode()}" if next_cursor else "", "first_url": first_url}


@register.simple_tag
def error_words(status: int) -> errors_in_words.ErrorWords:
    """What happened, what is safe, what to do, for an error page."""
    return errors_in_words.for_status(int(status))


@register.simple_tag
def yes_no(value: bool | None) -> str:
    """True, False or not said."""
    return _("Not said") if value is None else (_("Yes") if value else _("No"))
