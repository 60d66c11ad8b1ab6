import os
import shutil
import tempfile
import time
from collections.abc import Iterator
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
        if not Path(self.path(name)).exists():
            self._write(name, content, Path.replace)
        return name

    def add(self, name: str, content) -> None:
        """Keep `content` under a name that nothing bears yet; FileExistsError where one does."""
        self._write(name, content, lambda partial, path: path.hardlink_to(partial))

    @property
    def _folder(self) -> Path:
        """The folder, or the one that it will be made in."""
        place = Path(self.location)
        return next(path for path in (place, *place.parents) if path.exists())

    def answers(self) -> bool:
        return self._folder.is_dir() and os.access(self._folder, os.R_OK | os.X_OK)

    def is_writable(self) -> bool:
        return os.access(self._folder, os.W_OK)

    def free_bytes(self) -> int:
        return shutil.disk_usage(self._folder).free

    def names(self, prefix: str) -> list[str]:
        """Of the contents at the root whose name begins so, in order."""
        return sorted(path.name for path in Path(self.location).glob(f"{prefix}*"))

    def all_names(self) -> Iterator[str]:
        """Yields the names of all contents, in no order; not of what is being written."""
        root = Path(self.location)
        for folder, folders, files in os.walk(root):
            if Path(folder) == root and PARTIAL in folders:
                folders.remove(PARTIAL)
            for file in files:
                yield Path(folder, file).relative_to(root).as_posix()

    def _write(self, name, content, settle):
        path = Path(self.path(name))
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
            settle(Path(partial), path)
        finally:
            Path(partial).unlink(missing_ok=True)

    def prune(self) -> None:
        """Remove what was being written when the machine stopped, a day ago or more."""
        limit = time.time() - PARTIAL_MAX_AGE
        for path in Path(self.path(PARTIAL)).glob("*"):
            if path.stat().st_mtime < limit:
                path.unlink(missing_ok=True)
