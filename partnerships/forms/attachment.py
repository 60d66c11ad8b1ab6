"""Files sent by members: allowed by their content, and named for what they are."""

import unicodedata
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import puremagic
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.document.buffer import NotSaved, add_item, editing
from partnerships.document.files import store
from partnerships.document.steps.documents import DOCUMENT_KINDS
from partnerships.models import Attachment, AttachmentKind, Dossier

TYPES = {
    ".pdf": "application/pdf",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
}
EXTENSIONS = "PDF, ODT, ODS, DOCX, XLSX, PNG, JPEG, WebP"
ACCEPT = ",".join(TYPES)
# The part that makes an Office file a text or a spreadsheet (ECMA-376).
OFFICE_PARTS = {"word/document.xml": ".docx", "xl/workbook.xml": ".xlsx"}
MACROS = "macros"
HEAD = 4096
ENTRIES_MAX = 10_000
NAME_MAX = Attachment._meta.get_field("file_name").max_length


@dataclass(frozen=True)
class CheckedFile:
    """A file that may be kept, under a name that says what it is."""

    file_name: str
    content_type: str


def clean_name(name: str) -> str:
    """The name alone, without what is not seen and with its end, at most 200 characters."""
    name = "".join(c for c in Path(name).name if unicodedata.category(c)[0] != "C")
    path = Path(" ".join(name.split()))
    return path.stem[: NAME_MAX - len(path.suffix)] + path.suffix[:NAME_MAX]


def _opendocument(archive):
    """What an OpenDocument file says it is, in its first member (part 2, § 3.3)."""
    with archive.open("mimetype") as member:
        return member.read(100).decode("ascii", "replace")


def _archive_type(content):
    """The type of an office document, which is a ZIP of named parts."""
    with zipfile.ZipFile(content) as archive:
        names = set(archive.namelist())
        if len(names) > ENTRIES_MAX:
            return ""
        if any(name.endswith("vbaProject.bin") for name in names):
            return MACROS
        if "mimetype" in names:
            return _opendocument(archive)
        found = [TYPES[end] for part, end in OFFICE_PARTS.items() if part in names]
        return found[0] if len(found) == 1 and "[Content_Types].xml" in names else ""


def type_of(content: UploadedFile) -> str:
    """The type that the content itself shows, MACROS if it runs some, "" if unknown."""
    content.seek(0)
    head = content.read(HEAD)
    try:
        if head.startswith(b"PK\x03\x04"):
            return _archive_type(content)
        return puremagic.from_string(head, mime=True)
    except (puremagic.PureError, ValueError, KeyError, OSError, RuntimeError, zipfile.BadZipFile):
        return ""
    finally:
        content.seek(0)


def refusal(content: UploadedFile, name: str) -> str:
    """Why a file is not accepted, as a sentence that lacks its name; "" where it is."""
    if not content.size:
        return _("«\u202f%(name)s\u202f» est vide\u202f: choisissez un autre fichier.")
    if content.size > settings.ATTACHMENT_MAX_BYTES:
        return _(
            "«\u202f%(name)s\u202f» est trop lourd (%(size)s)\u202f: la limite est de %(limit)s."
        )
    expected = TYPES.get(Path(name).suffix.lower())
    if expected is None:
        return _(
            "«\u202f%(name)s\u202f» n’est pas d’un type accepté. Types acceptés\u202f: %(types)s."
        )
    found = type_of(content)
    if found == MACROS:
        return _(
            "«\u202f%(name)s\u202f» contient des macros\u202f: enregistrez-le sans elles, "
            "puis renvoyez-le."
        )
    if found != expected:
        return _(
            "Le contenu de «\u202f%(name)s\u202f» n’est pas celui qu’annonce son nom, ou il "
            "est abîmé\u202f: vérifiez le fichier, puis renvoyez-le."
        )
    return ""


def check_file(content: UploadedFile) -> CheckedFile:
    """Accept a file or raise ValidationError with a sentence that names it."""
    name = clean_name(content.name or "")
    refused = refusal(content, name)
    if refused:
        raise ValidationError(
            refused
            % {
                "name": name or _("sans nom"),
                "size": filesizeformat(content.size),
                "limit": filesizeformat(settings.ATTACHMENT_MAX_BYTES),
                "types": EXTENSIONS,
            }
        )
    return CheckedFile(name, TYPES[Path(name).suffix.lower()])


class UploadForm(forms.Form):
    """What goes with the files that are sent."""

    upload_kind = forms.ChoiceField(
        label=gettext_lazy("Nature des fichiers envoyés"),
        choices=DOCUMENT_KINDS,
        initial=AttachmentKind.OTHER,
        required=False,
    )

    @property
    def kind(self) -> str:
        """The kind chosen, or « other » where none of the list was."""
        return (self.is_valid() and self.cleaned_data["upload_kind"]) or AttachmentKind.OTHER


def receive(dossier: Dossier, files: Iterable[UploadedFile], kind: str, by) -> list[str]:
    """Keep each file that may be, as a document of the dossier; why the others were refused."""
    refusals = []
    for content in files:
        try:
            checked = check_file(content)
            with transaction.atomic():
                attachment = store(
                    dossier,
                    content,
                    kind=kind,
                    file_name=checked.file_name,
                    content_type=checked.content_type,
                    by=by,
                )
                with editing(dossier, by) as buffer:
                    add_item(buffer, "documents", str(attachment.uuid), kind=kind)
        except ValidationError as error:
            refusals.append(error.message)
        except NotSaved as error:
            refusals.append(str(error))
    return refusals
