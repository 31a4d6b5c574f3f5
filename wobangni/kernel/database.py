"""Where the database is, and who connects to it as what.

Two logins (invariant 8). The *owner* (DATABASE_OWNER_URL) makes and migrates the tables. The *application* (DATABASE_URL)
acts as the group role ``wobangni_app``, which owns nothing: it reads and writes rows, and cannot change tables, switch
off row-level security or rewrite what is append-only.
"""

from __future__ import annotations

import atexit
import os
from pathlib import Path

from wobangni.kernel.embedded_postgres import EmbeddedPostgres
from wobangni.kernel.home import home, load_or_make_secrets, missing_secrets


class NotConfigured(RuntimeError):
    """The environment lacks something that this start needs; the message names it."""


def prepare_environment(*, demo: bool = False) -> EmbeddedPostgres | None:
    """Completes ``os.environ`` so that ``config.settings`` can be loaded. Call before ``django.setup()``.

    Without DATABASE_URL the embedded server is started (and returned; it is released at exit), and missing secrets are
    made; with a DATABASE_URL of one's own, secrets must be given too, unless this is a demo. Raises NotConfigured.
    """
    folder = home()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if demo:
        os.environ["WOBANGNI_DEMO"] = "1"
    server = None
    if not os.environ.get("DATABASE_URL"):
        server = start_embedded(folder)
        load_or_make_secrets(folder)
    elif os.environ.get("WOBANGNI_DEMO", "").lower() in {"1", "true", "yes", "on"}:
        load_or_make_secrets(folder)
    elif missing := missing_secrets():
        raise NotConfigured(
            f"DATABASE_URL is set but {' and '.join(missing)} not: name keys that you keep (docs/operations.md)."
        )
    return server


def start_embedded(folder: Path, *, fast: bool = False) -> EmbeddedPostgres:
    """Starts (or joins) the embedded server of ``folder`` and names it in the environment; released at exit."""
    server = EmbeddedPostgres(folder / "postgres", fast=fast)
    urls = server.start()
    atexit.register(server.release)
    os.environ["DATABASE_URL"] = urls.app
    os.environ["DATABASE_OWNER_URL"] = urls.owner
    return server
