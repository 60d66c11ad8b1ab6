"""Detects office documents by the parts of their archive; refuses macros and external content."""

import re
import zipfile
from typing import BinaryIO

from django.utils.translation import gettext as _

from partnerships.files.archive import damaged, examine
from partnerships.files.refusal import Refused

ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# The part that identifies a text or a spreadsheet of Office (ECMA-376).
OFFICE_PARTS = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}
CONTENT_TYPES = "[Content_Types].xml"
# Visual Basic, ActiveX, the macro sheets of Excel 4; the programs of OpenDocument.
MACROS = re.compile(
    r"vba(project|data)\w*\.(bin|xml)$|(^|/)(activex|macrosheets|dialogsheets)/"
    r"|^(basic|scripts)/",
    re.IGNORECASE,
)
# Templates, objects and frames fetched when the document opens, unlike links.
FETCHED = re.compile(rb"/(attachedTemplate|oleObject|frame|subDocument)[\"']")
EXTERNAL = re.compile(rb"TargetMode\s*=\s*[\"']External[\"']", re.IGNORECASE)
RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
PART_MAX = 4 * 1024 * 1024


def _part(archive, name):
    """Returns the beginning of a part, which is enough for the checks."""
    with archive.open(name) as member:
        return member.read(PART_MAX)


def _refuse_macros(archive, names):
    is_macro = any(MACROS.search(name) for name in names)
    types = _part(archive, CONTENT_TYPES).lower() if CONTENT_TYPES in names else b""
    if is_macro or b"macroenabled" in types or b"vbaproject" in types:
        raise Refused(
            _(
                "«\u202f%(name)s\u202f» contient des macros\u202f: enregistrez-le sans elles, "
                "puis renvoyez-le."
            )
        )


def _refuse_fetched(archive, names):
    for name in names:
        if not name.lower().endswith(".rels"):
            continue
        for relation in RELATION.findall(_part(archive, name)):
            if EXTERNAL.search(relation) and FETCHED.search(relation):
                raise Refused(
                    _(
                        "«\u202f%(name)s\u202f» va chercher une partie de son contenu "
                        "ailleurs\u202f: envoyez-le en PDF."
                    )
                )


def office_type(content: BinaryIO) -> str:
    """Returns the content type of an archive, "" if it is no office document. Raises Refused."""
    archive = examine(content)
    names = archive.namelist()
    _refuse_macros(archive, names)
    _refuse_fetched(archive, names)
    try:
        if "mimetype" in names:
            # OpenDocument part 2, § 3.3: this part contains the content type.
            return _part(archive, "mimetype").decode("ascii", "replace")
    except zipfile.BadZipFile as error:
        raise damaged() from error
    types = [kind for part, kind in OFFICE_PARTS.items() if part in names]
    return types[0] if len(types) == 1 and CONTENT_TYPES in names else ""
