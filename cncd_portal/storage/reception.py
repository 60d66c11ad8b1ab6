import errno
import io
import logging
from contextlib import contextmanager

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

logger = logging.getLogger(__name__)


class Unreadable(io.RawIOBase):
    """Stands for an upload that could not be written to disk: reading it raises OSError."""

    def readinto(self, buffer):
        raise OSError(errno.ENOSPC, "the upload was not written")

    def seek(self, *place):
        return 0


class CappedTemporaryFile(TemporaryFileUploadHandler):
    """A file over the size limit is counted to its end, and written to disk up to the limit only.

    One that cannot be written is counted too, and raises OSError when read: the fields sent with it
    are still received.
    """

    def new_file(self, *arguments, **options):
        self.is_on_disk = True
        with self._stopping_on_error():
            super().new_file(*arguments, **options)

    def receive_data_chunk(self, raw_data, start):
        if start <= settings.ATTACHMENT_MAX_BYTES and self.is_on_disk:
            with self._stopping_on_error():
                super().receive_data_chunk(raw_data, start)

    def file_complete(self, file_size):
        if self.is_on_disk:
            with self._stopping_on_error():
                return super().file_complete(file_size)
        return UploadedFile(
            Unreadable(),
            self.file_name,
            self.content_type,
            file_size,
            self.charset,
            self.content_type_extra,
        )

    @contextmanager
    def _stopping_on_error(self):
        try:
            yield
        except OSError:
            logger.exception("an upload was not written")
            self.is_on_disk = False
