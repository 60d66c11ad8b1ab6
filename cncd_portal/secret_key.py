import fcntl
import os
from pathlib import Path

from django.core.management.utils import get_random_secret_key


def local_secret_key(folder: Path) -> str:
    """The key of this installation, kept in `folder`: drawn at its first start and readable by its
    user alone.
    """
    path = folder / "secret_key"
    if not path.exists():
        _draw_once(path)
    return path.read_text()


def _draw_once(path: Path) -> None:
    """Writes a key at `path`, unless another process, which may start at the same time, did."""
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        if not path.exists():
            # Whole before it has its name; what a start killed here left is written over.
            drawn = path.with_name("secret_key.new")
            descriptor = os.open(drawn, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(get_random_secret_key())
                file.flush()
                os.fsync(file.fileno())
            drawn.replace(path)
    finally:
        os.close(folder)
