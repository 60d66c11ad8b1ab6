"""What a document is, by the words of its name; the person may say otherwise."""

import pytest

from partnerships.document.steps.documents import kind_from_name
from partnerships.models import Attachment, Dossier
from tests.factories.dossiers import dossier_in
from tests.factories.files import PDF, send
from tests.factories.filling import post

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Convention_Saint-Nazaire_2024.pdf", "agreement"),
        ("CONVENTIONS 2024.pdf", "agreement"),
        ("délibération n°12 approuvant la convention.pdf", "deliberation"),
        ("DELIB_2024-03.pdf", "deliberation"),
        ("Rapport-final.docx", "report"),
        ("bilan 2023.ods", "report"),
        ("budget prévisionnel.xlsx", "budget"),
        ("Lettre du maire.pdf", "letter"),
        ("scan0001.pdf", "other"),
        ("conventionnel.pdf", "other"),
        ("", "other"),
    ],
)
def test_kind_is_told_by_the_words_of_the_name(name, kind):
    assert kind_from_name(name) == kind


@pytest.mark.parametrize(
    ("chosen", "kind"), [("", "deliberation"), ("letter", "letter"), ("zzz", "deliberation")]
)
def test_kind_follows_the_name_unless_it_was_chosen_and_can_be_changed(client, chosen, kind):
    dossier = dossier_in("draft")
    client.force_login(dossier.created_by)

    send(client, dossier, ("Délibération.pdf", PDF), upload_kind=chosen)
    attachment = Attachment.objects.get()
    path = f"documents.{attachment.uuid}.kind"
    before = Dossier.objects.get().buffer[path]
    post(client, dossier, "documents", **{path: "report"})

    assert (attachment.kind, before) == (kind, kind)
    assert Dossier.objects.get().buffer[path] == "report"
