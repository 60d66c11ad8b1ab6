"""A dossier on paper: what it says, and that nothing typed is ever run."""

import re
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.urls import reverse

from partnerships.models import Visibility
from partnerships.pages.components.paper_response import PAPERS_PER_MINUTE
from partnerships.pages.papers.dossier_paper import dossier_paper
from partnerships.pages.papers.summary_paper import summary_paper
from tests.factories.authorities import MemberFactory
from tests.factories.dossiers import dossier_in
from tests.factories.filling import budget_lines, with_item
from tests.factories.lists import PlaceFactory
from tests.factories.messages import dossier_with_budget, say
from tests.factories.pdf import opened, tags_of_pdf, text_of_pdf, texts_of_pages
from tests.factories.roles import person

pytestmark = pytest.mark.django_db
PAPERS = {"dossier_pdf": dossier_paper, "summary_pdf": summary_paper}


def address(dossier, name="dossier_pdf"):
    return reverse(f"partnerships:{name}", args=[dossier.uuid])


@pytest.mark.parametrize("make", PAPERS.values())
def test_paper_can_be_read_by_all(make):
    dossier = dossier_with_budget("submitted")

    content = make(dossier, dossier.submissions.first())

    pdf = opened(content)
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert "Éclairage public partagé" in metadata["dc:title"]
    assert str(pdf.Root.Lang) == "fr-FR"
    assert bool(pdf.Root.MarkInfo.Marked) is True
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle) is True
    tags = tags_of_pdf(content)
    assert {"Title", "H1", "Table", "TH", "TD", "L", "LI"} <= set(tags)
    assert tags.index("Title") < tags.index("H1")


def test_paper_of_a_draft_says_what_is_typed_and_that_it_is_not_deposited():
    dossier = dossier_in("draft", ends_on="pas une date", **budget_lines(2, amount="1 250,5"))

    text = text_of_pdf(dossier_paper(dossier))

    assert "Brouillon du" in text
    assert "non déposé" in text
    assert "pas une date" in text
    assert "Dominique Contact" in text
    assert "1 250,50 €" in text
    assert "Total 2 501,00 €" in text


def test_paper_of_a_deposit_holds_no_later_edit(client):
    dossier = dossier_in("changes_requested")
    dossier.buffer = {**dossier.buffer, "title": "Correction en cours"}
    dossier.save()
    client.force_login(dossier.created_by)

    draft = text_of_pdf(client.get(address(dossier)).content)
    deposit = text_of_pdf(client.get(f"{address(dossier)}?depot").content)

    assert "Correction en cours" in draft
    assert "Correction en cours" not in deposit
    assert "Dépôt n° 1 du" in deposit


def test_paper_says_where_a_proposed_partner_stands():
    kaolack = PlaceFactory(name="Kaolack")
    dossier = dossier_in("draft")
    proposed = {"name": "Ndoffane-sur-Saloum", "kind": "municipality", "place": str(kaolack.pk)}
    proposed["country"] = kaolack.country_id
    with_item(dossier, "partners", **{f"proposed_{name}": text for name, text in proposed.items()})
    dossier.save()

    text = text_of_pdf(dossier_paper(dossier))

    assert f"Ville où il se trouve : Kaolack, {kaolack.country}" in text.replace("\u202f", " ")


def test_paper_says_whose_words_a_proposition_has(settings):
    settings.DEMONSTRATION = True
    call_command("load_proposals", verbosity=0)
    uuid = str(uuid4())
    carried = {
        "contributions": [uuid],
        f"contributions.{uuid}.proposal": "3",
        f"contributions.{uuid}.statement": "Par un portail commun.",
    }

    text = text_of_pdf(dossier_paper(dossier_in("draft", **carried)))

    assert "pas le texte du rapport" in text
    assert "Par un portail commun." in text


def test_paper_holds_the_results():
    uuid = str(uuid4())
    values = {"name": "Agents formés", "unit": "agents", "target": "120", "reached": "54,5"}
    results = {f"indicators.{uuid}.{name}": text for name, text in values.items()}

    text = text_of_pdf(
        dossier_paper(dossier_in("draft", indicators=[uuid], results_there="Un plan", **results))
    )

    assert "Agents formés agents 120 54,5" in text
    assert "Effets là-bas : Un plan" in text


def test_co_authority_has_what_was_deposited_and_not_what_is_being_written(client):
    dossier = dossier_in("changes_requested")
    dossier.buffer = {**dossier.buffer, "title": "Correction en cours"}
    dossier.save()
    client.force_login(person("member of a co-authority", dossier))

    text = text_of_pdf(client.get(address(dossier)).content)

    assert "Éclairage public partagé" in text
    assert "Correction en cours" not in text


def test_officers_have_the_deposit_and_never_the_draft(client):
    dossier = dossier_in("changes_requested")
    dossier.buffer = {**dossier.buffer, "title": "Correction en cours"}
    dossier.save()
    client.force_login(dossier.reviewer)

    text = text_of_pdf(client.get(address(dossier, "review_pdf")).content)

    assert "Éclairage public partagé" in text
    assert "Correction en cours" not in text


@pytest.mark.parametrize("role", ["member", "reviewer, member", "stranger"])
def test_officers_paper_is_for_those_who_may_instruct(client, role):
    dossier = dossier_in("submitted")
    client.force_login(person(role, dossier))

    expected = 404 if role == "reviewer, member" else 403
    assert client.get(address(dossier, "review_pdf")).status_code == expected


def test_draft_never_deposited_has_no_officers_paper(client):
    dossier = dossier_in("draft")
    client.force_login(person("reviewer", dossier))

    assert client.get(address(dossier, "review_pdf")).status_code == 404


def test_no_paper_holds_internal_messages_or_an_unreleased_decision(client):
    dossier = dossier_in("decided", outcome="rejected")
    say(dossier, dossier.reviewer, "Entre nous seulement", Visibility.INTERNAL)
    say(dossier, dossier.reviewer, "Bien reçu")
    pages = [
        (dossier.created_by, f"{address(dossier)}?echanges"),
        (dossier.created_by, address(dossier, "summary_pdf")),
        (dossier.reviewer, f"{address(dossier, 'review_pdf')}?echanges"),
    ]

    texts = []
    for user, page in pages:
        client.force_login(user)
        texts.append(text_of_pdf(client.get(page).content))

    assert not any("Entre nous" in text for text in texts)
    assert not any("Dossier complet et conforme" in text for text in texts)
    assert "Bien reçu" in texts[0]
    assert "Bien reçu" in texts[2]


def test_no_label_stands_alone_at_the_foot_of_a_page():
    dossier = dossier_in("under_review")
    for rank in range(40):
        say(dossier, dossier.reviewer, f"Message {rank}\n" + "mot " * 60)

    pages = texts_of_pages(dossier_paper(dossier, dossier.submissions.first(), has_exchanges=True))

    counts = [
        (page.count(f"{dossier.reviewer}, "), len(re.findall(r"Message \d+ mot", page)))
        for page in pages
    ]
    assert len(pages) > 4
    assert sum(labels for labels, _texts in counts) == 40
    assert all(labels == texts for labels, texts in counts)


def test_released_decision_is_printed():
    dossier = dossier_in("closed", outcome="rejected")

    text = text_of_pdf(dossier_paper(dossier, dossier.submissions.first()))

    assert "Décision : refusé" in text
    assert "Dossier complet et conforme" in text


def test_too_many_papers_within_a_minute_wait(client):
    dossier = dossier_in("draft")
    other = MemberFactory(authority=dossier.lead_authority).user
    client.force_login(dossier.created_by)

    answers = [
        client.get(address(dossier, "summary_pdf")).status_code
        for _ in range(PAPERS_PER_MINUTE + 1)
    ]
    client.force_login(other)

    assert answers == [200] * PAPERS_PER_MINUTE + [429]
    assert client.get(address(dossier)).status_code == 200
