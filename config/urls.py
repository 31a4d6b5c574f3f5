"""Every address of the platform, one line a surface."""

from django.urls import URLPattern, URLResolver, include, path

from wobangni.surfaces.shared import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("", include("wobangni.surfaces.shared.urls")),
    path("accounts/", include("wobangni.surfaces.shared.sign_in.urls")),
    path("console/admin/", include("wobangni.surfaces.console.admin.urls")),
    path("console/", include("wobangni.surfaces.console.urls")),
    path("grid/", include("wobangni.surfaces.grid.urls")),
    path("", include("wobangni.surfaces.api.urls")),
    path("", include("wobangni.surfaces.resident.urls")),
]

handler400 = "wobangni.surfaces.shared.errors.bad_request"
handler403 = "wobangni.surfaces.shared.errors.forbidden"
handler404 = "wobangni.surfaces.shared.errors.not_found"
handler500 = "wobangni.surfaces.shared.errors.server_error"
