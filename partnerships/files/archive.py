"""Unpacks the ZIP archives of office documents, within limits and without trusting their headers.

Runs in the process of `partnerships.files.apart`.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO
from urllib.parse import unquote

from partnerships.files.fault import Fault, Faulty

ENTRIES_MAX = 5_000
UNPACKED_MAX = 200 * 1024 * 1024
# Spaces compress a thousand times; a real document, a few dozen times.
RATIO_MAX = 200
NESTED_MAX = 50 * 1024 * 1024
# An entry that unpacks to this size at most may compress more.
SMALL = 256 * 1024
CHUNK = 1024 * 1024
# APPNOTE.TXT of PKWARE, 4.3.16: the end of the central directory.
END = struct.Struct("<4s4H2LH")
ZIP64_LOCATOR = 20
METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
# 4.3.7: the signature, version, flags and method of a local header, 30 bytes with the rest.
LOCAL_START = struct.Struct("<4s3H")
LOCAL_HEADER = 30
ENCRYPTED = 0x1
# 4.6.9: another name of the entry, which some programs read instead of the first one.
EXTRA_FIELD = struct.Struct("<2H")
UNICODE_PATH = 0x7075
ARCHIVE_START = b"PK\x03\x04"


@dataclass
class Budget:
    """The remaining number of entries and bytes to unpack, nested archives included."""

    entries: int = ENTRIES_MAX
    bytes: int = UNPACKED_MAX

    def spend(self, *, entries: int = 0, unpacked: int = 0) -> None:
        self.entries -= entries
        self.bytes -= unpacked
        if self.entries < 0 or self.bytes < 0:
            raise Faulty(Fault.TOO_MUCH)


def part_key(name: str) -> str:
    """Returns the name by which a part is found: programs ignore its case and its escapes."""
    return str(PurePosixPath(unquote(name))).casefold()


@contextmanager
def reading_archive() -> Iterator[None]:
    """Turns the exceptions of zipfile and zlib for a damaged archive into Faulty."""
    try:
        yield
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        RuntimeError,
        ValueError,
        OverflowError,
    ) as error:
        raise Faulty(Fault.DAMAGED) from error


def _check_end(content, budget):
    """Checks that the archive is the whole file and its directory is small, before parsing it."""
    size = content.seek(0, io.SEEK_END)
    if size < END.size:
        raise Faulty(Fault.DAMAGED)
    content.seek(-min(size, END.size + ZIP64_LOCATOR), io.SEEK_END)
    tail = content.read()
    signature, _disk, _start, here, total, length, offset, comment = END.unpack(tail[-END.size :])
    is_whole = offset + length + END.size == size and not comment and here == total
    if signature != b"PK\x05\x06" or not is_whole or tail.startswith(b"PK\x06\x07"):
        raise Faulty(Fault.DAMAGED)
    budget.spend(entries=total)
    # A name may be 64 kB long, and the declared number of entries may be wrong.
    if length > ENTRIES_MAX * 200:
        raise Faulty(Fault.TOO_MUCH)


def _has_second_name(extra):
    while len(extra) >= EXTRA_FIELD.size:
        kind, length = EXTRA_FIELD.unpack_from(extra)
        if kind == UNICODE_PATH:
            return True
        extra = extra[EXTRA_FIELD.size + length :]
    return False


def _check_name(entry):
    path = PurePosixPath(unquote(entry.filename))
    is_outside = path.is_absolute() or ".." in path.parts or "\\" in unquote(entry.orig_filename)
    if is_outside or "\x00" in unquote(entry.orig_filename) or _has_second_name(entry.extra):
        raise Faulty(Fault.DAMAGED)


def _check_local_header(content, entry):
    """Checks that programs which read local headers unpack the entry alike.

    zipfile compares the name when it opens the entry.
    """
    content.seek(entry.header_offset)
    _signature, _version, flags, method = LOCAL_START.unpack(content.read(LOCAL_START.size))
    if method != entry.compress_type or (flags ^ entry.flag_bits) & ENCRYPTED:
        raise Faulty(Fault.DAMAGED)


def _check_entries(content, entries):
    """Checks the directory: no path outside, no overlap, no encryption, no ZIP bomb."""
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        _check_name(entry)
        if entry.header_offset < end or entry.compress_type not in METHODS:
            raise Faulty(Fault.DAMAGED)
        if entry.flag_bits & ENCRYPTED:
            raise Faulty(Fault.PASSWORD)
        if entry.file_size > RATIO_MAX * max(entry.compress_size, SMALL // RATIO_MAX):
            raise Faulty(Fault.TOO_MUCH)
        _check_local_header(content, entry)
        end = entry.header_offset + LOCAL_HEADER + entry.compress_size
    if len({part_key(entry.filename) for entry in entries}) != len(entries):
        raise Faulty(Fault.DAMAGED)


def open_archive(content: BinaryIO, budget: Budget) -> zipfile.ZipFile:
    """Returns the archive once its directory is checked. `content` stays open. Raises Faulty."""
    with reading_archive():
        _check_end(content, budget)
        archive = zipfile.ZipFile(content)
        _check_entries(content, archive.infolist())
    return archive


def unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: Budget) -> Iterator[bytes]:
    """Yields an entry in chunks, within the budget; its checksum is checked at the end."""
    with archive.open(entry) as member:
        while chunk := member.read(CHUNK):
            budget.spend(unpacked=len(chunk))
            yield chunk
