"""Taking files in without letting them fill the machine: what is over the limit stops being read, the rest of the form is kept."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from wobangni.service_requests.rules.photo import MAX_BYTES, MAX_PHOTOS

#: One byte more than is allowed is enough to know.
READ_AT_MOST = MAX_BYTES + 1


class LimitHandler(FileUploadHandler):
    """First in FILE_UPLOAD_HANDLERS: drops the bytes of a file beyond the limit, and files beyond the number that any page takes.

    Whoever reads the file sees that it is larger than MAX_BYTES (or empty) and says so; the fields beside it arrive untouched.
    """

    files = 0
    seen = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.files += 1
        self.seen = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        room = READ_AT_MOST - self.seen if self.files <= MAX_PHOTOS else 0
        self.seen += len(raw_data)
        return raw_data[:room] if room > 0 else None  # None: the handlers that keep bytes aren't asked

    def file_complete(self, file_size: int) -> UploadedFile[bytes] | None:
        return None  # this one keeps nothing
