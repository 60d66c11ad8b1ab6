"""Wherever a text of a proposition stands alone, the origin of its words stands with it."""

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from partnerships.document.accepted import JudgedContribution
from partnerships.document.listed_proposals import listed_proposals
from proposals.models import Wording
from proposals.publishing import publish_text
from tests.factories.accounts import UserFactory
from tests.factories.lists import ProposalFactory
from tests.factories.partnerships import published
from tests.partnerships.propositions.pages import page_of, plain
from tests.proposals.test_proposal import contribution

pytestmark = pytest.mark.django_db
TITLE = "Engager une démarche internationale de données ouvertes"
REPORTED = "formulation rapportée, pas le texte du rapport"
WORKING = "formulation de travail, pas le texte du rapport"


@pytest.fixture(params=[Wording.REPORTED, Wording.WORKING])
def origin(request, settings):
    settings.PROPOSALS_SHOW_WORKING = True
    proposal = ProposalFactory(number=5, title=TITLE, wording=request.param)
    published(title="Portail commun", contributions=[contribution(proposal)])
    return REPORTED if request.param == Wording.REPORTED else WORKING


@pytest.mark.parametrize(
    "address",
    [
        "/propositions/",
        "/propositions/5/",
        "/propositions/comparer/propositions.csv",
        "/propositions/atom/",
        "/propositions/5/atom/",
        "/recherche/?q=démarche+internationale",
        "/registre/?proposition=5",
        reverse("partnerships:registry_facet", args=["proposition"]),
        "/signaler/proposition/5/",
        "/",
    ],
)
def test_pages_say_where_the_words_come_from(client, origin, address):
    response = client.get(address, follow=True)

    text = strip_tags(response.content.decode().replace("<mark>", "").replace("</mark>", ""))
    assert response.status_code == 200
    assert TITLE in text
    assert origin in text or origin[0].upper() + origin[1:] in text


def test_a_suggestion_of_the_search_says_it(client, origin):
    address = reverse("partnerships:search_suggestions")

    [found] = client.get(address, {"q": "démarche internationale"}).json()["found"]

    assert origin in " ".join(map(str, found.values()))


def test_a_partnership_and_its_authority_say_it_too(client, origin):
    row = published(title="Autre", contributions=[contribution(ProposalFactory(number=5))])

    for page in (row, row.lead_authority, row.partners.get(), row.partners.get().country):
        text = plain(client.get(page.get_absolute_url())).lower()
        assert TITLE.lower() in text
        assert origin in text


def test_a_shared_address_says_it(client, origin):
    text = client.get(reverse("proposals:proposal_detail", args=[5])).content.decode()

    [description] = [line for line in text.splitlines() if 'name="description"' in line]
    assert origin[1:] in description
    assert f'"disambiguatingDescription": "{origin}"' in text


def test_the_text_of_the_report_needs_no_word():
    official = ProposalFactory(
        number=1, title="Mot pour mot", wording=Wording.OFFICIAL, source_page=3
    )
    reported = ProposalFactory(number=2, title="Résumée")

    names = [each.name_with_wording for each in (official, reported, *listed_proposals())]
    assert names == ["1. Mot pour mot", f"2. Résumée ({REPORTED})"] * 2
    judged = [JudgedContribution(each.number, None, each).name for each in (official, reported)]
    assert judged == ["Proposition 1. Mot pour mot", f"Proposition 2. Résumée ({REPORTED})"]


def replaced_working_title():
    proposal = ProposalFactory(number=9, title="Titre provisoire", wording=Wording.WORKING)
    content = {**proposal.text.content, "title": "Ouvrir", "wording": Wording.REPORTED}
    publish_text(proposal, content, by=UserFactory())
    return proposal


def test_a_working_title_that_was_replaced_is_not_told_in_service(client):
    response = page_of(client, replaced_working_title())

    text = plain(response)
    assert "Ouvrir" in text
    assert "Titre provisoire" not in text
    assert "titre de travail" not in text
    assert "Une formulation rapportée paraît ici" in text
    assert "Auparavant" not in text


def test_a_working_title_that_was_replaced_is_told_with_its_mark_where_allowed(client, settings):
    settings.PROPOSALS_SHOW_WORKING = True

    text = plain(page_of(client, replaced_working_title()))

    assert f"Titre provisoire\u202f» ({WORKING})" in text
