"""``{% load calls %}``: words of the hotline's pages."""

from __future__ import annotations

from django import template

from wobangni.surfaces.console import call_table

register = template.Library()


@register.filter
def span_label(kind: str) -> str:
    return call_table.span_label(kind)
