"""What a backup holds: a tar of the database, the files of the store, then its manifest."""

import hashlib
import io
import json
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import BinaryIO

from django.utils.translation import gettext as _

from cncd_portal.backup.refusal import BackupRefused
from cncd_portal.backup.sealing import Sink, sink_of, source_of

FORMAT = 1
DATABASE = "database"
MANIFEST = "manifest.json"
FILES = "files/"
CHUNK = 1024 * 1024


@dataclass
class Manifest:
    """What a backup says of itself."""

    made_at: str
    engine: str
    # « app.name » of each migration that the database has.
    migrations: list[str]
    # Rows of each table.
    tables: dict[str, int]
    # SHA-256 of each member, by its name in the archive.
    members: dict[str, str] = field(default_factory=dict)
    # [name in the store, why] of what rows name and the store did not give.
    missing: list[tuple[str, str]] = field(default_factory=list)
    format: int = FORMAT


class _Hashed:
    """A file that hashes what is read of it."""

    def __init__(self, file):
        self._file, self._digest, self.size = file, hashlib.sha256(), 0

    def read(self, size: int = CHUNK) -> bytes:
        data = self._file.read(size)
        self._digest.update(data)
        self.size += len(data)
        return data

    def read_all(self) -> None:
        while self.read():
            pass

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()


class ArchiveWriter:
    def __init__(self, tar: tarfile.TarFile, manifest: Manifest):
        self._tar, self.manifest = tar, manifest

    def add(self, name: str, file: BinaryIO, size: int) -> None:
        """Adds `size` bytes of `file`. Raises OSError where it has fewer."""
        hashed = _Hashed(file)
        info = tarfile.TarInfo(name)
        info.size, info.mode = size, 0o600
        self._tar.addfile(info, hashed)
        self.manifest.members[name] = hashed.sha256

    def add_manifest(self) -> None:
        content = json.dumps(asdict(self.manifest), ensure_ascii=False, indent=1).encode()
        info = tarfile.TarInfo(MANIFEST)
        info.size, info.mode = len(content), 0o600
        self._tar.addfile(info, io.BytesIO(content))


@contextmanager
def archive_writer(file: BinaryIO, passphrase: str, manifest: Manifest) -> Iterator[ArchiveWriter]:
    """Writes an archive, encrypted where there is a passphrase; its manifest at the end."""
    sink: Sink = sink_of(file, passphrase)
    with tarfile.open(fileobj=sink, mode="w|", format=tarfile.PAX_FORMAT) as tar:
        writer = ArchiveWriter(tar, manifest)
        yield writer
        writer.add_manifest()
    sink.finish()


def _no_archive():
    return BackupRefused(
        _("Ce fichier n’est pas une sauvegarde du portail, ou il est tronqué ou modifié.")
    )


def _members(source) -> Iterator[tuple[str, BinaryIO]]:
    try:
        with tarfile.open(fileobj=source, mode="r|") as tar:
            for info in tar:
                if not info.isreg():
                    raise _no_archive()
                yield info.name, tar.extractfile(info)
    except tarfile.TarError as error:
        raise _no_archive() from error


def _manifest(content: bytes) -> Manifest:
    try:
        found = json.loads(content)
        if found["format"] != FORMAT:
            raise BackupRefused(
                _(
                    "Cette sauvegarde est d’un autre format (%(format)s)\u202f: restaurez-la avec "
                    "la version du portail qui l’a faite."
                )
                % {"format": found["format"]}
            )
        return Manifest(**found)
    except (ValueError, TypeError, KeyError) as error:
        raise _no_archive() from error


def verified_manifest(file: BinaryIO, passphrase: str) -> Manifest:
    """Reads an archive to its end. Raises BackupRefused unless it is whole and as it was made."""
    source = source_of(file, passphrase)
    digests, manifest = {}, None
    for name, content in _members(source):
        if name == MANIFEST:
            manifest = content.read()
            continue
        hashed = _Hashed(content)
        hashed.read_all()
        digests[name] = hashed.sha256
    source.finish()
    if manifest is None:
        raise _no_archive()
    manifest = _manifest(manifest)
    if manifest.members != digests or DATABASE not in digests:
        raise _no_archive()
    return manifest


def read_members(
    file: BinaryIO, passphrase: str, manifest: Manifest, receive: Callable[[str, BinaryIO], None]
) -> None:
    """Reads again an archive that was verified, and gives each member but the manifest to
    `receive`, which reads it whole. Raises BackupRefused where it changed meanwhile.
    """
    source = source_of(file, passphrase)
    for name, content in _members(source):
        if name == MANIFEST:
            continue
        hashed = _Hashed(content)
        receive(name, hashed)
        if hashed.sha256 != manifest.members.get(name):
            raise _no_archive()
    source.finish()
