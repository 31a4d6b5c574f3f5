"""Chromium as a resident's phone and as a desk, and axe over what it shows."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}
DESK = {"viewport": {"width": 1440, "height": 900}}
#: A busy machine gets the time it needs; nothing waits longer than it must.
expect.set_options(timeout=20_000)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def chromium_path() -> str | None:
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def launch(playwright: Playwright) -> Browser:
    path = chromium_path()
    if path is None:
        raise RuntimeError("Chromium is missing: apt-get install chromium fonts-noto-cjk (or run `make test`)")
    return playwright.chromium.launch(executable_path=path, args=ARGUMENTS)


@contextmanager
def page_in(browser: Browser, base: str, **shape: Any) -> Iterator[Page]:
    """A page of a new profile. Errors in its scripts, and what the content policy refused, fail the test."""
    options: dict[str, Any] = {"base_url": base, "locale": "zh-CN", "timezone_id": "Asia/Shanghai", **shape}
    context: BrowserContext = browser.new_context(**options)
    context.set_default_timeout(15_000)
    page = context.new_page()
    trouble: list[str] = []
    page.on("pageerror", lambda error: trouble.append(f"script error: {error}"))
    page.on(
        "console",
        lambda message: trouble.append(message.text) if "Content Security Policy" in message.text else None,
    )
    try:
        yield page
        assert not trouble, "\n".join(trouble)
    finally:
        context.close()


def accessibility_problems(page: Page, *, exclude: tuple[str, ...] = ()) -> list[str]:
    """What axe-core (WCAG 2.2 A and AA) finds on the page, a line each."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        """async (exclude) => (await axe.run({exclude: exclude.map(s => [s])}, {
             runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})).violations""",
        list(exclude),
    )
    return [f"{v['id']} ({v['impact']}): {v['help']}: {[n['target'] for n in v['nodes']][:3]}" for v in found]


def shot(page: Page, name: str) -> None:
    """A picture for whoever asks for some, by naming a folder in TEST_SHOTS; else nothing."""
    if folder := os.environ.get("TEST_SHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)
