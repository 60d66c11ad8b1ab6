"""The journal of a dossier as officers read it, on its page and on paper."""

import pytest
from django.urls import reverse

from partnerships.models import Action, Visibility
from partnerships.pages.papers.journal_paper import journal_paper
from partnerships.workflow.messages import post_message
from tests.factories.accounts import lead_reviewer, reviewer
from tests.factories.dossiers import act, dossier_in
from tests.factories.pdf import opened, tags_of_pdf, text_of_pdf
from tests.factories.roles import person, text_of

pytestmark = pytest.mark.django_db


def address(dossier):
    return reverse("partnerships:journal_pdf", args=[dossier.uuid])


@pytest.fixture
def reopened():
    """A dossier sent back for changes, rejected, then reopened."""
    officer, lead = reviewer(last_name="Instructrice"), lead_reviewer()
    dossier = dossier_in("changes_requested", officer=officer)
    post_message(dossier, by=officer, body="Entre nous", visibility=Visibility.INTERNAL)
    dossier = act(dossier, Action.SUBMIT, dossier.created_by)
    dossier = act(dossier, Action.START_REVIEW, officer)
    dossier = act(dossier, Action.REJECT, officer, grounds="Hors du champ du registre.")
    return act(dossier, Action.REOPEN, lead, reason="Une pièce avait été égarée.")


def test_journal_paper_lists_every_event_with_its_digest(reopened):
    content = journal_paper(reopened)
    text = text_of_pdf(content)

    for event in reopened.events.all():
        assert event.digest in text
    assert "Précisez le titre." in text
    assert "Hors du champ du registre." in text
    assert "Une pièce avait été égarée." in text
    assert "Camille Instructrice" in text
    assert "de « clos » à « en instruction »" in text
    assert "Entre nous" not in text
    pdf = opened(content)
    assert str(pdf.Root.Lang) == "fr-FR"
    assert f"Journal du dossier {reopened.reference}" in str(pdf.docinfo["/Title"])
    assert {"H1", "LI"} <= set(tags_of_pdf(content))


def test_page_shows_the_detail_of_each_event(client, reopened):
    client.force_login(reopened.reviewer)

    text = text_of(client.get(reverse("partnerships:review_detail", args=[reopened.uuid])))

    assert "Une pièce avait été égarée." in text
    assert "de « clos » à « en instruction »" in text
    assert address(reopened) in text


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("reviewer", 200),
        ("member", 403),
        ("member of a co-authority", 403),
        ("reviewer, member", 404),
        ("anyone", 403),
    ],
)
def test_journal_paper_is_for_those_who_may_review(client, reopened, role, status):
    client.force_login(person(role, reopened))

    assert client.get(address(reopened)).status_code == status


def test_draft_has_no_journal_paper(client):
    client.force_login(reviewer())

    assert client.get(address(dossier_in("draft"))).status_code == 404
