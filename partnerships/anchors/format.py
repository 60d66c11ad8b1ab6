"""The file format of an anchor: a header, one line per dossier, their counts, a signature.

Each line is canonical JSON. The signature is an HMAC of all the lines before it (SHA-256, the key
in ANCHOR_KEY): the database alone, without the key, is not enough to forge an anchor.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import BinaryIO

from django.conf import settings

from partnerships.document.canonical import canonical

SCHEMA = 1


@dataclass(frozen=True)
class Head:
    """The last event of the journal of a dossier."""

    uuid: str
    reference: str
    sequence: int
    digest: str
    is_deposited: bool
    # ISO 8601; empty if it is not in the bin.
    discarded_at: str
    is_erased: bool


class NotAnAnchor(Exception):
    """The file is not an anchor signed by this portal."""


def _line(content) -> bytes:
    return canonical(content).encode() + b"\n"


def write(file: BinaryIO, heads: Iterable[Head], **header) -> dict:
    """Writes an anchor of `heads`, sorted by uuid. Returns its digest and counts."""
    signature = hmac.new(settings.ANCHOR_KEY[0].encode(), digestmod=hashlib.sha256)
    whole = hashlib.sha256()
    counts = {"dossiers": 0, "events": 0, "erased": 0}

    def add(content, *, is_signed=True):
        line = _line(content)
        file.write(line)
        whole.update(line)
        if is_signed:
            signature.update(line)

    add({"schema": SCHEMA, **header})
    for head in heads:
        add(asdict(head))
        counts["dossiers"] += 1
        counts["events"] += head.sequence
        counts["erased"] += head.is_erased
    add(counts)
    add({"signature": signature.hexdigest()}, is_signed=False)
    return {"digest": whole.hexdigest(), **counts}


class Anchor:
    """An anchor whose signature was checked; `file` holds a copy of it."""

    def __init__(self, file: BinaryIO, digest: str, header: dict, counts: dict):
        self.file, self.digest = file, digest
        self.number, self.previous = header["number"], header["previous"]
        self.at = datetime.fromisoformat(header["at"])
        self.dossier_count, self.event_count = counts["dossiers"], counts["events"]

    def close(self):
        self.file.close()

    def heads(self) -> Iterator[Head]:
        """Yields the heads, sorted by uuid."""
        self.file.seek(0)
        next(self.file)
        for line in self.file:
            content = json.loads(line)
            if "uuid" not in content:
                return
            yield Head(**content)


def read(lines: Iterable[bytes], file: BinaryIO) -> Anchor:
    """Copies an anchor into `file`, which is empty.

    Raises NotAnAnchor if none of our keys made its signature.
    """
    keys = [hmac.new(key.encode(), digestmod=hashlib.sha256) for key in settings.ANCHOR_KEY]
    whole = hashlib.sha256()
    first = last = before = b""
    for line in lines:
        if last:
            for key in keys:
                key.update(last)
        first, before, last = first or line, last, line
        whole.update(line)
        file.write(line)
    try:
        signature = json.loads(last)["signature"]
        if not any(hmac.compare_digest(key.hexdigest(), signature) for key in keys):
            raise NotAnAnchor
        return Anchor(file, whole.hexdigest(), json.loads(first), json.loads(before))
    except (ValueError, KeyError, TypeError) as error:
        raise NotAnAnchor from error
