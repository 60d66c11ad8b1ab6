"""The journal of a dossier as officers read it, on its page and on paper."""

from uuid import uuid4

import pytest
from django.urls import reverse

from cncd_portal.accounts.models import pseudonym
from partnerships.articles import to_authority
from partnerships.models import Action, Visibility
from partnerships.pages.components.history import History
from partnerships.pages.papers.journal_paper import journal_paper
from partnerships.workflow.messages import post_message
from partnerships.workflow.opinions.asking import ask_opinions
from partnerships.workflow.opinions.steps import Ask
from tests.factories.accounts import lead_reviewer, reviewer
from tests.factories.dossiers import act, dossier_in
from tests.factories.opinions import AdvisoryBodyFactory, request_for
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


def test_history_says_to_whom(client, reopened):
    lead = lead_reviewer()
    colleague = reviewer(first_name="Léa", last_name="Roy")
    dossier = act(reopened, Action.ASSIGN, lead, to=colleague)
    body = AdvisoryBodyFactory(name="Préfecture du Nord", email="nord@example.org")
    ask_opinions(
        dossier,
        by=colleague,
        seen=dossier.last_sequence,
        **{**request_for(), "asks": [Ask(body.name, body.email), Ask("AFD", "afd@example.org")]},
    )
    dossier.refresh_from_db()
    authority = to_authority(str(dossier.lead_authority))
    client.force_login(colleague)

    lines = [each.sentence for each in History(dossier).lines]
    page = text_of(client.get(reverse("partnerships:review_detail", args=[dossier.uuid])))
    client.force_login(dossier.created_by)
    member = text_of(client.get(dossier.get_absolute_url()))

    said = [
        f"Camille Instructrice a demandé des compléments {authority}",
        "Camille Instructrice a pris une décision (refusé)",
        f"Camille Instructrice a notifié la décision {authority}",
        f"{lead} a confié l’instruction à Léa Roy",
        "Léa Roy a demandé un avis à la préfecture du Nord et à «\u202fAFD\u202f»",
    ]
    assert [each for each in lines if each in said] == said
    assert [each for each in said if each.replace("\u202f", " ") not in page] == []
    assert said[0] in member
    assert said[2] in member
    assert "préfecture du Nord" not in member
    assert "a pris une décision" not in member


def test_history_of_erased_accounts_names_nobody(client, reopened):
    colleague = reviewer(first_name="Léa", last_name="Roy")
    dossier = act(reopened, Action.ASSIGN, lead_reviewer(), to=colleague)
    gone = colleague.journal_id
    type(colleague).objects.filter(pk=colleague.pk).update(journal_id=uuid4())

    lines = [each.sentence for each in History(dossier).lines]
    client.force_login(dossier.created_by)
    member = text_of(client.get(dossier.get_absolute_url()))

    assert lines[-1].endswith(f"à {pseudonym(gone)}")
    assert "a confié l’instruction à une personne qui n’a plus de compte" in member


@pytest.mark.parametrize("count", [3, 30])
def test_page_runs_as_many_queries_for_thirty_events(client, count, django_assert_num_queries):
    officers = [reviewer(), reviewer()]
    dossier = dossier_in("under_review", officer=officers[0])
    for rank in range(count):
        dossier = act(dossier, Action.ASSIGN, officers[rank % 2], to=officers[(rank + 1) % 2])
    client.force_login(lead_reviewer())

    with django_assert_num_queries(35):
        client.get(reverse("partnerships:review_detail", args=[dossier.uuid]))
    client.force_login(dossier.created_by)
    with django_assert_num_queries(30):
        client.get(dossier.get_absolute_url())


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
