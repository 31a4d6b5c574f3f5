"""Pictures of the main pages, taken from a fresh demo, into ``docs/pictures``: ``make shots``.

Kept small (the repository carries them) and the same size each time, so that a change of look is seen in a review.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.support.browser import DESK, PHONE, launch, page_in
from wobangni.surfaces.cli.demo.people import COUNTY, PASSWORD

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"


@dataclass(frozen=True)
class Shot:
    """One picture. ``person``: who is signed in (none: a resident). ``then``: what is done on the page before."""

    name: str
    path: str
    person: str = ""
    then: Callable[[Page], object] = lambda page: None


SHOTS = (
    Shot("phone-home", f"/{COUNTY}/"),
    Shot("phone-counties", "/counties/"),
    Shot("desk-queue", f"/console/{COUNTY}/queue/", "dispatcher"),
    Shot("desk-request", f"/console/{COUNTY}/queue/", "dispatcher", lambda page: _open_first(page)),
    Shot("desk-region", "/console/region/", "observer"),
)


def main() -> int:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with demo() as base, sync_playwright() as playwright:
        browser = launch(playwright)
        for shot in SHOTS:
            take(browser, base, shot)
            print(f"docs/pictures/{shot.name}.png")
        browser.close()
    return 0


def take(browser: Browser, base: str, shot: Shot) -> None:
    shape = PHONE if shot.name.startswith("phone") else DESK
    with page_in(browser, base, **shape) as page:
        if shot.person:
            page.goto("/accounts/login/")
            page.fill("input[name=login]", shot.person)
            page.fill("input[name=password]", PASSWORD)
            page.keyboard.press("Enter")
            page.wait_for_url(lambda url: "/login" not in url)
        page.goto(shot.path)
        shot.then(page)
        page.wait_for_load_state("networkidle")
        page.screenshot(path=PICTURES / f"{shot.name}.png")


@contextmanager
def demo() -> Iterator[str]:
    """A demo in a temporary home; stopped and forgotten at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="wobangni-shots-") as home:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE_")}
        log = Path(home) / "log"
        with log.open("w") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "wobangni", "--lang", "en", "demo", "--port", str(port)],
                env={**environment, "WOBANGNI_HOME": home},
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=ROOT,
            )
        try:
            while "Ctrl-C stops it" not in log.read_text():
                if process.poll() is not None:
                    raise SystemExit(log.read_text())
                time.sleep(0.3)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(60)


def _open_first(page: Page) -> None:
    page.locator(f"a[href*='/console/requests/{COUNTY}']").first.click()


if __name__ == "__main__":
    raise SystemExit(main())
