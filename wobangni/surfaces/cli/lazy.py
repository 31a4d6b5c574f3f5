"""Groups of commands whose modules are loaded only when they are used, so that ``--help`` is quick and needs no database."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from typing import Any

import click

from wobangni.surfaces.cli.words import _

#: Characters of a command's own line in the list of a group: all of its first sentence, wrapped instead of cut.
MOST = 1_000


class LazyGroup(click.Group):
    """``names``: commands in the order of ``--help``; each is ``command`` in the module of ``package`` that is called like it, with ``_`` for ``-``."""

    def __init__(self, name: str, *, package: str, names: Sequence[str], **options: Any) -> None:
        super().__init__(name, **options)
        self._package, self._names = package, tuple(names)

    def list_commands(self, context: click.Context) -> list[str]:
        return list(self._names)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in self._names:
            return None
        found: click.Command = importlib.import_module(f"{self._package}.{name.replace('-', '_')}").command
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """As click does it, but no line ends in "…": half a sentence tells nobody which command to take."""
        commands = [(name, self.get_command(ctx, name)) for name in self._names]
        rows = [(name, found.get_short_help_str(MOST)) for name, found in commands if found and not found.hidden]
        if rows:
            with formatter.section(_("Commands")):
                formatter.write_dl(rows)
