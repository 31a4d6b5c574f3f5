"""Addresses of the residents' site. A county's pages begin with its six digits; a request's with /r/ and its tracking code;
a service's guide, which other apps may link to, with /s/ and its code."""

from django.urls import path, register_converter

from wobangni.surfaces.resident.converters import CodeConverter, CountyConverter
from wobangni.surfaces.resident.views import (
    act,
    ask,
    catalogue,
    contact,
    counties,
    embedded,
    known,
    launch,
    mine,
    photos,
    prove,
    send,
    track,
)

register_converter(CountyConverter, "county_of_site")
register_converter(CodeConverter, "tracking_code")

urlpatterns = [
    path("", counties.start, name="start"),
    path("counties/", counties.choose, name="counties"),
    path("counties/here/", counties.here, name="here"),
    path("launch/<county_of_site:county>/", launch.launch, name="launch"),
    path("app/<county_of_site:county>/look.css", embedded.look, name="app_look"),
    path("app/<county_of_site:county>/logo.jpg", embedded.logo, name="app_logo"),
    path("s/<county_of_site:county>/<slug:code>/", catalogue.guide, name="guide"),
    path("privacy/", mine.privacy, name="privacy"),
    path("mine/", mine.mine, name="mine"),
    path("mine/sign-in/", mine.sign_in, name="sign_in"),
    path("mine/sign-in/code/", mine.sign_in_code, name="sign_in_code"),
    path("mine/notices/", mine.notices, name="my_notices"),
    path("mine/forget/", mine.forget, name="forget"),
    path("track/", track.enter, name="track"),
    path("r/<tracking_code:code>/", track.status, name="request"),
    path("r/<tracking_code:code>/photos/<uuid:photo>/", track.photo, name="request_photo"),
    path("r/<tracking_code:code>/prove/", prove.prove, name="prove"),
    path("r/<tracking_code:code>/prove/code/", prove.prove_code, name="prove_code"),
    path("r/<tracking_code:code>/do/<slug:action>/", act.act, name="act"),
    path("<county_of_site:county>/", counties.first_page, name="county"),
    path("<county_of_site:county>/outline.json", counties.outline, name="outline"),
    path("<county_of_site:county>/search/", catalogue.search, name="services"),
    path("<county_of_site:county>/category/<slug:code>/", catalogue.in_category, name="category"),
    path("<county_of_site:county>/ask/", catalogue.begin, name="begin"),
    path("<county_of_site:county>/ask/<slug:code>/", catalogue.begin, name="begin_service"),
    path("<county_of_site:county>/new/<uuid:draft>/what/", ask.what, name="ask_what"),
    path("<county_of_site:county>/new/<uuid:draft>/where/", ask.where, name="ask_where"),
    path("<county_of_site:county>/new/<uuid:draft>/known/", known.known, name="ask_known"),
    path("<county_of_site:county>/new/<uuid:draft>/join/", known.join, name="ask_join"),
    path("<county_of_site:county>/new/<uuid:draft>/photos/", photos.photos, name="ask_photos"),
    path("<county_of_site:county>/new/<uuid:draft>/photos/<uuid:photo>/", photos.staged_photo, name="staged_photo"),
    path("<county_of_site:county>/new/<uuid:draft>/contact/", contact.contact, name="ask_contact"),
    path("<county_of_site:county>/new/<uuid:draft>/contact/code/", contact.code, name="ask_code"),
    path("<county_of_site:county>/new/<uuid:draft>/check/", send.check, name="ask_check"),
    path("<county_of_site:county>/new/<uuid:draft>/done/", send.done, name="ask_done"),
    path("<county_of_site:county>/new/<uuid:draft>/discard/", ask.discard, name="ask_discard"),
]
