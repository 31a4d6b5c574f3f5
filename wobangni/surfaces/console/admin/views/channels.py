"""Robots of units and the county's official account."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wobangni.kernel import clock
from wobangni.notices.commands.save_channel import save_channel, switch_channel_off
from wobangni.notices.queries import channels_of
from wobangni.notices.rules.channels import Channel
from wobangni.notices.words import channel_label
from wobangni.organisations.queries import revisions
from wobangni.organisations.queries import unit as find_unit
from wobangni.surfaces.console.admin.forms.channels import RobotForm, WechatForm
from wobangni.surfaces.console.admin.frame import SHOWN_CHANGES, admin_page, done, show, url
from wobangni.surfaces.shared.http import StaffRequest


@admin_page
@require_safe
def channels(request: StaffRequest, county: str) -> HttpResponse:
    return _page(request, county, RobotForm(county=county), WechatForm())


@admin_page
@require_POST
def save_robot(request: StaffRequest, county: str) -> HttpResponse:
    form = RobotForm(request.POST, county=county)

    def save() -> None:
        said = form.cleaned_data
        _save(request, county, Channel(said["channel"]), said["unit"], said)

    if done(request, form, save):
        return _saved(request, county)
    return _page(request, county, form, WechatForm())


@admin_page
@require_POST
def save_wechat(request: StaffRequest, county: str) -> HttpResponse:
    form = WechatForm(request.POST)

    def save() -> None:
        said = form.cleaned_data
        _save(request, county, Channel.WECHAT, None, {**said, "fields": said["fields_json"]})

    if done(request, form, save):
        return _saved(request, county)
    return _page(request, county, RobotForm(county=county), form)


@admin_page
@require_POST
def switch_off(request: StaffRequest, county: str) -> HttpResponse:
    name, place = request.POST.get("channel", ""), request.POST.get("unit", "")
    if name in set(Channel) and (not place or (place.isdigit() and len(place) < 18)):
        unit_id = int(place) if place else None
        switch_channel_off(actor=request.actor, now=clock.now(), county=county, channel=Channel(name), unit_id=unit_id)
        messages.success(request, _("Switched off; its keys are wiped."))
    return redirect(url("channels", county))


def _save(request: StaffRequest, county: str, channel: Channel, unit_id: int | None, said: dict[str, str]) -> None:
    save_channel(actor=request.actor, now=clock.now(), county=county, channel=channel, unit_id=unit_id, given=said)


def _saved(request: StaffRequest, county: str) -> HttpResponse:
    messages.success(request, _("Saved. It holds from the next notice on."))
    return redirect(url("channels", county))


def _page(request: StaffRequest, county: str, robot: RobotForm, wechat: WechatForm) -> HttpResponse:
    rows = [
        {
            "row": row,
            "label": channel_label(Channel(row.channel)),
            "unit": found.name if row.unit_id and (found := find_unit(row.unit_id)) else "",
        }
        for row in channels_of(county)
    ]
    context = {
        "rows": rows,
        "robot": robot,
        "wechat": wechat,
        "robot_url": url("save_robot", county),
        "wechat_url": url("save_wechat", county),
        "off_url": url("switch_channel_off", county),
    }
    changes = revisions(["notice_channel"], county, limit=SHOWN_CHANGES)
    status = 422 if robot.is_bound or wechat.is_bound else 200
    return show(request, "channels.html", county, "channels", context, changes=changes, status=status)
