"""What a demo is made of, in order; each step does nothing when its work is done already."""

from __future__ import annotations

from collections.abc import Callable, Sequence

STEPS: Sequence[tuple[str, Callable[[], None]]] = ()
