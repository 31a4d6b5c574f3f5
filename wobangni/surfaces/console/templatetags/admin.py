"""``{% load admin %}``: words of the administration pages."""

from __future__ import annotations

from django import template

from wobangni.kernel.actors import Role
from wobangni.organisations.queries import RevisionRow
from wobangni.surfaces.console.admin import words
from wobangni.surfaces.console.labels import role_label as desk_role_label

register = template.Library()


@register.filter
def change_lines(revision: RevisionRow) -> tuple[words.ChangeLine, ...]:
    """The columns of a change worth reading."""
    return words.change_lines(revision)


@register.filter
def change_kind(kind: str) -> str:
    return words.kind_label(kind)


@register.filter
def change_title(revision: RevisionRow) -> str:
    return words.title_of(revision)


@register.filter
def table_label(table: str) -> str:
    return words.table_label(table)


@register.filter
def role_label(role: str) -> str:
    return desk_role_label(Role(role))


@register.filter
def contact_parts(parts: tuple[str, ...]) -> str:
    """What was seen of a contact."""
    return words.contact_parts(parts)
