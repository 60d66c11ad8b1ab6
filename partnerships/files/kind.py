"""Detects the type of a file by its content, and accepts or refuses it."""

import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from partnerships.files.apart import Overrun, Unreadable, read_apart
from partnerships.files.archive import ARCHIVE_START
from partnerships.files.compound import Compound, compound_of
from partnerships.files.fault import Fault
from partnerships.files.locked_pdf import is_locked
from partnerships.files.office import SENTENCES, office_type
from partnerships.files.office_document import DOCX, ODS, ODT, XLSX
from partnerships.files.picture import PHONE_HEAD, Rendition, renditions
from partnerships.files.refusal import Refused, damaged

PDF = "application/pdf"
JPEG = "image/jpeg"
DOCUMENT_ENDS = {".pdf": PDF, ".odt": ODT, ".ods": ODS, ".docx": DOCX, ".xlsx": XLSX}
PICTURE_ENDS = (
    *(".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp"),
    *(".heic", ".heif", ".hif", ".avif"),
)
# Documents of Office before 2007.
OLD_ENDS = (".doc", ".xls", ".ppt")
# « Convention 2.0 signée » has no end.
LONGEST_END = 6
HEAD = 4096
# Readers look for the end marker in the last kilobyte (ISO 32000-1, annex H, note 18); some
# programs append more.
PDF_TAIL = 4096
PICTURE_HEADS = re.compile(rb"\xff\xd8\xff|\x89PNG\r\n\x1a\n|RIFF....WEBP", re.DOTALL)
# An encrypted PDF has this key; only such a one is read, since that takes a process.
ENCRYPTED_PDF = b"/Encrypt"
PDF_SECONDS_MAX = 10


@dataclass(frozen=True)
class CheckedFile:
    """An accepted file: unchanged, or a re-encoded picture (`renditions`)."""

    file_name: str
    content_type: str
    renditions: tuple[Rendition, ...] = ()


def _mismatch():
    return Refused(
        _(
            "Le contenu de «\u202f%(name)s\u202f» n’est pas celui qu’annonce son nom, ou il "
            "est abîmé\u202f: vérifiez le fichier, puis renvoyez-le."
        )
    )


def _unknown():
    return Refused(
        _(
            "«\u202f%(name)s\u202f» n’est pas d’un type accepté. Types acceptés\u202f: %(types)s. "
            "Ouvrez-le, enregistrez-le en PDF ou, si c’est une image, en JPEG, puis envoyez le "
            "nouveau fichier."
        )
    )


def _check_pdf(content):
    """Checks that a PDF is complete and not also a ZIP archive.

    Its scripts are not removed: it is only served as a download, in a sandbox.
    """
    size = content.seek(0, io.SEEK_END)
    content.seek(-min(size, PDF_TAIL), io.SEEK_END)
    if b"%%EOF" not in content.read():
        raise damaged()
    if zipfile.is_zipfile(content):
        raise _mismatch()
    content.seek(0)
    if ENCRYPTED_PDF in content.read() and _is_locked(content):
        raise Refused(
            _(
                "«\u202f%(name)s\u202f» demande un mot de passe pour s’ouvrir\u202f: enregistrez-le"
                " sans mot de passe, puis renvoyez-le."
            )
        )


def _is_locked(content):
    try:
        return read_apart(is_locked, content, seconds=PDF_SECONDS_MAX)
    except (Overrun, Unreadable) as error:
        raise damaged() from error


def _check_compound(content, suffix):
    """Refuses documents of Office before 2007, and those with a password."""
    content.seek(0)
    kind = compound_of(content.read())
    if kind is Compound.LOCKED:
        raise Refused(SENTENCES[Fault.PASSWORD])
    if kind not in {None, Compound.MAIL} or suffix in OLD_ENDS:
        raise Refused(
            _(
                "«\u202f%(name)s\u202f» est dans un ancien format d’Office\u202f: ouvrez-le, "
                "choisissez Fichier, Enregistrer sous, «\u202fDocument Word (.docx)\u202f», "
                "«\u202fClasseur Excel (.xlsx)\u202f» ou PDF, puis envoyez le nouveau fichier."
            )
        )


def _picture(content, name):
    content.seek(0)
    sizes = tuple(renditions(content))
    return CheckedFile(f"{Path(name).stem}.jpg", JPEG, sizes)


def _is_picture(head):
    return bool(PICTURE_HEADS.match(head) or PHONE_HEAD.match(head))


def _with_end(name, head):
    """Returns `name`, with the end that its content tells where it has none."""
    end = Path(name).suffix
    if end and len(end) <= LONGEST_END and " " not in end:
        return name
    if head.startswith(b"%PDF-"):
        return f"{name}.pdf"
    return f"{name}.jpg" if _is_picture(head) else name


def check(content: BinaryIO, name: str) -> CheckedFile:
    """Returns the checked file, accepted by its content. Raises Refused."""
    content.seek(0)
    head = content.read(HEAD)
    name = _with_end(name, head)
    suffix = Path(name).suffix.lower()
    if suffix in PICTURE_ENDS:
        if not _is_picture(head):
            raise _mismatch()
        return _picture(content, name)
    _check_compound(content, suffix)
    if suffix not in DOCUMENT_ENDS:
        raise _unknown()
    content_type = ""
    if head.startswith(b"%PDF-"):
        _check_pdf(content)
        content_type = PDF
    elif head.startswith(ARCHIVE_START):
        content_type = office_type(content)
    if content_type != DOCUMENT_ENDS[suffix]:
        raise _mismatch()
    content.seek(0)
    return CheckedFile(name, content_type)
