"""The PDF downloads of a dossier, in any status: the whole of it, or one page for the council."""

from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from partnerships.models import Dossier
from partnerships.pages.components.access import own_dossier_or_404
from partnerships.pages.components.paper_response import pdf_response, too_many_papers
from partnerships.pages.papers.dossier_paper import dossier_paper
from partnerships.pages.papers.journal_paper import journal_paper
from partnerships.pages.papers.summary_paper import summary_paper

# Query parameters: print the last deposit instead of the draft; print the messages too.
DEPOSIT, EXCHANGES = "depot", "echanges"


def _submission(request, dossier):
    """Returns the submission to print for this person: the last deposit, or None for the draft."""
    may_edit = Dossier.objects.editable_by(request.user).filter(pk=dossier.pk).exists()
    last = dossier.submissions.select_related("submitted_by").first()
    return last if DEPOSIT in request.GET or not may_edit else None


@require_GET
def dossier_pdf(request, uuid):
    dossier = own_dossier_or_404(request.user, uuid)
    refusal = too_many_papers(request)
    if refusal:
        return refusal
    submission = _submission(request, dossier)
    content = dossier_paper(dossier, submission, has_exchanges=EXCHANGES in request.GET)
    return pdf_response(content, f"{dossier.reference}-dossier")


@require_GET
def summary_pdf(request, uuid):
    dossier = own_dossier_or_404(request.user, uuid)
    refusal = too_many_papers(request)
    if refusal:
        return refusal
    content = summary_paper(dossier, _submission(request, dossier))
    return pdf_response(content, f"{dossier.reference}-note-de-synthese")


def _reviewable_or_404(user, uuid):
    """Returns a deposited dossier that the officer may review."""
    return get_object_or_404(Dossier.objects.deposited().reviewable_by(user), uuid=uuid)


def _deposit_response(request, dossier):
    refusal = too_many_papers(request)
    if refusal:
        return refusal
    submission = dossier.submissions.select_related("submitted_by").first()
    content = dossier_paper(dossier, submission, has_exchanges=EXCHANGES in request.GET)
    return pdf_response(content, f"{dossier.reference}-depot-{submission.number}")


def _journal_response(request, dossier):
    refusal = too_many_papers(request)
    return refusal or pdf_response(journal_paper(dossier), f"{dossier.reference}-journal")


@permission_required("partnerships.review_dossier", raise_exception=True)
@require_GET
def review_pdf(request, uuid):
    """The last deposit, for officers who may review the dossier."""
    return _deposit_response(request, _reviewable_or_404(request.user, uuid))


@permission_required("partnerships.review_dossier", raise_exception=True)
@require_GET
def journal_pdf(request, uuid):
    """The journal of a dossier, for officers who may review it."""
    return _journal_response(request, _reviewable_or_404(request.user, uuid))


@permission_required("partnerships.lead_review", raise_exception=True)
@require_GET
def archived_pdf(request, uuid):
    """The last deposit of an archived dossier whose content is not erased."""
    archived = Dossier.objects.archived_for(request.user).filter(erased_at=None)
    return _deposit_response(request, get_object_or_404(archived, uuid=uuid))


@permission_required("partnerships.lead_review", raise_exception=True)
@require_GET
def archived_journal_pdf(request, uuid):
    """The journal of an archived dossier; it remains after the content is erased."""
    return _journal_response(
        request, get_object_or_404(Dossier.objects.archived_for(request.user), uuid=uuid)
    )
