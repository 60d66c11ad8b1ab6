"""The directory of advisory bodies: who maintains it, and what it proposes."""

from uuid import uuid4

import pytest
from django.urls import reverse

from partnerships.articles import of
from partnerships.models import AdvisoryBody
from tests.factories.accounts import UserFactory, lead_reviewer, reviewer
from tests.factories.authorities import LocalAuthorityFactory
from tests.factories.dossiers import dossier_in
from tests.factories.opinions import EMAIL, AdvisoryBodyFactory, ask, request_of
from tests.factories.roles import text_of

pytestmark = pytest.mark.django_db
LIST = reverse("partnerships:advisory_body_list")
CREATE = reverse("partnerships:advisory_body_create")


def fill(**fields):
    return {
        "uuid": str(uuid4()),
        "kind": "other",
        "name": "Agence",
        "email": "Agence@Example.org",
        "is_active": "on",
        **fields,
    }


def test_directory_starts_empty_and_says_so(client):
    client.force_login(lead_reviewer())

    page = text_of(client.get(LIST))

    assert "est vide" in page
    assert not AdvisoryBody.objects.exists()


def test_body_of_a_place_is_named_after_it_and_a_double_click_adds_one(client):
    authority = LocalAuthorityFactory()
    departement, region = authority.departement, authority.region
    client.force_login(lead_reviewer())
    sent = fill(kind="departement", departement=departement.pk, region=region.pk, name="")

    codes = [client.post(CREATE, sent).status_code for _rank in range(2)]

    body = AdvisoryBody.objects.get()
    assert codes == [302, 302]
    assert (body.name, body.email) == (f"Préfecture {of(departement.name)}", "agence@example.org")
    assert body.region is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "region"),
        ("kind", "x"),
        ("name", ""),
        ("name", "\x00"),
        ("email", "x"),
        ("uuid", "x"),
        ("departement", "x"),
    ],
)
def test_invalid_body_is_shown_again(client, field, value):
    client.force_login(lead_reviewer())

    response = client.post(CREATE, fill(**{field: value}))

    assert response.status_code == 200
    assert not AdvisoryBody.objects.exists()


def test_known_body_is_not_listed_twice(client):
    AdvisoryBodyFactory(name="Agence", email="agence@example.org")
    client.force_login(lead_reviewer())

    response = client.post(CREATE, fill())

    assert "a déjà cet organisme" in text_of(response)
    assert AdvisoryBody.objects.count() == 1


def test_inactive_body_is_no_longer_proposed_and_its_change_is_recorded(client):
    body = AdvisoryBodyFactory(name="Agence")
    dossier = dossier_in("under_review")
    lead = lead_reviewer()
    client.force_login(lead)

    client.post(body.get_absolute_url(), fill(is_active="", email="neuve@example.org"))

    page = text_of(client.get(LIST))
    client.force_login(dossier.reviewer)
    assert "n’est plus proposé" in page
    assert "neuve@example.org" not in text_of(client.get(request_of(dossier)))
    assert body.history.first().history_user == lead
    assert [each.email for each in body.history.all()] == ["neuve@example.org", body.email]


def test_typed_address_is_offered_for_the_directory(client):
    dossier = dossier_in("under_review")
    opinion = ask(dossier)[0]
    client.force_login(lead_reviewer())

    page = text_of(client.get(LIST))
    form = text_of(client.get(CREATE, {"avis": opinion.uuid}))
    client.post(CREATE, fill(name=opinion.body_name, email=EMAIL))

    assert f"avis={opinion.uuid}" in page
    assert EMAIL in form
    assert f"avis={opinion.uuid}" not in text_of(client.get(LIST))


@pytest.mark.parametrize("words", ["agence 1", "zz\x00", "a" * 3000, "%", "é"])
def test_directory_is_searched_whatever_is_typed(client, words):
    AdvisoryBodyFactory(name="Agence 1 du Nord")
    client.force_login(lead_reviewer())

    response = client.get(LIST, {"q": words})

    assert response.status_code == 200
    assert ("Agence 1 du Nord" in text_of(response)) == (words == "agence 1")


@pytest.mark.parametrize("person", [reviewer, UserFactory])
def test_only_lead_reviewers_edit_the_directory(client, person):
    body = AdvisoryBodyFactory()
    client.force_login(person())

    for address in (LIST, CREATE, body.get_absolute_url()):
        assert client.get(address).status_code == 403
        assert client.post(address, fill()).status_code == 403


@pytest.mark.parametrize("count", [3, 30])
def test_directory_costs_the_same_whatever_its_length(client, count, django_assert_num_queries):
    departement = LocalAuthorityFactory().departement
    for rank in range(count):
        AdvisoryBodyFactory(kind="departement", departement=departement, name=f"Préfecture {rank}")
        ask(dossier_in("under_review"), f"saisie{rank}@example.org")
    client.force_login(lead_reviewer())
    client.get(LIST)

    with django_assert_num_queries(7):
        page = client.get(LIST)

    assert text_of(page).count("Préfecture ") >= count
