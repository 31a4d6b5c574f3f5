"""Addresses of the grid workers' pages. Each names the county, or a code that begins with it."""

from django.urls import path, register_converter

from wobangni.surfaces.grid.converters import CodeConverter, CountyConverter
from wobangni.surfaces.grid.views import mine, report, work

app_name = "grid"

register_converter(CountyConverter, "grid_county")
register_converter(CodeConverter, "grid_code")

urlpatterns = [
    path("", mine.home, name="home"),
    path("<grid_county:county>/", mine.mine, name="mine"),
    path("<grid_county:county>/line/", mine.line, name="line"),
    path("<grid_county:county>/report/", report.report, name="report"),
    path("requests/<grid_code:code>/", work.show, name="request"),
    path("requests/<grid_code:code>/take/", work.take, name="take"),
    path("requests/<grid_code:code>/do/<slug:step>/", work.do, name="do"),
    path("requests/<grid_code:code>/photos/<uuid:photo_id>/", work.photo, name="photo"),
    path("requests/<grid_code:code>/photos/<uuid:photo_id>/small/", work.photo, {"small": True}, name="photo_small"),
]
