"""A file leaves the desks for the archives, or comes back; then its content is erased."""

from django.db import models, transaction
from django.utils import timezone

from partnerships.files.content import delete_unused
from partnerships.models import (
    Attachment,
    Decision,
    DecisionLetter,
    Dossier,
    DossierAuthority,
    DossierEvent,
    DossierTimes,
    ErasureNotice,
    Opinion,
    OpinionFile,
    OpinionLink,
    OutboxMail,
    Submission,
)
from partnerships.workflow.index import index_dossiers

# What a row that must keep a text says instead.
GONE = "–"


def _index_as(dossier, archived_at):
    dossier.archived_at = archived_at
    Dossier.objects.filter(pk=dossier.pk).update(archived_at=archived_at)
    index_dossiers([dossier.pk])


def archive(dossier: Dossier, *, by):
    _index_as(dossier, timezone.now())
    return {}


def unarchive(dossier: Dossier, *, by):
    """Its delays start anew."""
    ErasureNotice.objects.filter(dossier=dossier).delete()
    _index_as(dossier, None)
    return {}


# Rows that hang on a dossier and are no content of it.
KEPT = (DossierAuthority, DossierTimes)


def _forget_what_hangs(dossier):
    """Rows that are a part of the file, its messages and its pieces."""
    for relation in Dossier._meta.related_objects:
        if relation.on_delete is models.CASCADE and relation.related_model not in KEPT:
            rows = relation.related_model._base_manager
            rows.filter(**{relation.field.name: dossier}).delete()
    dossier.messages.all().delete()
    dossier.attachments.all().delete()
    DecisionLetter.objects.filter(decision__dossier=dossier).delete()
    OpinionFile.objects.filter(opinion__dossier=dossier).delete()
    OpinionLink.objects.filter(opinion__dossier=dossier).delete()


def _contents(dossier):
    """SHA-256 of what only rows of this file may still hold."""
    rows = (
        Attachment.objects.filter(dossier=dossier),
        OpinionFile.objects.filter(opinion__dossier=dossier),
        DecisionLetter.objects.filter(decision__dossier=dossier),
    )
    return [sha256 for each in rows for sha256 in each.values_list("sha256", flat=True)]


def _forget_contents(hashes):
    for sha256 in hashes:
        transaction.on_commit(lambda sha256=sha256: delete_unused(sha256), robust=True)


def erase(dossier: Dossier, *, by):
    """Its content goes. Its reference, its count, what was decided and its journal stay: of the
    events, what they say besides, behind a digest that the chain holds.
    """
    hashes = _contents(dossier)
    OutboxMail.objects.about(dossier).delete()
    _forget_what_hangs(dossier)
    Opinion.objects.filter(dossier=dossier).update(email="", questions=GONE, text="", documents=[])
    decisions = Decision.objects.filter(dossier=dossier)
    decisions.update(grounds="", override="", settlement=None)
    decisions.exclude(reservations="").update(reservations=GONE)
    Submission.objects.filter(dossier=dossier).update(document_text="")
    dossier.dossier_authorities.exclude(reason="").update(reason=GONE)
    dossier.buffer, dossier.title = {}, ""
    dossier.erased_at = timezone.now()
    dossier.save()
    DossierEvent.objects.filter(dossier=dossier).forget_details()
    _forget_contents(hashes)
    return {}
