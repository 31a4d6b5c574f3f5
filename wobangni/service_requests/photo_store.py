"""Where photos lie: Django's default storage (a folder; on several machines a shared one), under random names, by county."""

from __future__ import annotations

import secrets
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from wobangni.service_requests.rules.photo import CleanPhoto


def keep(county: str, photo: CleanPhoto) -> str:
    """Writes both sizes; returns the name to find them by."""
    token = secrets.token_hex(16)
    name = f"photos/{county}/{token[:2]}/{token}.jpg"
    default_storage.save(name, ContentFile(photo.data))
    default_storage.save(small_name(name), ContentFile(photo.small))
    return name


def small_name(name: str) -> str:
    return name.removesuffix(".jpg") + "-small.jpg"


def open_photo(name: str, *, small: bool) -> IO[bytes]:
    """The file's bytes. Raises FileNotFoundError."""
    return default_storage.open(small_name(name) if small else name, "rb")


def remove(name: str) -> None:
    """Both sizes; what is gone already is no error."""
    default_storage.delete(name)
    default_storage.delete(small_name(name))
