"""Effects of archiving, unarchiving and erasing a dossier."""

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

# Replaces erased texts that may not be empty.
ERASED_TEXT = "–"


def _set_archived_at(dossier, archived_at):
    dossier.archived_at = archived_at
    Dossier.objects.filter(pk=dossier.pk).update(archived_at=archived_at)
    index_dossiers([dossier.pk])


def archive(dossier: Dossier, *, by):
    _set_archived_at(dossier, timezone.now())
    return {}


def unarchive(dossier: Dossier, *, by):
    """Takes the dossier out of the archives; its retention periods start again."""
    ErasureNotice.objects.filter(dossier=dossier).delete()
    _set_archived_at(dossier, None)
    return {}


# Models related to a dossier whose rows survive its erasure.
RETAINED_MODELS = (DossierAuthority, DossierTimes)


def _delete_related_rows(dossier):
    """Deletes the rows that are content of the dossier, its messages and attachments."""
    for relation in Dossier._meta.related_objects:
        if relation.on_delete is models.CASCADE and relation.related_model not in RETAINED_MODELS:
            rows = relation.related_model._base_manager
            rows.filter(**{relation.field.name: dossier}).delete()
    dossier.messages.all().delete()
    dossier.attachments.all().delete()
    DecisionLetter.objects.filter(decision__dossier=dossier).delete()
    OpinionFile.objects.filter(opinion__dossier=dossier).delete()
    OpinionLink.objects.filter(opinion__dossier=dossier).delete()


def _content_hashes(dossier):
    """Returns the SHA-256 of the files of the dossier, including opinions and letters."""
    rows = (
        Attachment.objects.filter(dossier=dossier),
        OpinionFile.objects.filter(opinion__dossier=dossier),
        DecisionLetter.objects.filter(decision__dossier=dossier),
    )
    return [sha256 for each in rows for sha256 in each.values_list("sha256", flat=True)]


def _delete_unused_contents(hashes):
    for sha256 in hashes:
        transaction.on_commit(lambda sha256=sha256: delete_unused(sha256), robust=True)


def erase(dossier: Dossier, *, by):
    """Erases the content of the dossier.

    Its reference, figures, decisions and journal are kept, but the texts of decisions and the
    details of events are erased; the journal chain covers only the digests of these details.
    """
    hashes = _content_hashes(dossier)
    OutboxMail.objects.about(dossier).delete()
    _delete_related_rows(dossier)
    Opinion.objects.filter(dossier=dossier).update(
        email="", questions=ERASED_TEXT, text="", documents=[]
    )
    decisions = Decision.objects.filter(dossier=dossier)
    texts = dict.fromkeys(("grounds", "contributions_text", "override", "recipient", "copies"), "")
    decisions.update(**texts, settlement=None)
    decisions.exclude(reservations="").update(reservations=ERASED_TEXT)
    Submission.objects.filter(dossier=dossier).update(document_text="")
    dossier.dossier_authorities.exclude(reason="").update(reason=ERASED_TEXT)
    dossier.buffer, dossier.title = {}, ""
    dossier.erased_at = timezone.now()
    dossier.save()
    DossierEvent.objects.filter(dossier=dossier).forget_details()
    _delete_unused_contents(hashes)
    return {}
