"""Error pages for what happens outside of any view, and the page that follows a stale CSRF token. Wired in config/urls.py and settings."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from wobangni.surfaces.shared.error_words import for_status

#: Fields that a page sends but nobody typed.
NOT_TYPED = frozenset({"csrfmiddlewaretoken", "password", "old_password", "new_password1", "new_password2"})


@dataclass(frozen=True, slots=True)
class PageError:
    """The shape that error.html reads, for errors that no command raised."""

    http_status: int
    message: str = ""
    fields: dict[str, str] = field(default_factory=dict)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return _too_large(request)
    return _page(request, 400)


def _too_large(request: HttpRequest) -> HttpResponse:
    """More text than any form takes. It was never read, so it can't be shown again; the browser still has it."""
    megabytes = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 2**20
    message = _("The form held more than %(n)s MB of text, so none of it was taken in.") % {"n": megabytes}
    error = PageError(413, message)
    if getattr(request, "htmx", False) and _surface(request) == "console":
        response = render(request, "console/error_note.html", {"error": error}, status=413)
        response["HX-Retarget"] = "#notice"  # not over the form, where it was typed
        response["HX-Reswap"] = "innerHTML"
        return response
    return render(request, f"{_surface(request)}/error.html", {"error": error}, status=413)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Rendered without the request: whatever broke may break a context processor too."""
    try:
        body: str = render_to_string(f"{_surface(request)}/error.html", {"error": PageError(500)})
    except Exception:  # the last page there is must never fail
        words = for_status(500)
        body = f"<!doctype html><meta charset=utf-8><title>{words.title}</title><h1>{words.title}</h1><p>{words.safe} {words.advice}"
    return HttpResponse(body, status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Offers what was typed for sending once more, when it came from a page of ours; from elsewhere it is refused and not repeated."""
    ours = urlsplit(request.headers.get("Origin") or request.headers.get("Referer") or "").netloc == request.get_host()
    typed = [(name, value) for name, values in request.POST.lists() if name not in NOT_TYPED for value in values]
    has_password = any("password" in name for name in request.POST)
    context = {
        "typed": typed if ours and not has_password else [],
        "shown": [(name, value) for name, value in typed if len(value) > 1],
        "action": request.get_full_path(),
        "had_files": "multipart" in (request.content_type or ""),
    }
    return render(request, "shared/csrf_failure.html", context, status=403)


def _page(request: HttpRequest, status: int) -> HttpResponse:
    return render(request, f"{_surface(request)}/error.html", {"error": PageError(status)}, status=status)


def _surface(request: HttpRequest) -> str:
    return "console" if request.path.startswith("/console/") else "resident"
