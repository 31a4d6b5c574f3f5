"""The addresses of administration. ``region/…``: what holds for every county, for administrators of the region."""

from collections.abc import Callable

from django.http import HttpResponseBase
from django.urls import URLPattern, path

from wobangni.surfaces.console.admin.views import (
    app,
    calendar,
    channels,
    drafts,
    history,
    home,
    knowledge,
    ladder,
    limits,
    people,
    places,
    reveals,
    routing,
    services,
    settings,
    telephones,
    templates,
    text_messages,
    tokens,
    units,
)
from wobangni.surfaces.shared import converters

converters.register()

app_name = "console_admin"


def _both(address: str, view: Callable[..., HttpResponseBase], name: str) -> list[URLPattern]:
    """The same page for a county and, without one, for the region."""
    return [
        path(f"<county:county>/{address}", view, name=name),
        path(f"region/{address}", view, {"county": None}, name=f"region_{name}"),
    ]


urlpatterns = [
    *_both("", home.home, "home"),
    path("<county:county>/people/", people.people, name="people"),
    path("<county:county>/people/new/", people.new, name="new_person"),
    path("<county:county>/people/<int:user_id>/", people.person, name="person"),
    path("<county:county>/people/<int:user_id>/roles/", people.grant, name="grant_role"),
    path("<county:county>/people/<int:user_id>/roles/<int:membership_id>/end/", people.revoke, name="revoke_role"),
    path("<county:county>/people/<int:user_id>/password/", people.password, name="reset_password"),
    path("<county:county>/people/<int:user_id>/on/", people.switch, {"active": True}, name="reactivate"),
    path("<county:county>/people/<int:user_id>/off/", people.switch, {"active": False}, name="deactivate"),
    path("<county:county>/units/", units.units, name="units"),
    path("<county:county>/units/new/", units.edit, {"unit_id": None}, name="new_unit"),
    path("<county:county>/units/<int:unit_id>/", units.edit, name="unit"),
    path("<county:county>/places/", places.places, name="places"),
    path("<county:county>/places/new/", places.edit, {"place_id": None}, name="new_place"),
    path("<county:county>/places/<int:place_id>/", places.edit, name="place"),
    path("<county:county>/places/<int:place_id>/retire/", places.retire, name="retire_place"),
    *_both("services/", services.services, "services"),
    *_both("services/new/", services.new, "new_service"),
    *_both("services/<slug:code>/", services.edit, "service"),
    *_both("limits/", limits.limits, "limits"),
    *_both("limits/<int:limit_id>/cancel/", limits.cancel, "cancel_limit"),
    *_both("ladder/", ladder.ladder, "ladder"),
    *_both("ladder/<int:entry_id>/cancel/", ladder.cancel, "cancel_ladder"),
    path("<county:county>/routing/", routing.routing, name="routing"),
    path("<county:county>/routing/new/", routing.rule, {"number": None}, name="new_rule"),
    path("<county:county>/routing/auto/", routing.auto, name="auto_dispatch"),
    path("<county:county>/routing/<int:number>/", routing.rule, name="rule"),
    path("<county:county>/routing/<int:number>/end/", routing.end, name="end_rule"),
    path("<county:county>/routing/versions/<int:version_id>/cancel/", routing.cancel, name="cancel_rule"),
    *_both("templates/", templates.templates, "templates"),
    *_both("templates/new/", templates.new, "new_template"),
    *_both("templates/<int:template_id>/", templates.edit, "template"),
    *_both("templates/<int:template_id>/delete/", templates.delete, "delete_template"),
    *_both("knowledge/", knowledge.knowledge, "knowledge"),
    *_both("knowledge/new/", knowledge.new, "new_article"),
    *_both("knowledge/<int:article_id>/", knowledge.edit, "article"),
    path("<county:county>/app/", app.app, name="app"),
    path("<county:county>/app/secret/", app.secret, name="app_secret"),
    path("<county:county>/telephones/", telephones.telephones, name="telephones"),
    path("<county:county>/telephones/systems/<int:system_id>/", telephones.system, name="telephone_system"),
    path("<county:county>/telephones/lines/<int:line_id>/", telephones.line, name="line"),
    path("<county:county>/telephones/extensions/<int:extension_id>/end/", telephones.unseat, name="unseat"),
    *_both("calendar/", calendar.calendar, "calendar"),
    *_both("calendar/<int:year>/", calendar.calendar, "calendar_year"),
    *_both("calendar/clear/", calendar.clear, "clear_day"),
    path("<county:county>/settings/", settings.settings, name="settings"),
    path("<county:county>/tokens/", tokens.tokens, name="tokens"),
    path("<county:county>/tokens/<int:token_id>/revoke/", tokens.revoke, name="revoke_token"),
    path("<county:county>/channels/", channels.channels, name="channels"),
    path("<county:county>/channels/robot/", channels.save_robot, name="save_robot"),
    path("<county:county>/channels/wechat/", channels.save_wechat, name="save_wechat"),
    path("<county:county>/channels/off/", channels.switch_off, name="switch_channel_off"),
    *_both("messages/notices/<uuid:delivery_id>/again/", text_messages.notice_again, "notice_again"),
    *_both("messages/notices/<uuid:delivery_id>/give-up/", text_messages.notice_drop, "notice_give_up"),
    *_both("messages/", text_messages.failed, "messages"),
    *_both("messages/again/", text_messages.all_again, "messages_again"),
    *_both("messages/<uuid:message_id>/again/", text_messages.again, "message_again"),
    *_both("messages/<uuid:message_id>/give-up/", text_messages.drop, "message_give_up"),
    path("<county:county>/reveals/", reveals.reveals, name="reveals"),
    path("<county:county>/drafts/", drafts.drafts, name="drafts"),
    *_both("history/", history.history, "history"),
]
