"""The copy of the facet sets that all processes of a machine start from: one file of VAR_DIR."""

import contextlib
import hashlib
import json
import logging
import os
import tempfile
import time
from pathlib import Path

from django.conf import settings
from pyroaring import BitMap

from partnerships.registry.facets.sets import FacetSets

logger = logging.getLogger(__name__)
# First line of the file. A file of another form is ignored.
FORM = b"facets 2"
ABANDONED_SECONDS = 3_600
Mark = tuple[int, int, int]


def _path() -> Path:
    return settings.VAR_DIR / "facets"


def to_bytes(sets: FacetSets) -> bytes:
    """Returns three lines, then the sets: FORM, the SHA-256 of all that follows, and in JSON the
    version, and the facet, value and length of each set.
    """
    parts = [
        (facet, value, keys.serialize())
        for facet, values in sets.sets.items()
        for value, keys in values.items()
    ]
    names = [(facet, value, len(part)) for facet, value, part in parts]
    head = json.dumps({"version": sets.version, "sets": names}).encode()
    content = b"\n".join([head, b"".join(part for _facet, _value, part in parts)])
    return b"\n".join([FORM, hashlib.sha256(content).hexdigest().encode(), content])


def from_bytes(data: bytes) -> FacetSets | None:
    """Returns the sets of `to_bytes`, None if a byte of it is missing or wrong."""
    form, _line, rest = data.partition(b"\n")
    digest, _line, content = rest.partition(b"\n")
    if form != FORM or hashlib.sha256(content).hexdigest().encode() != digest:
        return None
    head, _line, body = content.partition(b"\n")
    head, sets, start = json.loads(head), {}, 0
    for facet, value, length in head["sets"]:
        part = body[start : start + length]
        sets.setdefault(facet, {})[value] = BitMap.deserialize(part)
        start += length
    return FacetSets(head["version"], sets)


def mark_of_copy() -> Mark | None:
    """Returns what is different each time the copy is written; None if there is no copy."""
    try:
        found = _path().stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def read_copy() -> FacetSets | None:
    try:
        sets = from_bytes(_path().read_bytes())
    except OSError:
        return None
    if sets is None:
        logger.warning("the copy of the facets is damaged: daily_upkeep or reindex writes another")
    return sets


def write_copy(sets: FacetSets) -> None:
    """Writes the copy; it replaces the former one once it is complete."""
    path = _path()
    _remove_abandoned(path)
    descriptor, partial = tempfile.mkstemp(prefix=f"{path.name}.", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(to_bytes(sets))
            file.flush()
            os.fsync(file.fileno())
        Path(partial).replace(path)
    except BaseException:
        Path(partial).unlink(missing_ok=True)
        raise


def _remove_abandoned(path):
    """Removes the files of processes that were killed while writing."""
    for partial in path.parent.glob(f"{path.name}.*"):
        with contextlib.suppress(OSError):
            if time.time() - partial.stat().st_mtime > ABANDONED_SECONDS:
                partial.unlink()


def remove_copy() -> None:
    _path().unlink(missing_ok=True)
