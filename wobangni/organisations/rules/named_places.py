"""Which of a county's own places a text names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def named_in(text: str, places: Iterable[tuple[int, Sequence[str]]]) -> tuple[tuple[int, str], ...]:
    """(id, the name as it stands in the text) for each of ``places``, (id, names); a name within a longer one that was found doesn't count."""
    found = [(key, name) for key, names in places for name in names if name in text]
    return tuple(
        (key, name) for key, name in found if not any(name != other and name in other for _key, other in found)
    )
