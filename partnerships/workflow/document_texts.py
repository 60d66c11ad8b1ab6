"""Reads the words of deposited PDF in the background, for the officers' search.

They are stored with the content, and erased with it. Each document is read once, apart, and its
words and the index of the dossiers that have it are written in one transaction: a killed run goes
on where it was.
"""

import logging

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django_tasks import task

from cncd_portal.storage.checked import open_checked
from partnerships.files.apart import Overrun, Unreadable, read_apart
from partnerships.files.kind import PDF
from partnerships.files.pdf_text import read_text
from partnerships.models import (
    Attachment,
    DocumentText,
    Dossier,
    StoredContent,
)
from partnerships.models.content import is_served, stored_path
from partnerships.publication.tokens import tokens_of
from partnerships.workflow.index import index_dossiers

logger = logging.getLogger(__name__)
SECONDS_MAX = 20
# Documents that one task reads, before others have their turn.
SLICE = 20
# Of one document: some 20,000 different words.
BYTES_MAX = 300_000


def _attachments() -> QuerySet[Attachment]:
    """PDF of dossiers that officers may search; some may not be deposited yet."""
    dossiers = Dossier.objects.deposited()
    return Attachment.objects.filter(content_type=PDF, dossier__in=dossiers.values("pk"))


def contents_to_read() -> QuerySet[StoredContent]:
    """The contents that are to be read, those that the scanner has not judged yet included."""
    named = _attachments().filter(sha256=OuterRef("sha256"))
    return StoredContent.objects.filter(Exists(named), text=None, leaving_since=None).order_by("pk")


def _tokens(text: str) -> str:
    """Returns the tokens of a text as `DocumentText` has them, BYTES_MAX at most."""
    kept, left = [], BYTES_MAX
    for token in sorted(tokens_of((), [text])):
        left -= len(token.encode()) + 1
        if left < 0:
            break
        kept.append(token)
    return f" {' '.join(kept)} " if kept else ""


def _text_of(content) -> str:
    """Returns the text of a PDF, "" if it cannot be read in time. Raises OSError."""
    with open_checked(stored_path(content.sha256), content.sha256) as file:
        try:
            return read_apart(read_text, file, seconds=SECONDS_MAX)
        except (Overrun, Unreadable) as why:
            logger.warning("the words of %s are not searched: %s", content, type(why).__name__)
            return ""


@transaction.atomic
def _store(content, tokens):
    if not StoredContent.objects.filter(pk=content.pk).select_for_update().exists():
        return
    DocumentText.objects.get_or_create(
        content_id=content.pk, defaults={"tokens": tokens, "read_at": timezone.now()}
    )
    named = _attachments().filter(sha256=content.sha256).order_by("dossier")
    index_dossiers(list(named.values_list("dossier", flat=True).distinct()))


def read_contents(contents: QuerySet[StoredContent]) -> int:
    """Reads `contents`. Returns how many.

    Those that the store does not give, or that the scanner has not judged safe, stay waiting.
    """
    count = 0
    for content in contents:
        if not is_served(content.scan_state):
            continue
        try:
            text = _text_of(content)
        except OSError as error:
            logger.warning("the words of %s wait: %s", content, error)
        else:
            _store(content, _tokens(text))
            count += 1
    return count


@task()
def read_deposited(dossier_pk: int) -> None:
    """Reads the documents of a dossier that was just deposited."""
    own = Attachment.objects.filter(dossier=dossier_pk).values("sha256")
    read_contents(contents_to_read().filter(sha256__in=own))
    index_dossiers([dossier_pk])


@task()
def read_waiting(after: int = 0) -> None:
    """Reads a slice of the documents deposited before, from the key `after` on; then the next."""
    keys = list(contents_to_read().filter(pk__gt=after).values_list("pk", flat=True)[:SLICE])
    read_contents(contents_to_read().filter(pk__in=keys))
    if len(keys) == SLICE:
        read_waiting.enqueue(keys[-1])


def resume_reading() -> None:
    """Enqueues the reading of what waits, if anything does."""
    if contents_to_read().exists():
        read_waiting.enqueue()


def read_after_commit(dossier: Dossier) -> None:
    """Has the documents of a deposit read once the transaction commits."""
    if dossier.attachments.filter(content_type=PDF).exists():
        transaction.on_commit(lambda: read_deposited.enqueue(dossier.pk))
