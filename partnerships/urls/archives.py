from django.urls import path

from partnerships.views import archives, paper

urlpatterns = [
    path("instruction/archives/", archives.archive_list, name="archive_list"),
    path(
        "instruction/archives/<uuid:uuid>/sortir/", archives.archive_return, name="archive_return"
    ),
    path("instruction/archives/<uuid:uuid>/depot.pdf", paper.archived_pdf, name="archived_pdf"),
    path(
        "instruction/archives/<uuid:uuid>/journal.pdf",
        paper.archived_journal_pdf,
        name="archived_journal_pdf",
    ),
    path("instruction/reglages/conservation/", archives.retention, name="retention"),
]
