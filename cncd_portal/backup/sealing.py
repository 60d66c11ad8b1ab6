"""The stream of an archive, of which every byte is vouched for: encrypted by a key, or plain.

Encrypted: chunks of AES-256-GCM, the key drawn from the passphrase by scrypt (RFC 7914) with a
random salt. The nonce of a chunk is a random prefix, its number and whether it is the last
(« STREAM », Hoang and others, 2015), so that what was cut, moved or changed is not decrypted.
Plain: the archive as it is, then its SHA-256 on a line of its own.
"""

import hashlib
import os
import struct
from functools import lru_cache
from typing import BinaryIO, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.utils.translation import gettext as _

from cncd_portal.backup.refusal import BackupRefused

MAGIC = b"CNCD-SAUVEGARDE-CHIFFREE-1\n"
SALT, CHECK, PREFIX, TAG = 16, 16, 7, 16
HEADER = len(MAGIC) + SALT + CHECK + PREFIX
CHUNK = 64 * 1024
COST = {"n": 2**16, "r": 8, "p": 1, "maxmem": 128 * 1024 * 1024}
DIGEST_LINE = 65


class Sink(Protocol):
    """Where an archive is written."""

    def write(self, data: bytes) -> int: ...

    def finish(self) -> None:
        """Writes what closes the archive."""


class Source(Protocol):
    """Where an archive is read."""

    def read(self, size: int) -> bytes: ...

    def finish(self) -> None:
        """Reads what is left. Raises BackupRefused unless all was read and is as it was written."""


def _damaged():
    return BackupRefused(
        _("Cette sauvegarde est tronquée ou a été modifiée\u202f: elle n’est pas restaurée.")
    )


@lru_cache(maxsize=1)
def _key_and_check(passphrase: str, salt: bytes) -> tuple[bytes, bytes]:
    """The key, and what tells a wrong key from a damaged archive; an archive is read twice."""
    drawn = hashlib.scrypt(passphrase.encode(), salt=salt, dklen=32 + CHECK, **COST)
    return drawn[:32], drawn[32:]


def _nonce(prefix: bytes, number: int, *, is_last: bool) -> bytes:
    return prefix + struct.pack(">I?", number, is_last)


class EncryptedSink:
    def __init__(self, file: BinaryIO, passphrase: str):
        salt, self._prefix = os.urandom(SALT), os.urandom(PREFIX)
        key, check = _key_and_check(passphrase, salt)
        self._header = MAGIC + salt + check + self._prefix
        self._file, self._cipher, self._number = file, AESGCM(key), 0
        self._waiting = bytearray()
        file.write(self._header)

    def write(self, data: bytes) -> int:
        self._waiting += data
        # What may be the last chunk waits.
        while len(self._waiting) > CHUNK:
            self._write_chunk(is_last=False)
        return len(data)

    def finish(self) -> None:
        self._write_chunk(is_last=True)

    def _write_chunk(self, *, is_last):
        chunk = bytes(self._waiting[:CHUNK])
        del self._waiting[:CHUNK]
        nonce = _nonce(self._prefix, self._number, is_last=is_last)
        self._file.write(self._cipher.encrypt(nonce, chunk, self._header))
        self._number += 1


class EncryptedSource:
    def __init__(self, file: BinaryIO, passphrase: str):
        self._header = file.read(HEADER)
        if len(self._header) < HEADER:
            raise _damaged()
        salt = self._header[len(MAGIC) :][:SALT]
        key, check = _key_and_check(passphrase, salt)
        if self._header[len(MAGIC) + SALT :][:CHECK] != check:
            raise BackupRefused(
                _("BACKUP_KEY n’est pas la clef de cette sauvegarde, ou son début a été modifié.")
            )
        self._prefix = self._header[-PREFIX:]
        self._file, self._cipher, self._number = file, AESGCM(key), 0
        self._next = file.read(CHUNK + TAG)
        self._opened, self._is_ended = b"", False

    def read(self, size: int) -> bytes:
        while len(self._opened) < size and not self._is_ended:
            self._opened += self._read_chunk()
        data, self._opened = self._opened[:size], self._opened[size:]
        return data

    def finish(self) -> None:
        while self.read(CHUNK):
            pass

    def _read_chunk(self):
        sealed, self._next = self._next, self._file.read(CHUNK + TAG)
        self._is_ended = not self._next
        nonce = _nonce(self._prefix, self._number, is_last=self._is_ended)
        self._number += 1
        try:
            return self._cipher.decrypt(nonce, sealed, self._header)
        except (InvalidTag, ValueError) as error:
            raise _damaged() from error


class PlainSink:
    def __init__(self, file: BinaryIO):
        self._file, self._digest = file, hashlib.sha256()

    def write(self, data: bytes) -> int:
        self._digest.update(data)
        return self._file.write(data)

    def finish(self) -> None:
        self._file.write(f"{self._digest.hexdigest()}\n".encode())


class PlainSource:
    """Compared with its digest before anything of it is given."""

    def __init__(self, file: BinaryIO):
        self._file = file
        self._restart()
        digest = hashlib.sha256()
        while data := self.read(CHUNK):
            digest.update(data)
        if file.read() != f"{digest.hexdigest()}\n".encode():
            raise _damaged()
        self._restart()

    def _restart(self):
        self._left = max(0, self._file.seek(0, os.SEEK_END) - DIGEST_LINE)
        self._file.seek(0)

    def read(self, size: int) -> bytes:
        data = self._file.read(min(size, self._left))
        self._left -= len(data)
        return data

    def finish(self) -> None:
        """Nothing to do: it was read whole."""


def sink_of(file: BinaryIO, passphrase: str) -> Sink:
    return EncryptedSink(file, passphrase) if passphrase else PlainSink(file)


def source_of(file: BinaryIO, passphrase: str) -> Source:
    """Reads an archive from its beginning. Raises BackupRefused where the key is not its own, or a
    plain archive is not as it was written.
    """
    file.seek(0)
    is_encrypted = file.read(len(MAGIC)) == MAGIC
    file.seek(0)
    if is_encrypted and not passphrase:
        raise BackupRefused(_("Cette sauvegarde est chiffrée\u202f: réglez BACKUP_KEY."))
    if passphrase and not is_encrypted:
        raise BackupRefused(
            _(
                "BACKUP_KEY est réglé, et ce fichier n’est pas une sauvegarde chiffrée. Si elle a "
                "été faite sans clef, videz BACKUP_KEY."
            )
        )
    return EncryptedSource(file, passphrase) if is_encrypted else PlainSource(file)
