"""Pages that belong to no surface: the app's manifest, its service worker, the page without signal, the choice of language."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.i18n import set_language as django_set_language

from wobangni.surfaces.shared.context import site
from wobangni.surfaces.shared.permissions import public

DIST = Path(str(settings.DJANGO_VITE["default"]["manifest_path"])).parent


@public("the app's name and icon")
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone needs to keep the site on its home screen."""
    return JsonResponse(
        {
            "name": _("Wobangni"),
            "short_name": _("Wobangni"),
            "description": _("Ask for help, follow it, say whether it was solved."),
            "start_url": "/",
            "scope": "/",
            "display": "standalone",
            "background_color": "#f5f7f5",
            "theme_color": "#ffffff",
            "icons": [
                {"src": static(f"dist/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"}
                for size in (192, 512)
            ],
        },
        content_type="application/manifest+json",
    )


@public("a script without data")
def service_worker(request: HttpRequest) -> HttpResponse:
    """Served from the root, so that it covers the whole site."""
    response = HttpResponse(_worker_script(), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


@cache
def _worker_script() -> str:
    script = (DIST / "sw.js").read_text("utf-8")
    built = json.loads((DIST / "manifest.json").read_text("utf-8"))
    files = parts_of(built, "src/resident/main.ts")
    shell = {
        "version": hashlib.sha256((script + json.dumps(built, sort_keys=True)).encode()).hexdigest()[:12],
        "offline": reverse("offline"),
        "assets": [static(f"dist/{name}") for name in files],
        "prefix": static("dist/assets/"),
    }
    return f"const SHELL = {json.dumps(shell)};\n{script}"


def parts_of(built: Mapping[str, Any], entry: str) -> list[str]:
    """The files of an entry of Vite's manifest: its own, and of what it shares with other pages, all the way down."""
    wanted, files = [entry], dict[str, None]()
    for name in wanted:
        part = built[name]
        files |= dict.fromkeys((part["file"], *part.get("css", [])))
        wanted += [one for one in part.get("imports", []) if one not in wanted]
    return list(files)


@public("says what to do without signal")
def offline(request: HttpRequest) -> HttpResponse:
    """Kept by the service worker; holds nothing of anybody."""
    return HttpResponse(render_to_string("shared/offline.html", site(request)))


set_language = public("changes the reader's own language cookie")(django_set_language)
