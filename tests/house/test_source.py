"""What holds for the source as a whole (design.md, invariants); each rule with the reason in its name."""

from __future__ import annotations

import ast
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "wobangni"
SOURCES = sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts)
#: Calls that read a clock, by the last two names of what is called.
CLOCKS = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("timezone", "now"),
    ("timezone", "localdate"),
    ("timezone", "localtime"),
    ("time", "time"),
    ("time", "time_ns"),
    ("time", "monotonic"),
    ("time", "perf_counter"),
}


def calls(path: Path) -> Iterator[tuple[tuple[str, str], int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute):
            owner = node.value
            name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
            yield (name, node.attr), node.lineno


def test_only_the_kernels_clock_reads_a_clock() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line} {'.'.join(call)}"
        for path in SOURCES
        if path != PACKAGE / "kernel" / "clock.py"
        for call, line in calls(path)
        if call in CLOCKS
    ]
    assert found == []


def test_the_clock_rule_sees_a_clock() -> None:
    assert {call for call, _ in calls(PACKAGE / "kernel" / "clock.py")} & CLOCKS


def test_effects_are_subscribed_to_in_one_table_and_never_by_signals() -> None:
    found = [
        str(path.relative_to(ROOT))
        for path in SOURCES
        if re.search(r"^@receiver\b|\bpost_save\b|\bpre_save\b", path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert found == []


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-build.lock", "requirements-dev.lock"])
def test_every_locked_package_has_hashes_and_no_lock_names_a_host(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert not re.search(r"https?://|--index-url|--find-links", text)
    packages = re.findall(r"^[a-z0-9][^\n]*==", text, re.MULTILINE)
    assert packages
    assert text.count("--hash=sha256:") >= len(packages)


def test_the_npm_lock_names_no_host() -> None:
    text = (ROOT / "frontend" / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in text
    assert '"integrity"' in text


def test_templates_have_no_inline_script_or_style() -> None:
    inline = re.compile(
        r"<script(?![^>]*\b(?:src|type=\"application/(?:json|ld\+json)\"))[^>]*>|<style\b|\sstyle=|\son[a-z]+=\""
    )
    found = [
        f"{path.relative_to(ROOT)}: {match.group(0)}"
        for path in sorted(PACKAGE.rglob("templates/**/*.html"))
        for match in inline.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_the_licence_is_the_whole_text_as_its_authors_publish_it() -> None:
    """https://www.gnu.org/licenses/agpl-3.0.txt: changing it is not allowed."""
    text = (ROOT / "LICENSE").read_bytes()
    assert hashlib.sha256(text).hexdigest() == "0d96a4ff68ad6d4b6f1f30f713b18d5184912ba8dd389f86aa7710db079abcb0"
