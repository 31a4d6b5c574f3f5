from django.urls import path

from wobangni.surfaces.shared import demo_app, demo_views, views

urlpatterns = [
    path("language/", views.set_language, name="set_language"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("sw.js", views.service_worker, name="service_worker"),
    path("offline/", views.offline, name="offline"),
    path("demo/sms/", demo_views.sms, name="demo_sms"),
    path("demo/app/", demo_app.app, name="demo_app"),
    path("demo/app/open/", demo_app.open_page, name="demo_app_open"),
]
