"""An old phone with one bar: what the first page weighs."""

from __future__ import annotations

import json
from pathlib import Path

from django.conf import settings

DIST = Path(str(settings.DJANGO_VITE["default"]["manifest_path"])).parent
MOST = 20 * 1024  # bytes, packed


def test_styles_and_scripts_of_a_residents_page_are_light_and_the_map_is_not_among_them() -> None:
    entry = json.loads((DIST / "manifest.json").read_text("utf-8"))["src/resident/main.ts"]
    files = [entry["file"], *entry["css"]]
    assert not entry.get("imports")
    assert sum((DIST / f"{name}.gz").stat().st_size for name in files) < MOST
