"""Pages kept as files that all processes of the machine read; each is replaced atomically.

A store that cannot be read or written is an empty one: pages are then computed.
"""

import fcntl
import hashlib
import json
import logging
import secrets
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

logger = logging.getLogger(__name__)
# The share of its size that a full store keeps; its size is checked once in CHECKED_EVERY writes.
KEPT_SHARE, CHECKED_EVERY = 0.75, 50
# Bytes of a block, as `stat` counts them: a small file takes a page of the disk.
BLOCK = 512
LONGEST_WAIT, WAIT_STEP = 3.0, 0.02


@dataclass(frozen=True)
class KeptPage:
    """`body`: compressed by gzip; `until`: Unix time from which it is not valid."""

    body: bytes
    etag: str
    until: float
    headers: dict[str, str]


def _to_bytes(key: str, page: KeptPage) -> bytes:
    """Returns the SHA-256 of the key and of what follows, a line of JSON, and the body."""
    fields = asdict(page)
    del fields["body"]
    content = json.dumps(fields).encode() + b"\n" + page.body
    return b"\n".join([_digest(key, content), content])


def _from_bytes(key: str, data: bytes) -> KeptPage | None:
    """Returns the page of `_to_bytes`, None if a byte of it is missing or wrong."""
    digest, _line, content = data.partition(b"\n")
    if digest != _digest(key, content):
        return None
    head, _line, body = content.partition(b"\n")
    return KeptPage(body=body, **json.loads(head))


def _digest(key, content):
    return hashlib.sha256(key.encode() + content).hexdigest().encode()


class PageStore:
    def __init__(self, folder: Path, most_bytes: int):
        self.folder, self.most_bytes = Path(folder), most_bytes

    def _path(self, key):
        return self.folder / key[:2] / key

    def read(self, key: str) -> KeptPage | None:
        """Returns the page of `key`; None if there is none, or a damaged one."""
        try:
            data = self._path(key).read_bytes()
        except FileNotFoundError:
            return None
        except OSError:
            logger.warning("a kept page cannot be read", exc_info=True)
            return None
        if page := _from_bytes(key, data):
            return page
        logger.warning("the kept page %s is damaged, and is computed again", key)
        return None

    def write(self, key: str, page: KeptPage) -> None:
        """Keeps `page`; a failure is only logged."""
        path, temporary = self._path(key), None
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
                temporary = file.name
                file.write(_to_bytes(key, page))
            Path(temporary).replace(path)
            if secrets.randbelow(CHECKED_EVERY) == 0:
                self.make_room()
        except OSError:
            logger.warning("a page was not kept", exc_info=True)
            if temporary:
                with suppress(OSError):
                    Path(temporary).unlink()

    def make_room(self) -> None:
        """Deletes the oldest pages of a store that takes more than `most_bytes` of the disk."""
        pages = []
        for path in self.folder.glob("??/*"):
            with suppress(FileNotFoundError):
                seen = path.stat()
                pages.append((seen.st_mtime, seen.st_blocks * BLOCK, path))
        total = sum(size for _at, size, _path in pages)
        if total <= self.most_bytes:
            return
        for _at, size, path in sorted(pages):
            path.unlink(missing_ok=True)
            total -= size
            if total <= self.most_bytes * KEPT_SHARE:
                return

    @contextmanager
    def turn(self, key: str) -> Iterator[None]:
        """Waits until no one else computes the page of `key`, for LONGEST_WAIT seconds at most.

        Pages share 256 locks, which the system frees if their process is killed.
        """
        folder = self.folder / "locks"
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = (folder / key[:2]).open("w")
        except OSError:
            yield
            return
        with lock:
            until = time.monotonic() + LONGEST_WAIT
            while time.monotonic() < until:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except OSError:
                    time.sleep(WAIT_STEP)
            yield
