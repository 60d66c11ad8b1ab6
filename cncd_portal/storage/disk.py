import os
import tempfile
import time
from pathlib import Path

from django.core.files.storage import FileSystemStorage

# What is being written, or was when the machine stopped.
PARTIAL = ".partial"
PARTIAL_MAX_AGE = 24 * 3600


class DiskStore(FileSystemStorage):
    """Files under `MEDIA_ROOT`, readable by the portal's user alone."""

    def get_available_name(self, name, max_length=None):
        """The name itself: it is never another content's."""
        return name

    def _save(self, name, content):
        path = Path(self.path(name))
        if path.exists():
            return name
        partial_folder = Path(self.path(PARTIAL))
        for folder in (partial_folder, path.parent):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor, partial = tempfile.mkstemp(dir=partial_folder)
        try:
            with os.fdopen(descriptor, "wb") as file:
                for chunk in content.chunks():
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            Path(partial).replace(path)
        finally:
            Path(partial).unlink(missing_ok=True)
        return name

    def prune(self) -> None:
        """Remove what was being written when the machine stopped, a day ago or more."""
        limit = time.time() - PARTIAL_MAX_AGE
        for path in Path(self.path(PARTIAL)).glob("*"):
            if path.stat().st_mtime < limit:
                path.unlink(missing_ok=True)
