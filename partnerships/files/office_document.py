"""Detects office documents by the parts of their archive, and judges each part.

Runs in the process of `partnerships.files.apart`.
"""

import io
from itertools import chain
from typing import BinaryIO

from partnerships.files.archive import (
    ARCHIVE_START,
    NESTED_MAX,
    Budget,
    open_archive,
    part_key,
    reading_archive,
    unpacked,
)
from partnerships.files.fault import Fault, Faulty
from partnerships.files.open_document import MIMETYPE, OpenDocument
from partnerships.files.open_xml import CONTENT_TYPES, OpenXml, has_macro_name
from partnerships.files.xml_part import parse, xml_parser

ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# The part that identifies a text or a spreadsheet of Office (ECMA-376).
OFFICE_PARTS = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}
XML_ENDS = (".xml", ".rels", ".rdf")
DEPTH_MAX = 2
MIMETYPE_MAX = 200


def _nested(chunks, depth):
    """Returns an archive in the archive: the spreadsheet of a chart."""
    if depth == DEPTH_MAX:
        raise Faulty(Fault.TOO_MUCH)
    inner = io.BytesIO()
    for chunk in chunks:
        inner.write(chunk)
        if inner.tell() > NESTED_MAX:
            raise Faulty(Fault.TOO_MUCH)
    return inner


def _examine_part(judge, name, chunks, budget, depth):
    """Reads a part whole: its checksum, its XML, or the archive that it is."""
    first = next(chunks, b"")
    chunks = chain([first], chunks)
    if first.startswith(ARCHIVE_START):
        _examine(_nested(chunks, depth), budget, depth + 1)
    elif name.endswith(XML_ENDS) or judge.is_xml(name):
        parser = xml_parser()
        judge.prepare(name, parser)
        parse(parser, chunks)
    else:
        for _chunk in chunks:
            pass


def _type_of(archive, parts):
    if MIMETYPE in parts:
        # OpenDocument part 2, § 3.3: this part contains the content type. No other format has it.
        with archive.open(parts[MIMETYPE]) as member:
            content_type = member.read(MIMETYPE_MAX).decode("ascii", "replace")
        return content_type if CONTENT_TYPES not in parts else ""
    types = [kind for part, kind in OFFICE_PARTS.items() if part in parts]
    return types[0] if len(types) == 1 and CONTENT_TYPES in parts else ""


def _examine(content, budget, depth=0):
    archive = open_archive(content, budget)
    parts = {part_key(entry.filename): entry for entry in archive.infolist()}
    if has_macro_name(parts):
        raise Faulty(Fault.MACROS)
    judge = OpenDocument() if MIMETYPE in parts else OpenXml()
    with reading_archive():
        for name in sorted(parts, key=lambda name: name not in judge.first_parts):
            chunks = unpacked(archive, parts[name], budget)
            _examine_part(judge, name, chunks, budget, depth)
        judge.finish()
        return _type_of(archive, parts)


def read_document(file: BinaryIO) -> dict[str, str]:
    """Returns {"type": the content type, "" if it is no office document}, or {"fault": why not}."""
    try:
        return {"type": _examine(file, Budget())}
    except Faulty as faulty:
        return {"fault": faulty.fault}
