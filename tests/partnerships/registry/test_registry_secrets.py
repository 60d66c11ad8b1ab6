"""What no public page and no search ever shows."""

import pytest
from django.urls import reverse

from partnerships.models import Partnership, Visibility
from partnerships.publication.index import index_partnerships
from partnerships.workflow.messages import post_message
from proposals.models import Wording
from tests.factories.authorities import MemberFactory
from tests.factories.dossiers import dossier_in
from tests.factories.lists import ProposalFactory
from tests.factories.partnerships import published

pytestmark = pytest.mark.django_db
REGISTRY = reverse("partnerships:registry")


def listing(client, **query):
    response = client.get(REGISTRY, query)
    assert response.status_code == 200
    return response.context["listing"]


def titles(client, **query):
    return [partnership.title for partnership in listing(client, **query).page.rows]


def test_what_is_suspended_is_nowhere(client):
    partnership = published(title="Zorglub")
    Partnership.objects.update(is_suspended=True)
    index_partnerships([partnership.pk])

    for address in (
        REGISTRY,
        f"{REGISTRY}?q=zorglub",
        f"{REGISTRY}?pays=MA",
        reverse("portal:home"),
        partnership.lead_authority.get_absolute_url(),
        partnership.partners.get().get_absolute_url(),
        "/pays/MA/",
    ):
        assert "Zorglub" not in client.get(address).content.decode(), address
    assert client.get(partnership.get_absolute_url()).status_code == 410


@pytest.mark.parametrize(
    "status", ["draft", "discarded", "submitted", "under_review", "changes_requested", "decided"]
)
def test_no_text_of_a_dossier_is_reachable_before_its_release(client, status):
    member = MemberFactory()
    dossier = dossier_in(status, member=member, title="Zorglub", summary="Zorglub en résumé")
    if dossier.reviewer:
        post_message(
            dossier, by=dossier.reviewer, body="Zorglub interne", visibility=Visibility.INTERNAL
        )

    for address in (
        reverse("portal:home"),
        REGISTRY,
        f"{REGISTRY}?tri=titre&q=zorglub",
        reverse("partnerships:authority_list"),
        member.authority.get_absolute_url(),
        reverse("partnerships:country_list"),
        "/pays/MA/",
        reverse("proposals:proposal_list"),
    ):
        response = client.get(address)
        text = response.content.decode()
        assert "Zorglub" not in text.replace('value="zorglub"', ""), address
    assert titles(client, q="zorglub") == []


def test_contact_of_a_published_dossier_is_not_found(client):
    partnership = dossier_in("closed", **{"contact.name": "Zorglub"}).partnership

    assert titles(client, q="zorglub") == []
    assert "Zorglub" not in client.get(partnership.get_absolute_url()).content.decode()


def test_texts_are_shown_and_never_run(client):
    published(title="<script>alert(1)</script>", summary="<b>gras</b>")

    text = client.get(REGISTRY).content.decode()

    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text


def test_a_hidden_proposition_is_no_filter(client, settings):
    settings.DEMONSTRATION = settings.PROPOSALS_SHOW_WORKING = False
    ProposalFactory(number=12, wording=Wording.WORKING, title="Titre de travail")
    contribution = {"uuid": "1" * 32, "proposal": 12, "statement": "…"}
    published(contributions=[contribution])

    text = client.get(REGISTRY).content.decode()

    assert "Titre de travail" not in text
