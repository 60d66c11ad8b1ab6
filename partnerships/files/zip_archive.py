"""A ZIP archive written as a stream, with a manifest of its files and their digests."""

import hashlib
import json
import re
import zipfile
from collections.abc import Iterable
from pathlib import PurePath

from django.utils import timezone

from partnerships.analysis import normalized

NAME_MAX = 80
UNSAFE = re.compile(r"[^\w.() -]")


def safe_name(name: str) -> str:
    """Returns `name` as a file name valid on any system: no folder, no forbidden character."""
    name = UNSAFE.sub("_", normalized("NFC", PurePath(name.replace("\\", "/")).name))
    path = PurePath(name.strip(" .") or "sans-nom")
    return f"{path.stem[:NAME_MAX].strip(' .') or 'sans-nom'}{path.suffix[:12]}"


class Archive:
    """A ZIP archive; holds only one chunk of content in memory at a time."""

    def __init__(self, file):
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED)
        self._files: list[dict] = []

    def add(self, name: str, chunks: Iterable[bytes], *, is_compressed: bool = False) -> None:
        """Writes a file; `is_compressed`: already compressed (pictures, PDF), stored as is."""
        info = zipfile.ZipInfo(name, timezone.localtime().timetuple()[:6])
        info.compress_type = zipfile.ZIP_STORED if is_compressed else zipfile.ZIP_DEFLATED
        info.external_attr = 0o600 << 16
        digest, size = hashlib.sha256(), 0
        with self._zip.open(info, "w", force_zip64=True) as entry:
            for chunk in chunks:
                entry.write(chunk)
                digest.update(chunk)
                size += len(chunk)
        self._files.append({"nom": name, "taille": size, "sha256": digest.hexdigest()})

    def add_text(self, name: str, text: str) -> None:
        self.add(name, [text.encode("utf-8", "replace")])

    def add_json(self, name: str, content: object) -> None:
        """Adds `content` as JSON; lone surrogates, which UTF-8 cannot encode, stay escaped."""
        text = json.dumps(content, ensure_ascii=False, indent=2, default=str)
        if not text.isprintable() and re.search("[\ud800-\udfff]", text):
            text = json.dumps(content, ensure_ascii=True, indent=2, default=str)
        self.add_text(name, text)

    def close(self, **about: object) -> None:
        """Adds the manifest (`about`, and the size and digest of each file) and closes the ZIP."""
        self.add_json("manifeste.json", {**about, "fichiers": list(self._files)})
        self._zip.close()
