"""``wobangni triage``: what the platform reads out of a text. Each subcommand is a file here, loaded when it is asked for."""

from __future__ import annotations

from wobangni.surfaces.cli.lazy import LazyGroup
from wobangni.surfaces.cli.words import _

#: In the order of ``--help``; ``-`` in a name is ``_`` in its file's.
COMMANDS: tuple[str, ...] = (
    "classify",
    "locate",
    "similar",
    "hot",
    "answers",
    "evaluate",
    "train",
    "models",
    "rollback",
    "reindex",
)

command = LazyGroup("triage", package=__name__, names=COMMANDS, help=_("What the platform reads out of a text."))
