"""The divisions as shipped (data/divisions.csv.gz), as plain values."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterator
from importlib.resources import files


def division_rows() -> Iterator[dict[str, str]]:
    """Columns of Division but level and parent, which the code tells; leagues first, then by code."""
    packed = (files("wobangni.organisations") / "data" / "divisions.csv.gz").read_bytes()
    yield from csv.DictReader(io.StringIO(gzip.decompress(packed).decode()))
