"""The running release of the portal, so that pages made by another one are not shown."""

import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings

SOURCES = (
    "cncd_portal/**/*.py",
    "partnerships/**/*.py",
    "proposals/**/*.py",
    "templates/**/*",
    "locale/**/*.mo",
    "requirements.txt",
)


@cache
def release() -> str:
    """Returns a digest of the names, sizes and times of the code and of the collected files."""
    files = [path for pattern in SOURCES for path in settings.BASE_DIR.glob(pattern)]
    files.append(Path(settings.STATIC_ROOT) / "staticfiles.json")
    seen = sorted(
        (str(path), path.stat().st_size, path.stat().st_mtime_ns)
        for path in files
        if path.is_file()
    )
    return hashlib.sha256(repr(seen).encode()).hexdigest()
