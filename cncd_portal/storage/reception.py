import errno
import io
import logging
from contextlib import contextmanager

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

logger = logging.getLogger(__name__)


class Unreadable(io.RawIOBase):
    """What the disk did not take: reading it raises OSError."""

    def readinto(self, buffer):
        raise OSError(errno.ENOSPC, "the upload was not kept")

    def seek(self, *place):
        return 0


class CappedTemporaryFile(TemporaryFileUploadHandler):
    """A file too big to be accepted is counted to its end, and not kept on disk past the limit.

    One that the disk does not take is counted too, and cannot be read: the fields sent with it
    still arrive.
    """

    def new_file(self, *arguments, **options):
        self.is_kept = True
        with self._giving_up():
            super().new_file(*arguments, **options)

    def receive_data_chunk(self, raw_data, start):
        if start <= settings.ATTACHMENT_MAX_BYTES and self.is_kept:
            with self._giving_up():
                super().receive_data_chunk(raw_data, start)

    def file_complete(self, file_size):
        if self.is_kept:
            with self._giving_up():
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
    def _giving_up(self):
        try:
            yield
        except OSError:
            logger.exception("an upload was not kept")
            self.is_kept = False
