"""« Mon espace »: what is asked of the person first, then their authorities' dossiers."""

import pytest
from django.urls import reverse

from partnerships.models import DossierStatus
from tests.factories.accounts import UserFactory, reviewer
from tests.factories.authorities import MemberFactory
from tests.factories.dossiers import dossier_in
from tests.factories.partnerships import published

pytestmark = pytest.mark.django_db
WORKSPACE = reverse("partnerships:workspace")
STATUSES = (*DossierStatus.values, "discarded")


def open_as(client, user, **data):
    client.force_login(user)
    return client.get(WORKSPACE, data)


def text_of(response):
    return response.content.decode()


@pytest.mark.parametrize("status", STATUSES)
def test_dossiers_of_ones_authorities_and_of_no_other(client, status):
    dossier = dossier_in(status, title="Titre gardé")
    listed = [] if status == "discarded" else [dossier]
    officer_elsewhere = MemberFactory(user=reviewer()).user

    assert open_as(client, dossier.created_by).context["page"].dossiers.rows == listed
    for user in (
        UserFactory(),
        MemberFactory().user,
        MemberFactory(authority=dossier.lead_authority, pending=True).user,
        MemberFactory(authority=dossier.lead_authority, revoked=True).user,
        officer_elsewhere,
    ):
        assert "Titre gardé" not in text_of(open_as(client, user))


def test_empty_workspace_says_to_join_an_authority_first(client):
    page = text_of(open_as(client, UserFactory()))

    assert "Rejoignez d’abord votre collectivité" in page
    assert reverse("partnerships:membership_request") in page
    assert reverse("partnerships:dossier_create") not in page


def test_curator_without_authority_is_sent_to_the_administration(client):
    page = text_of(open_as(client, UserFactory(is_staff=True)))

    assert "Aller à l’administration" in page
    assert "Rejoignez d’abord" not in page


def test_pending_request_is_shown(client):
    member = MemberFactory(pending=True)

    page = text_of(open_as(client, member.user))

    assert "attend une réponse" in page
    assert "Rejoignez d’abord" not in page


def test_reviewer_without_authority_is_sent_to_the_desk(client):
    page = text_of(open_as(client, reviewer()))

    assert reverse("partnerships:desk") in page
    assert "Rejoignez d’abord" not in page


def test_what_is_asked_comes_before_the_dossiers(client):
    manager = MemberFactory(manager=True)
    dossier_in("changes_requested", member=manager, title="À revoir")
    MemberFactory(authority=manager.authority, pending=True)

    page = text_of(open_as(client, manager.user))

    assert page.index("À compléter") < page.index('id="dossiers"')
    assert page.index("1 personne demande à rejoindre") < page.index('id="dossiers"')


def test_contributor_is_not_asked_to_answer_requests(client):
    member = MemberFactory()
    MemberFactory(authority=member.authority, pending=True)

    assert "demande à rejoindre" not in text_of(open_as(client, member.user))


def test_published_of_ones_authorities_can_be_changed(client):
    member = MemberFactory()
    own = published([member.authority], title="Le nôtre")
    other = published(title="Celui d’autres")

    page = text_of(open_as(client, member.user))

    assert reverse("partnerships:dossier_amend", args=[own.public_id]) in page
    assert reverse("partnerships:dossier_amend", args=[other.public_id]) not in page


def test_public_is_asked_to_sign_in(client):
    assert client.get(WORKSPACE).url.startswith(reverse("account_login"))


@pytest.mark.parametrize("key", ["x", "0-99999999999999999999", "\x00", "0-1"])
def test_malformed_page_key_is_ignored(client, key):
    member = MemberFactory()

    for name in ("apres", "avant"):
        assert open_as(client, member.user, **{name: key}).status_code == 200


def test_pages_lose_no_dossier(client):
    member = MemberFactory()
    dossiers = [dossier_in("draft", member=member) for _ in range(21)]
    first = open_as(client, member.user).context["page"].dossiers

    second = open_as(client, member.user, apres=first.after).context["page"].dossiers

    assert [*first.rows, *second.rows] == dossiers[::-1]


@pytest.mark.parametrize("count", [1, 3])
def test_workspace_runs_as_many_queries_for_three_as_for_one(
    client, count, django_assert_num_queries
):
    manager = MemberFactory(manager=True)
    for _ in range(count):
        dossier_in("changes_requested", member=manager)
        published([manager.authority])
        MemberFactory(authority=manager.authority, pending=True)
    client.force_login(manager.user)

    with django_assert_num_queries(17):
        client.get(WORKSPACE)
