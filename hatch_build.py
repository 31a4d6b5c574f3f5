"""Before a wheel is packed: translations are compiled and the pages' scripts and styles are built, so that it needs no Node."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class AssetsHook(BuildHookInterface[Any]):
    """Runs for ``pip wheel``, ``pip install``, ``python -m build`` and ``make wheel`` alike."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        root = Path(self.root)
        subprocess.run([sys.executable, "-m", "tools.translations", "compile"], cwd=root, check=True)
        manifest = root / "wobangni" / "static" / "dist" / "manifest.json"
        if self._stale(root / "frontend", manifest):
            self._build(root / "frontend", manifest)

    def _stale(self, sources: Path, manifest: Path) -> bool:
        if not manifest.exists():
            return True
        built = manifest.stat().st_mtime
        inside = (path for path in sources.rglob("*") if "node_modules" not in path.parts and path.is_file())
        return any(path.stat().st_mtime > built for path in inside)

    def _build(self, frontend: Path, manifest: Path) -> None:
        npm = shutil.which("npm")
        if npm is None:
            if manifest.exists():
                self.app.display_warning("npm is missing: the assets that are there are packed as they are")
                return
            raise RuntimeError("Building the pages needs Node 20 or newer (npm); an installed wheel does not.")
        self.app.display_info("Building the pages' scripts and styles")
        if not (frontend / "node_modules").exists():
            subprocess.run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=frontend, check=True)
        subprocess.run([npm, "run", "build"], cwd=frontend, check=True)
        manifest.touch()
