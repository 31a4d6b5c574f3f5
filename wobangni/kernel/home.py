"""WOBANGNI_HOME: the one folder that the platform writes to (embedded database, uploads, made secrets)."""

from __future__ import annotations

import base64
import fcntl
import os
import secrets
from pathlib import Path

SECRET_NAMES = ("WOBANGNI_SECRET_KEY", "WOBANGNI_VAULT_KEYS")


def home() -> Path:
    """The folder named by WOBANGNI_HOME (default ``./var``), made if missing, as an absolute path."""
    path = Path(os.environ.get("WOBANGNI_HOME") or "var").resolve()
    path.mkdir(parents=True, exist_ok=True)
    os.environ["WOBANGNI_HOME"] = str(path)
    return path


def missing_secrets() -> list[str]:
    """Names of the secrets that the environment does not give."""
    return [name for name in SECRET_NAMES if not os.environ.get(name)]


def load_or_make_secrets(folder: Path) -> None:
    """Puts the secrets that the environment lacks into it, from ``secrets.env`` (0600), made at the first start.

    For the embedded database and for demos only: losing the vault key loses every contact, so a real installation
    must be given keys that somebody keeps.
    """
    if not missing_secrets():
        return
    path = folder / "secrets.env"
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "r+", encoding="ascii") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # two first starts at once must agree on one key
        known = dict(line.strip().split("=", 1) for line in file if "=" in line)
        made = {name: _fresh() for name in SECRET_NAMES if name not in known}
        if made:
            file.seek(0, os.SEEK_END)
            file.writelines(f"{name}={value}\n" for name, value in made.items())
            file.flush()
            os.fsync(file.fileno())
    for name, value in {**known, **made}.items():
        if name in SECRET_NAMES:
            os.environ.setdefault(name, value)


def _fresh() -> str:
    """32 random bytes in base64url."""
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode("ascii")
