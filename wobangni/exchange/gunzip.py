"""Reading what can be read of a gzip file: where it breaks off or is damaged, it ends, and ``broken`` says so.

The standard library's reader raises there and takes what it had unpacked with it.
"""

from __future__ import annotations

import io
import zlib
from typing import IO

MAGIC = b"\x1f\x8b"
_CHUNK = 64 * 1024
_GZIP = 16 + zlib.MAX_WBITS


class Gunzip(io.RawIOBase):
    """A stream of the unpacked bytes of ``file``, which may have several members."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._inflate = zlib.decompressobj(_GZIP)
        self._waiting = b""  # packed, not yet given to zlib
        self._ready = b""  # unpacked, not yet read
        self._member_begun = False
        self._ended = False
        self.broken = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._ready and not self._ended:
            self._unpack()
        taken = self._ready[: len(buffer)]
        self._ready = self._ready[len(taken) :]
        buffer[: len(taken)] = taken
        return len(taken)

    def _unpack(self) -> None:
        packed = self._waiting or self._file.read(_CHUNK)
        self._waiting = b""
        if not packed:
            self._ended = True
            self.broken = self._member_begun
            return
        before = self._inflate.copy()
        try:
            self._member_begun = True
            self._ready = self._inflate.decompress(packed)
        except zlib.error:
            self._ready = _as_far_as_it_goes(before, packed)
            self._ended = self.broken = True
            return
        if self._inflate.eof:
            self._waiting = self._inflate.unused_data.lstrip(b"\x00")  # tape blocks are padded with zeros
            self._inflate = zlib.decompressobj(_GZIP)
            self._member_begun = False


def _as_far_as_it_goes(inflate: zlib._Decompress, packed: bytes) -> bytes:
    """Byte by byte up to the one that can't be unpacked."""
    found = bytearray()
    try:
        for position in range(len(packed)):
            found += inflate.decompress(packed[position : position + 1])
    except zlib.error:
        pass
    return bytes(found)
