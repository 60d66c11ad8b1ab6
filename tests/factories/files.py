"""Files as members send them, generated here."""

import io
import zipfile
from pathlib import Path

import pillow_heif
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def picture(encoding="JPEG", size=(64, 48), *, mode="RGB", color=None, **options) -> bytes:
    content = io.BytesIO()
    made = Image.new(mode, size, color) if color else Image.linear_gradient("L").resize(size)
    made.convert(mode).save(content, encoding, **options)
    return content.getvalue()


def heic(size=(64, 48), **options) -> bytes:
    """A photograph as phones make them."""
    content = io.BytesIO()
    made = Image.linear_gradient("L").resize(size).convert("RGB")
    pillow_heif.from_pillow(made).save(content, **options)
    return content.getvalue()


def archive(members: dict, *, compression=zipfile.ZIP_DEFLATED) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", compression) as file:
        for name, text in members.items():
            file.writestr(name, text)
    return content.getvalue()


def docx(**members) -> bytes:
    """A Word document; `members` are parts to add, « / » being written « __ » in their names."""
    added = {name.replace("__", "/"): content for name, content in members.items()}
    parts = {"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>", **added}
    return archive(parts)


DOCX = docx()
XLSX = archive({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<w/>"})
OPEN_TEXT = archive({"mimetype": "application/vnd.oasis.opendocument.text"})
OPEN_SHEET = archive({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"})
PNG, JPEG, WEBP = (picture(encoding) for encoding in ("PNG", "JPEG", "WEBP"))


def step_of(dossier):
    return reverse("partnerships:dossier_step", args=[dossier.uuid, "documents"])


def send(client, dossier, *files, **fields):
    """Send (name, content) pairs with the form of the step, and follow the redirect."""
    data = {
        "do": "upload:documents",
        "upload_kind": "agreement",
        "files": [SimpleUploadedFile(name, content) for name, content in files],
        **fields,
    }
    return client.post(step_of(dossier), data, follow=True)


def stored(settings) -> list[Path]:
    """Files of the store on disk, unfinished ones included."""
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def address_of(attachment):
    return reverse(
        "partnerships:attachment_download", args=[attachment.dossier.uuid, attachment.uuid]
    )


def download(client, address):
    """The response and its content, if any: read to its end, which closes the file."""
    response = client.get(address)
    content = b"".join(response.streaming_content) if response.streaming else b""
    return response, content
