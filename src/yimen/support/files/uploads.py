"""Django's reading of uploads: large ones go to the disk, too large ones nowhere.

Django reads every upload before a view, or the check of the form's token, is asked. What is beyond
`CEILING` is counted and thrown away while it arrives, so the view can still answer with a sentence
instead of a broken connection. Exact limits are `actions.receive`'s.
"""

import tempfile
from typing import IO, Any, Final

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from yimen.support.files.limits import CEILING, MEGA

_IN_MEMORY: Final = MEGA
_NOT_EVEN_COUNTED: Final = 10 * CEILING


class BoundedUpload(FileUploadHandler):
    """Keeps at most `CEILING` bytes of a request; a file beyond it has its size and no content."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self._taken = 0
        self._open: list[tempfile.SpooledTemporaryFile[bytes]] = []

    def handle_raw_input(
        self,
        input_data: IO[bytes],
        META: dict[str, str],  # noqa: N803 - Django's name
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        """Before anything is read: what is far beyond any file is not even counted.

        Raises:
            RequestDataTooBig: answered with 400, and the connection is closed.
        """
        if content_length > _NOT_EVEN_COUNTED:
            raise RequestDataTooBig

    def new_file(self, *args: object, **kwargs: object) -> None:
        """Begin the next file of the request."""
        super().new_file(*args, **kwargs)  # type: ignore[arg-type]
        self._open.append(tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY))  # noqa: SIM115

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep the next bytes, or forget all of the file once there are too many."""
        self._taken += len(raw_data)
        if self._taken <= CEILING:
            self._open[-1].write(raw_data)
        else:
            self._open[-1].truncate(0)

    def file_complete(self, file_size: int) -> "UploadedFile[Any]":
        """The file with the size that arrived, which is more than it holds if that was too much."""
        whole = self._open[-1]
        whole.seek(0)
        return UploadedFile(whole, self.file_name, self.content_type, file_size, self.charset)

    def upload_interrupted(self) -> None:
        """The sender went away."""
        for part in self._open:
            part.close()
