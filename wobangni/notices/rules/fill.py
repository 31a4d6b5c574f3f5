"""Filling a county's own template for a message: ``{title}``, ``{code}`` … in its strings."""

from __future__ import annotations

import re
from collections.abc import Mapping

_NAME = re.compile(r"\{([a-z_]*)\}")


class MissingValue(ValueError):
    """The template asks for something that this notice has not. ``names``: what."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(", ".join(names))
        self.names = names


def fill(template: str, values: Mapping[str, str]) -> str:
    """The template with its names replaced, once: what a value holds is never a name. Raises MissingValue."""
    missing = sorted({name for name in _NAME.findall(template) if not values.get(name)})
    if missing:
        raise MissingValue(missing)
    return _NAME.sub(lambda found: values[found[1]], template)
