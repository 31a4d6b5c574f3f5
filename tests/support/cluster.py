"""One PostgreSQL for the whole test run, made in a temporary folder and gone with it.

``TEST_DATABASE_URL`` names a real server instead (its login must own and make databases): the tests then run there.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from wobangni.kernel.embedded_postgres import EmbeddedPostgres
from wobangni.kernel.home import load_or_make_secrets


def prepare_environment() -> None:
    """Fills ``os.environ`` for ``config.settings``. Workers of xdist find what the first process has set."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    if os.environ.get("WOBANGNI_TEST_RUN"):
        return
    folder = Path(tempfile.mkdtemp(prefix="wobangni-test-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    url = os.environ.get("TEST_DATABASE_URL")
    if not url:
        server = EmbeddedPostgres(folder / "postgres", fast=True)
        url = server.start().owner
        atexit.register(server.release)
    for name in ("WOBANGNI_SECRET_KEY", "WOBANGNI_VAULT_KEYS"):
        os.environ.pop(name, None)
    os.environ |= {
        "WOBANGNI_TEST_RUN": "1",
        "WOBANGNI_HOME": str(folder),
        "DATABASE_URL": url,
        "DATABASE_OWNER_URL": url,
        "WOBANGNI_AS_OWNER": "1",  # migrations; the tests themselves act as the application (tests/support/database.py)
        "WOBANGNI_DEMO": "1",
        "WOBANGNI_LOG_LEVEL": "WARNING",
        "DJANGO_ALLOW_ASYNC_UNSAFE": "1",  # Playwright keeps a loop running in the thread of the test
        "TZ": "Asia/Shanghai",
    }
    load_or_make_secrets(folder)
