"""An old phone with one bar: what the first page weighs."""

from __future__ import annotations

import json
from pathlib import Path

from django.conf import settings

from wobangni.surfaces.shared.views import parts_of

DIST = Path(str(settings.DJANGO_VITE["default"]["manifest_path"])).parent
MOST = 20 * 1024  # bytes, packed


def test_styles_and_scripts_of_a_residents_page_are_light_and_the_map_is_not_among_them() -> None:
    files = parts_of(json.loads((DIST / "manifest.json").read_text("utf-8")), "src/resident/main.ts")
    assert any(name.endswith(".css") for name in files)
    assert not any("leaflet" in name or "map" in name for name in files)
    assert sum(_packed(DIST / name) for name in files) < MOST


def _packed(path: Path) -> int:
    small = path.with_name(f"{path.name}.gz")
    return (small if small.exists() else path).stat().st_size  # below 600 bytes nothing is packed
