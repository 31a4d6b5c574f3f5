from wobangni.catalogue.models.auto_dispatch import AutoDispatch
from wobangni.catalogue.models.county_service import CountyService
from wobangni.catalogue.models.knowledge import Article, ArticleVersion
from wobangni.catalogue.models.ladder import LadderEntry
from wobangni.catalogue.models.reply_template import ReplyTemplate
from wobangni.catalogue.models.routing_rule import RoutingRule
from wobangni.catalogue.models.service import Category, Service
from wobangni.catalogue.models.time_limit import TimeLimit

__all__ = [
    "Article",
    "ArticleVersion",
    "AutoDispatch",
    "Category",
    "CountyService",
    "LadderEntry",
    "ReplyTemplate",
    "RoutingRule",
    "Service",
    "TimeLimit",
]
