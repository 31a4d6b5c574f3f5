"""Reads of the catalogue. Everything returned is frozen."""

from wobangni.catalogue.queries.limits import LimitRow, limit_rows, limits_by_nature, limits_for
from wobangni.catalogue.queries.routing import RouteRow, default_unit, routes
from wobangni.catalogue.queries.services import (
    categories,
    category,
    guess_service,
    search_services,
    service,
    service_by_id,
    services,
)
from wobangni.catalogue.queries.templates import reply_templates
from wobangni.catalogue.queries.values import Category, Question, ReplyTemplate, Service, ServiceMatch

__all__ = [
    "Category",
    "LimitRow",
    "Question",
    "ReplyTemplate",
    "RouteRow",
    "Service",
    "ServiceMatch",
    "categories",
    "category",
    "default_unit",
    "guess_service",
    "limit_rows",
    "limits_by_nature",
    "limits_for",
    "reply_templates",
    "routes",
    "search_services",
    "service",
    "service_by_id",
    "services",
]
