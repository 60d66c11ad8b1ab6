"""A dossier on paper, at any time: the whole of it, or one page for the council."""

from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from partnerships.models import Dossier
from partnerships.pages.components.access import own_dossier_or_404
from partnerships.pages.components.paper_response import pdf_response, too_many_papers
from partnerships.pages.papers.dossier_paper import dossier_paper
from partnerships.pages.papers.journal_paper import journal_paper
from partnerships.pages.papers.summary_paper import summary_paper

# In the query of an address: the last deposit and not the draft; the messages too.
DEPOSIT, EXCHANGES = "depot", "echanges"


def _submission(request, dossier):
    """What the person may have on paper: their draft, the last deposit (None is the draft)."""
    writes = Dossier.objects.editable_by(request.user).filter(pk=dossier.pk).exists()
    last = dossier.submissions.select_related("submitted_by").first()
    return last if DEPOSIT in request.GET or not writes else None


@require_GET
def dossier_pdf(request, uuid):
    dossier = own_dossier_or_404(request.user, uuid)
    refused = too_many_papers(request)
    if refused:
        return refused
    submission = _submission(request, dossier)
    content = dossier_paper(dossier, submission, has_exchanges=EXCHANGES in request.GET)
    return pdf_response(content, f"{dossier.reference}-dossier")


@require_GET
def summary_pdf(request, uuid):
    dossier = own_dossier_or_404(request.user, uuid)
    refused = too_many_papers(request)
    if refused:
        return refused
    content = summary_paper(dossier, _submission(request, dossier))
    return pdf_response(content, f"{dossier.reference}-note-de-synthese")


def _instructed_or_404(user, uuid):
    """A deposited file that an officer may instruct."""
    return get_object_or_404(Dossier.objects.deposited().reviewable_by(user), uuid=uuid)


def _deposit(request, dossier):
    refused = too_many_papers(request)
    if refused:
        return refused
    submission = dossier.submissions.select_related("submitted_by").first()
    content = dossier_paper(dossier, submission, has_exchanges=EXCHANGES in request.GET)
    return pdf_response(content, f"{dossier.reference}-depot-{submission.number}")


def _journal(request, dossier):
    refused = too_many_papers(request)
    return refused or pdf_response(journal_paper(dossier), f"{dossier.reference}-journal")


@permission_required("partnerships.review_dossier", raise_exception=True)
@require_GET
def review_pdf(request, uuid):
    """What was deposited last, for officers who may instruct it."""
    return _deposit(request, _instructed_or_404(request.user, uuid))


@permission_required("partnerships.review_dossier", raise_exception=True)
@require_GET
def journal_pdf(request, uuid):
    """Every event of the file, for officers who may instruct it."""
    return _journal(request, _instructed_or_404(request.user, uuid))


@permission_required("partnerships.lead_review", raise_exception=True)
@require_GET
def archived_pdf(request, uuid):
    """What was deposited last, of a file of the archives that still has its content."""
    archived = Dossier.objects.archived_for(request.user).filter(erased_at=None)
    return _deposit(request, get_object_or_404(archived, uuid=uuid))


@permission_required("partnerships.lead_review", raise_exception=True)
@require_GET
def archived_journal_pdf(request, uuid):
    """The journal stays, whatever became of the content."""
    return _journal(
        request, get_object_or_404(Dossier.objects.archived_for(request.user), uuid=uuid)
    )
