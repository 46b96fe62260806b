"""Reading an upload no further than it may be kept.

Without it a 10 GB «scan» would be written whole into the temporary folder before anybody refuses it.
"""

from __future__ import annotations

import io
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

MOST_FILES_AT_ONCE = 10


class BoundedUpload(FileUploadHandler):
    """First of the upload handlers: passes on what fits and throws away the rest of a file that is too big.

    Such a file arrives empty with its true `size`, so that `receiving()` refuses it with the sentence about
    sizes and the rest of the form is there. A request of more than ten largest files is refused unread.
    """

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self.limit = settings.MAX_FILE_BYTES
        self.seen = 0

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803 - Django's name
        content_length: int,
        boundary: Any,
        encoding: Any = None,
    ) -> None:
        if content_length > MOST_FILES_AT_ONCE * self.limit:
            raise RequestDataTooBig("more files at once than are taken")

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.seen = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.seen += len(raw_data)
        return raw_data if self.seen <= self.limit else None

    def file_complete(self, file_size: int) -> UploadedFile | None:
        if self.seen <= self.limit:
            return None
        return UploadedFile(io.BytesIO(), self.file_name, self.content_type, self.seen, self.charset)
