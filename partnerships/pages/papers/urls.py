from django.urls import path

from partnerships.pages.papers import paper

urlpatterns = [
    path("instruction/archives/<uuid:uuid>/depot.pdf", paper.archived_pdf, name="archived_pdf"),
    path(
        "instruction/archives/<uuid:uuid>/journal.pdf",
        paper.archived_journal_pdf,
        name="archived_journal_pdf",
    ),
    path("dossiers/<uuid:uuid>/dossier.pdf", paper.dossier_pdf, name="dossier_pdf"),
    path("dossiers/<uuid:uuid>/note.pdf", paper.summary_pdf, name="summary_pdf"),
    path("instruction/<uuid:uuid>/depot.pdf", paper.review_pdf, name="review_pdf"),
    path("instruction/<uuid:uuid>/journal.pdf", paper.journal_pdf, name="journal_pdf"),
]
