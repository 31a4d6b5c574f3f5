"""Progress bars, on the terminal's error stream so that what a program reads stays clean."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator

import click

Progress = Callable[[int, int], None]


@contextlib.contextmanager
def bar(label: str, *, hidden: bool = False) -> Iterator[Progress]:
    """A bar that is fed with (done, in all); none where a program reads."""
    with click.progressbar(length=1, label=label, file=sys.stderr, hidden=hidden) as shown:

        def progress(done: int, total: int) -> None:
            shown.length = max(total, 1)
            shown.update(max(0, done - shown.pos))

        yield progress
