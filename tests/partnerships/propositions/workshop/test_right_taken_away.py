"""A curator whose right is taken away in the middle of a form writes nothing, and loses no text."""

import pytest
from django.contrib.auth.models import Permission

from proposals.models import ProgressNote, ProposalDraft
from tests.partnerships.propositions.curating import Curating, at
from tests.partnerships.propositions.replacing import line, received
from tests.partnerships.propositions.sent import sent

pytestmark = pytest.mark.django_db
TEXT = "Deux collectivités publient leurs données, et une troisième les rejoint en décembre."


@pytest.fixture
def work():
    return Curating(title="Titre en vigueur")


def take_away(work):
    permission = Permission.objects.get(codename="curate_proposals")
    work.person.user_permissions.remove(permission)
    for group in work.person.groups.all():
        group.permissions.remove(permission)


def refused(response):
    assert response.status_code == 403
    return response.content.decode()


def test_a_note_is_refused_and_its_text_is_shown(work):
    take_away(work)

    page = refused(work.client.post(at("note"), sent(text=TEXT)))

    assert f"\n{TEXT}</textarea>" in page
    assert "Deux collectivités" not in work.client.get("/propositions/5/").content.decode()
    assert not ProgressNote.objects.exists()


def test_a_draft_is_refused_and_its_text_is_shown(work):
    work.begin()
    take_away(work)

    page = refused(work.post("draft", body=TEXT))

    assert f"\n{TEXT}</textarea>" in page
    assert ProposalDraft.objects.get().typed["body"] == ""


def test_a_text_typed_is_never_run(work):
    take_away(work)

    page = refused(work.post("draft", body=f"</textarea><script>alert(1)</script>{TEXT}"))

    assert "<script>alert" not in page
    assert "&lt;/textarea&gt;" in page


def test_autosave_says_that_the_draft_is_closed(work):
    work.begin()
    take_away(work)

    data = {"person": str(work.person.journal_id), "body": TEXT}
    response = work.post("draft_autosave", **data)

    assert response.status_code == 403
    assert ProposalDraft.objects.get().typed["body"] == ""


def test_a_publication_and_a_file_change_nothing(work):
    work.begin()
    work.type(title="Titre nouveau")
    version = work.draft().version
    address = received(work.client, line(5, "Du fichier"))
    seen = work.client.get(address).context["seen"]
    take_away(work)

    refused(work.post("publish", version=version, when="now", reason=""))
    refused(work.client.post(address, {"seen": seen, "when": "now", "reason": "Le rapport"}))

    assert [each.title for each in work.texts()] == ["Titre en vigueur"]
