"""Malware scan (ClamAV) of each content, retried as long as the scanner does not answer."""

import logging
from collections.abc import Iterator
from urllib.parse import urlsplit

from clamav_client.clamd import ClamdError, ClamdNetworkSocket, ClamdUnixSocket
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from cncd_portal.storage.checked import open_checked
from partnerships.models import ScanState, StoredContent

logger = logging.getLogger(__name__)
TIMEOUT = 60
PORT = 3310
FAILURES_MAX = 3


class ScannerSilent(Exception):
    """The scanner gave no verdict; the content stays pending."""


def _scanner():
    url = urlsplit(settings.CLAMAV_URL)
    if url.scheme == "unix":
        return ClamdUnixSocket(url.path, timeout=TIMEOUT)
    return ClamdNetworkSocket(url.hostname, url.port or PORT, timeout=TIMEOUT)


def _threat(path: str, sha256: str) -> str:
    """Returns the threat found in a file of a content, "" if none."""
    try:
        with open_checked(path, sha256) as piece:
            verdict, threat = _scanner().instream(piece).get("stream", ("", ""))
    except (ClamdError, OSError, UnicodeDecodeError) as error:
        raise ScannerSilent(str(error)) from error
    if verdict == "FOUND":
        return threat or "?"
    if verdict != "OK":
        raise ScannerSilent(threat or verdict)
    return ""


def scan(content: StoredContent) -> None:
    """Scans all files of `content`, and saves the verdict. Raises ScannerSilent."""
    pieces = content.digest_of_paths.items()
    threat = next(filter(None, (_threat(path, sha256) for path, sha256 in pieces)), "")
    StoredContent.objects.filter(pk=content.pk).update(
        scan_state=ScanState.INFECTED if threat else ScanState.CLEAN,
        threat=threat[:200],
        scanned_at=timezone.now(),
    )
    if threat:
        logger.warning("%s is infected: %s", content, threat)


def scan_waiting() -> Iterator[StoredContent]:
    """Scans the pending contents, oldest first; yields those that got a verdict.

    A failure does not block the others. Raises ScannerSilent after several failures in a row.
    """
    failures = 0
    for content in StoredContent.objects.filter(scan_state=ScanState.PENDING).iterator():
        try:
            scan(content)
        except ScannerSilent as error:
            logger.warning("%s waits for its scan: %s", content, error)
            failures += 1
            if failures == FAILURES_MAX:
                raise
        else:
            failures = 0
            yield content


@task()
def scan_content(sha256: str) -> None:
    """Task started by an upload. If the scanner does not answer, `manage.py scan_files` retries."""
    content = StoredContent.objects.filter(sha256=sha256, scan_state=ScanState.PENDING).first()
    if content is None or not settings.CLAMAV_URL:
        return
    try:
        scan(content)
    except ScannerSilent as error:
        logger.warning("%s waits for its scan: %s", content, error)


def scan_after_commit(content: StoredContent) -> None:
    """Has a pending content scanned once the transaction commits, if there is a scanner."""
    if settings.CLAMAV_URL and content.scan_state == ScanState.PENDING:
        transaction.on_commit(lambda: scan_content.enqueue(content.sha256))
