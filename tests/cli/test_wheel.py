"""A wheel is the whole platform: no checkout, no Node."""

from __future__ import annotations

import subprocess
import sys
import urllib.request
import zipfile
from pathlib import Path

from tests.cli.demo_run import ROOT, Demo, free_port


def test_a_demo_runs_from_a_wheel_alone(tmp_path: Path) -> None:
    built = subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)],
        capture_output=True,
        text=True,
    )
    assert built.returncode == 0, built.stdout + built.stderr
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        names = packed.namelist()
        packed.extractall(tmp_path / "installed")
    catalogues = [name for name in names if name.endswith(".po")]
    assert catalogues
    assert {name.replace(".po", ".mo") for name in catalogues} <= set(names)
    assert not [name for name in names if name.startswith(("tests/", "tools/", "frontend/"))]

    demo = Demo(tmp_path / "home", free_port(), source=tmp_path / "installed")
    try:
        demo.up()
        manifest = next(name for name in names if name.endswith("dist/manifest.json"))
        asset = next(name for name in names if "dist/assets/" in name and name.endswith(".css"))
        folder = manifest.removesuffix("dist/manifest.json")
        with urllib.request.urlopen(f"http://127.0.0.1:{demo.port}/static/{asset.removeprefix(folder)}") as answer:
            assert answer.status == 200
        assert all(check["ok"] for check in demo.ready().values())
    finally:
        demo.stop()
    demo.gone()
