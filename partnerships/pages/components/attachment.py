"""Attachments sent by users: content checks, clean names and the upload form."""

import logging
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid4, uuid5

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cncd_portal.file_sizes import file_size
from partnerships.document.buffer import NotSaved
from partnerships.document.files import store
from partnerships.document.steps.documents import DOCUMENT_KINDS, kind_from_name
from partnerships.files.kind import DOCUMENT_ENDS, PICTURE_ENDS, CheckedFile, check
from partnerships.files.refusal import Refused
from partnerships.models import Attachment, Dossier

logger = logging.getLogger(__name__)
TYPES = "PDF, ODT, ODS, DOCX, XLSX, JPEG, PNG, WebP, HEIC, AVIF"
ACCEPT = ",".join([*DOCUMENT_ENDS, *PICTURE_ENDS])
NAME_MAX = Attachment._meta.get_field("file_name").max_length


def clean_name(name: str) -> str:
    """Returns the base name without invisible characters, cut to 200 characters before its
    extension.
    """
    name = Path(name.replace("\\", "/")).name
    name = "".join(c for c in name if unicodedata.category(c)[0] != "C")
    path = Path(" ".join(name.split()))
    return path.stem[: NAME_MAX - len(path.suffix)] + path.suffix[:NAME_MAX]


def check_upload(content: UploadedFile, name: str) -> CheckedFile:
    """Returns the detected type of an upload with that cleaned name. Raises Refused, which
    `refusal_text` completes into a sentence.
    """
    if not content.size:
        raise Refused(_("«\u202f%(name)s\u202f» est vide\u202f: choisissez un autre fichier."))
    if content.size > settings.ATTACHMENT_MAX_BYTES:
        raise Refused(
            _("«\u202f%(name)s\u202f» est trop lourd (%(size)s)\u202f: la limite est de %(limit)s.")
        )
    checked = check(content, name)
    # A name without an end was given one, beyond which it may be too long.
    return replace(checked, file_name=clean_name(checked.file_name))


def refusal_text(refused: Refused, content: UploadedFile, name: str) -> str:
    return str(refused) % {
        "name": name or _("sans nom"),
        "size": file_size(content.size),
        "limit": file_size(settings.ATTACHMENT_MAX_BYTES),
        "types": TYPES,
    }


def checked_upload(sent: UploadedFile) -> tuple[UploadedFile, CheckedFile]:
    """Returns the upload with what it is, for the `clean` of a form. Raises ValidationError."""
    name = clean_name(sent.name or "")
    try:
        return sent, check_upload(sent, name)
    except Refused as refused:
        raise forms.ValidationError(refusal_text(refused, sent, name)) from None


def receive(dossier: Dossier, content: UploadedFile, *, uuid: str, kind: str, by) -> str:
    """Stores a valid file under that uuid. Returns "", or the reason of its refusal.

    `kind`: of a document, "" where its name is to tell it.
    """
    name = clean_name(content.name or "")
    kind = kind or kind_from_name(Path(name).stem)
    try:
        store(dossier, content, check_upload(content, name), uuid=uuid, kind=kind, by=by)
    except Refused as refused:
        return refusal_text(refused, content, name)
    except NotSaved as error:
        return str(error)
    except OSError:
        logger.exception("the store does not answer")
        return _(
            "«\u202f%(name)s\u202f» n’a pas pu être gardé\u202f: réessayez dans un instant."
        ) % {"name": name}
    return ""


class UploadForm(forms.Form):
    """The kind and the upload token sent with files, and the limits that the page announces."""

    accept = ACCEPT
    types = TYPES

    upload_kind = forms.ChoiceField(
        label=gettext_lazy("Nature des documents envoyés"),
        choices=[("", gettext_lazy("D’après le nom du fichier")), *DOCUMENT_KINDS],
        initial="",
        required=False,
    )
    # Generated with the page: the same files sent twice are stored once.
    upload = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)

    @property
    def limit(self) -> int:
        return settings.ATTACHMENT_MAX_BYTES

    @property
    def count_limit(self) -> int:
        return settings.ATTACHMENTS_MAX_COUNT

    @cached_property
    def kind(self) -> str:
        """The chosen kind; "" when none, or an unknown one, was sent."""
        self.full_clean()
        return self.cleaned_data.get("upload_kind", "")

    @cached_property
    def uuid(self) -> UUID:
        self.full_clean()
        return self.cleaned_data.get("upload") or uuid4()


def receive_all(dossier: Dossier, files: Iterable[UploadedFile], form: UploadForm, by) -> list[str]:
    """Stores the valid files. Returns one sentence per refused file."""
    sentences = []
    for rank, file in enumerate(files):
        uuid = uuid5(form.uuid, f"{rank} {file.size} {clean_name(file.name or '')}")
        sentences.append(receive(dossier, file, uuid=str(uuid), kind=form.kind, by=by))
    return [sentence for sentence in sentences if sentence]
