"""Rows that could not be used, kept as they came with the reason: a CSV file that can be mended and replayed (invariant 10).

``reason`` and ``line`` stand before the file's own columns, so that a row with too many cells keeps every one of them.
"""

from __future__ import annotations

import contextlib
import csv
import hashlib
import os
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from wobangni.exchange.rules.replay_rows import QUARANTINE_COLUMNS


class Quarantine:
    """``with Quarantine(folder, name, header) as q: q.keep(…)``. ``path``, afterwards: the file, None if nothing was kept.

    The file is named by its content: the same faults again make no second file, and one that somebody has begun to mend is never
    written over. It may hold what residents wrote, so only its owner may read it.
    """

    def __init__(self, folder: Path, name: str, header: Sequence[str]) -> None:
        self._folder = folder
        self._stem = re.sub(r"[^\w.-]+", "_", name)[:80]
        self._header = [*QUARANTINE_COLUMNS, *header]
        self._part: Path | None = None
        self.path: Path | None = None

    def __enter__(self) -> Self:
        return self

    def keep(self, reason: str, line: int, cells: Sequence[str]) -> None:
        """Writes one row, at once: what a killed run has kept is there."""
        if self._part is None:
            self._begin()
        self._writer.writerow([reason, line, *cells])
        self._file.flush()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._part is None:
            return
        self._file.close()
        digest = hashlib.sha256(self._part.read_bytes()).hexdigest()[:10]
        self.path = self._folder / f"{self._stem}.{digest}.csv"
        with contextlib.suppress(FileExistsError):
            os.link(self._part, self.path)  # unlike a rename never over a file that is there
        self._part.unlink()

    def _begin(self) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(prefix=f"{self._stem}.", suffix=".part.csv", dir=self._folder)
        self._part = Path(name)
        self._file = os.fdopen(descriptor, "w", encoding="utf-8", errors="surrogateescape", newline="")
        self._writer = csv.writer(self._file)
        self._writer.writerow(self._header)
