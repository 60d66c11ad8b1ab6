"""Tampering with the private store, and its verification."""

import io

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import CommandError, call_command

from partnerships.models import StoredContent, stored_path

FORGED = b"%PDF-1.7 forged %%EOF"


def overwrite(path: str, content: bytes = FORGED) -> None:
    store = storages["default"]
    store.delete(path)
    store.save(path, ContentFile(content))


def overwrite_content(sha256: str) -> None:
    overwrite(stored_path(sha256))


def lose_content(sha256: str) -> None:
    storages["default"].delete(stored_path(sha256))


def sizes_of_picture() -> list[str]:
    """Names in the store of the sizes of the only picture, except the widest."""
    content = StoredContent.objects.exclude(digests={}).get()
    return content.paths[1:]


def verify(**options):
    """Whether `verify_store` finds everything intact, and its output."""
    out = io.StringIO()
    try:
        call_command("verify_store", stdout=out, stderr=out, **options)
    except CommandError as error:
        return False, f"{out.getvalue()}{error}".replace("\u202f", " ")
    return True, out.getvalue().replace("\u202f", " ")
