"""Addresses of the grid workers' pages. Each names the county, or a code that begins with it."""

from django.urls import path

from wobangni.surfaces.grid.views import mine, report, work
from wobangni.surfaces.shared import converters

app_name = "grid"

converters.register()

urlpatterns = [
    path("", mine.home, name="home"),
    path("<county:county>/", mine.mine, name="mine"),
    path("<county:county>/line/", mine.line, name="line"),
    path("<county:county>/report/", report.report, name="report"),
    path("requests/<code:code>/", work.show, name="request"),
    path("requests/<code:code>/take/", work.take, name="take"),
    path("requests/<code:code>/do/<slug:step>/", work.do, name="do"),
    path("requests/<code:code>/photos/<uuid:photo_id>/", work.photo, name="photo"),
    path("requests/<code:code>/photos/<uuid:photo_id>/small/", work.photo, {"small": True}, name="photo_small"),
]
