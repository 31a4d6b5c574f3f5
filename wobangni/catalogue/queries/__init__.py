"""Reads of the catalogue. Everything returned is frozen."""

from wobangni.catalogue.queries.auto_dispatch import AutoDispatchRow, auto_dispatch_of
from wobangni.catalogue.queries.ladder import LadderRow, ladder_for, ladder_rows, ladder_today
from wobangni.catalogue.queries.limits import LimitRow, limit_rows, limits_by_nature, limits_for
from wobangni.catalogue.queries.routing import (
    RequestFacts,
    Route,
    RouteRow,
    answer_limit,
    default_unit,
    directory,
    facts_of,
    route,
    route_by,
    routes,
    rule_versions,
    sets_limits,
)
from wobangni.catalogue.queries.rule_words import condition_words, place_words, rule_words, service_words
from wobangni.catalogue.queries.services import (
    categories,
    category,
    guess_service,
    guess_services,
    search_services,
    service,
    service_by_id,
    services,
)
from wobangni.catalogue.queries.templates import reply_templates
from wobangni.catalogue.queries.values import Category, Question, ReplyTemplate, Service, ServiceMatch

__all__ = [
    "AutoDispatchRow",
    "Category",
    "LadderRow",
    "LimitRow",
    "Question",
    "ReplyTemplate",
    "RequestFacts",
    "Route",
    "RouteRow",
    "Service",
    "ServiceMatch",
    "answer_limit",
    "auto_dispatch_of",
    "categories",
    "category",
    "condition_words",
    "default_unit",
    "directory",
    "facts_of",
    "guess_service",
    "guess_services",
    "ladder_for",
    "ladder_rows",
    "ladder_today",
    "limit_rows",
    "limits_by_nature",
    "limits_for",
    "place_words",
    "reply_templates",
    "route",
    "route_by",
    "routes",
    "rule_versions",
    "rule_words",
    "search_services",
    "service",
    "service_by_id",
    "service_words",
    "services",
    "sets_limits",
]
