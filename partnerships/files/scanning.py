"""The malware scanner (ClamAV): asked about each content, again as long as it does not answer."""

import logging
from collections.abc import Iterator
from urllib.parse import urlsplit

from clamav_client.clamd import ClamdError, ClamdNetworkSocket, ClamdUnixSocket
from django.conf import settings
from django.core.files.storage import storages
from django.utils import timezone
from django_tasks import task

from partnerships.models import ScanState, StoredContent

logger = logging.getLogger(__name__)
TIMEOUT = 60
PORT = 3310
SILENCES_MAX = 3


class ScannerSilent(Exception):
    """The scanner gave no verdict: the content waits."""


def _scanner():
    url = urlsplit(settings.CLAMAV_URL)
    if url.scheme == "unix":
        return ClamdUnixSocket(url.path, timeout=TIMEOUT)
    return ClamdNetworkSocket(url.hostname, url.port or PORT, timeout=TIMEOUT)


def _threat(path: str) -> str:
    """What the scanner finds in a piece of a content, "" for nothing."""
    try:
        with storages["default"].open(path) as piece:
            verdict, threat = _scanner().instream(piece).get("stream", ("", ""))
    except (ClamdError, OSError, UnicodeDecodeError) as error:
        raise ScannerSilent(str(error)) from error
    if verdict == "FOUND":
        return threat or "?"
    if verdict != "OK":
        raise ScannerSilent(threat or verdict)
    return ""


def scan(content: StoredContent) -> None:
    """Ask about every piece of `content`, and write the verdict. Raises ScannerSilent."""
    threat = next(filter(None, map(_threat, content.paths)), "")
    StoredContent.objects.filter(pk=content.pk).update(
        scan_state=ScanState.INFECTED if threat else ScanState.CLEAN,
        threat=threat[:200],
        scanned_at=timezone.now(),
    )
    if threat:
        logger.warning("%s is infected: %s", content, threat)


def scan_waiting() -> Iterator[StoredContent]:
    """Scan what waits, oldest first; each that has its verdict.

    One without a verdict does not hold the others back. Raises ScannerSilent where several
    contents on end had none.
    """
    silences = 0
    for content in StoredContent.objects.filter(scan_state=ScanState.PENDING).iterator():
        try:
            scan(content)
        except ScannerSilent as silent:
            logger.warning("%s waits for its scan: %s", content, silent)
            silences += 1
            if silences == SILENCES_MAX:
                raise
        else:
            silences = 0
            yield content


@task()
def scan_content(sha256: str) -> None:
    """What an arriving file starts. If the scanner is silent, `manage.py scan_files` asks again."""
    content = StoredContent.objects.filter(sha256=sha256, scan_state=ScanState.PENDING).first()
    if content is None or not settings.CLAMAV_URL:
        return
    try:
        scan(content)
    except ScannerSilent as silent:
        logger.warning("%s waits for its scan: %s", content, silent)
