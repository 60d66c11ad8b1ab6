from django.conf import settings
from django.core.files.uploadhandler import TemporaryFileUploadHandler


class CappedTemporaryFile(TemporaryFileUploadHandler):
    """A file too big to be accepted is counted to its end, and not kept on disk past the limit."""

    def receive_data_chunk(self, raw_data, start):
        if start <= settings.ATTACHMENT_MAX_BYTES:
            super().receive_data_chunk(raw_data, start)
