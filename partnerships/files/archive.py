"""Checks the ZIP archives of office documents, within limits and without trusting their headers."""

import io
import re
import struct
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

from django.utils.translation import gettext as _

from partnerships.files.refusal import Refused

ENTRIES_MAX = 5_000
UNPACKED_MAX = 200 * 1024 * 1024
# Spaces compress a thousand times; a real document, a few dozen times.
RATIO_MAX = 200
DEPTH_MAX = 2
NESTED_MAX = 50 * 1024 * 1024
CHUNK = 256 * 1024
# APPNOTE.TXT of PKWARE, 4.3.16: the end of the central directory.
END = struct.Struct("<4s4H2LH")
ZIP64_LOCATOR = 20
METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
LOCAL_HEADER = 30
ENCRYPTED = 0x1
# Office Open XML forbids document type declarations (ECMA-376 part 2, annex); no other format
# needs one.
DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
DECLARATION_MAX_LENGTH = 16
XML_SUFFIXES = (".xml", ".rels")


def damaged() -> Refused:
    return Refused(
        _(
            "«\u202f%(name)s\u202f» est abîmé ou incomplet\u202f: ouvrez-le, enregistrez-le de "
            "nouveau, puis renvoyez-le."
        )
    )


def too_much() -> Refused:
    return Refused(
        _(
            "«\u202f%(name)s\u202f» contient trop de données une fois décompressé\u202f: "
            "envoyez-le en PDF."
        )
    )


@dataclass
class Budget:
    """The remaining number of entries and bytes to unpack, nested archives included."""

    entries: int = ENTRIES_MAX
    bytes: int = UNPACKED_MAX

    def spend(self, *, entries: int = 0, unpacked: int = 0) -> None:
        self.entries -= entries
        self.bytes -= unpacked
        if self.entries < 0 or self.bytes < 0:
            raise too_much()


def _check_end(content: BinaryIO, budget: Budget) -> None:
    """Checks that the archive is the whole file and its directory is small, before parsing it."""
    size = content.seek(0, io.SEEK_END)
    if size < END.size:
        raise damaged()
    content.seek(-min(size, END.size + ZIP64_LOCATOR), io.SEEK_END)
    tail = content.read()
    signature, _disk, _start, here, total, length, offset, comment = END.unpack(tail[-END.size :])
    is_whole = offset + length + END.size == size and not comment and here == total
    if signature != b"PK\x05\x06" or not is_whole or tail.startswith(b"PK\x06\x07"):
        raise damaged()
    budget.spend(entries=total)
    # A name may be 64 kB long, and the declared number of entries may be wrong.
    if length > ENTRIES_MAX * 200:
        raise too_much()


def _check_entries(entries, budget):
    """Checks the directory: no path outside, no overlap, no encryption, no ZIP bomb."""
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        path = PurePosixPath(entry.filename)
        is_outside = path.is_absolute() or ".." in path.parts or "\\" in entry.orig_filename
        if entry.header_offset < end or is_outside or "\x00" in entry.orig_filename:
            raise damaged()
        if entry.compress_type not in METHODS:
            raise damaged()
        if entry.flag_bits & ENCRYPTED:
            raise Refused(
                _(
                    "«\u202f%(name)s\u202f» est protégé par un mot de passe\u202f: enlevez-le, "
                    "puis renvoyez le fichier."
                )
            )
        if entry.file_size > RATIO_MAX * max(entry.compress_size, CHUNK // RATIO_MAX):
            raise too_much()
        end = entry.header_offset + LOCAL_HEADER + entry.compress_size
    if len({entry.filename.casefold() for entry in entries}) != len(entries):
        raise damaged()


def _check_xml(chunk, before):
    """Refuses entities, which may expand or read a file, and NUL bytes, which may hide them."""
    if DECLARATION.search(before + chunk) or b"\x00" in chunk:
        raise damaged()


def _check_nested(member, head, budget, depth):
    """Examines an archive in the archive (the spreadsheet of a chart), in the same budget."""
    if depth == DEPTH_MAX:
        raise too_much()
    inner = io.BytesIO(head + member.read(NESTED_MAX - len(head)))
    if member.read(1):
        raise too_much()
    budget.spend(unpacked=inner.getbuffer().nbytes)
    examine(inner, budget, depth + 1)


def _read(archive, entry, budget, depth):
    """Unpacks a member in chunks, within the budget; zipfile checks its checksum at the end."""
    is_xml = entry.filename.lower().endswith(XML_SUFFIXES)
    with archive.open(entry) as member:
        before, chunk = b"", member.read(CHUNK)
        if chunk.startswith(b"PK\x03\x04"):
            _check_nested(member, chunk, budget, depth)
            return
        while chunk:
            budget.spend(unpacked=len(chunk))
            if is_xml:
                _check_xml(chunk, before)
                before = chunk[-DECLARATION_MAX_LENGTH:]
            chunk = member.read(CHUNK)


def examine(content: BinaryIO, budget: Budget | None = None, depth: int = 0) -> zipfile.ZipFile:
    """Returns the archive, after reading it whole without storing it. `content` stays open.

    Raises Refused.
    """
    budget = budget or Budget()
    _check_end(content, budget)
    try:
        archive = zipfile.ZipFile(content)
        entries = archive.infolist()
        _check_entries(entries, budget)
        for entry in entries:
            _read(archive, entry, budget, depth)
    # Exceptions of zlib and zipfile for a file that is not a ZIP or has wrong headers.
    except (zipfile.BadZipFile, EOFError, OSError, RuntimeError, ValueError, OverflowError) as e:
        raise damaged() from e
    return archive
