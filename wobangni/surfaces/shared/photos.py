"""Serving photos: only through a view that has checked who asks, and so that a browser can do nothing with them but show them."""

from __future__ import annotations

from typing import IO

from django.http import FileResponse


def photo_response(file: IO[bytes], name: str) -> FileResponse:
    """A JPEG that was written by us. ``name``: what a download is called, without ending."""
    response = FileResponse(file, content_type="image/jpeg", filename=f"{name}.jpg")
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=3600"
    return response
