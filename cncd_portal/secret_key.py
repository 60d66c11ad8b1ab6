import os
import tempfile
from contextlib import suppress
from pathlib import Path

from django.core.management.utils import get_random_secret_key


def local_secret_key(folder: Path) -> str:
    """The key of this installation, kept in `folder`: drawn at its first start and readable by its
    user alone.
    """
    path = folder / "secret_key"
    if not path.exists():
        descriptor, drawn = tempfile.mkstemp(dir=folder)
        with os.fdopen(descriptor, "w") as file:
            file.write(get_random_secret_key())
        # Whole before it has its name: another process may start at the same time.
        with suppress(FileExistsError):
            os.link(drawn, path)
        Path(drawn).unlink()
    return path.read_text()
