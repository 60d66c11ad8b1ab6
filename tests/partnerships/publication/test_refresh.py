"""What is public follows the authorities that merge and the lists that change."""

import io

import pytest
from django.core.management import call_command
from django.urls import reverse

from partnerships.management.commands import load_reference_data
from partnerships.models import FacetCount, LocalAuthority, Partnership
from partnerships.publication.refresh import refresh
from partnerships.registry.search import search
from tests.factories.accounts import UserFactory
from tests.factories.authorities import DepartementFactory, LocalAuthorityFactory, RegionFactory
from tests.factories.lists import ProposalFactory
from tests.factories.partnerships import InternationalPartnerFactory, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def merger():
    """A partnership, its authority that was merged since, and the one that took it up."""
    corsica = DepartementFactory(code="2A", region=RegionFactory(code="94", name="Corse"))
    gone = LocalAuthorityFactory(name="Vieux-Bourg")
    partnership = published([gone, LocalAuthorityFactory()], title="Puits")
    today = LocalAuthorityFactory(
        name="Bourg-Neuf",
        departement=corsica,
        former=[{"insee_code": gone.insee_code, "name": "Vieux-Bourg"}],
    )
    LocalAuthority.objects.filter(pk=gone.pk).update(successor=today)
    return partnership, gone, today


def titles(words):
    return [row.title for row in search(Partnership.objects.all(), words)]


def test_a_merged_authority_leaves_its_partnerships_to_its_successor(client, merger):
    partnership, gone, today = merger

    refresh([partnership.pk])

    partnership.refresh_from_db()
    assert partnership.lead_authority == today
    assert "Puits" in client.get(gone.get_absolute_url(), follow=True).content.decode()
    listing = client.get(reverse("partnerships:registry"), {"region": "94"}).context["listing"]
    assert [row.title for row in listing.page.rows] == ["Puits"]
    assert titles("bourg neuf") == titles("vieux bourg") == ["Puits"]
    assert FacetCount.objects.get(facet="collectivite", value=gone.key).count == 0
    assert FacetCount.objects.get(facet="valeurs", value="collectivite").count == 2
    assert partnership.versions.count() == 1


def test_two_sides_that_merge_are_one(merger):
    partnership, gone, today = merger
    other = partnership.authorities.exclude(pk=gone.pk).get()
    LocalAuthority.objects.filter(pk=other.pk).update(successor=today)

    refresh([partnership.pk])

    assert list(partnership.authorities.all()) == [today]


def test_a_merged_partner_leaves_its_partnerships_to_the_other(client):
    gone, facet_counts = (
        InternationalPartnerFactory(name="Fès"),
        InternationalPartnerFactory(name="Fes"),
    )
    partnership = published(partners=[gone], title="Puits")
    gone.merged_into = facet_counts
    gone.save()

    refresh([partnership.pk])

    assert "Puits" in client.get(gone.get_absolute_url(), follow=True).content.decode()


def test_what_is_suspended_stays_so(merger):
    partnership, _gone, today = merger
    Partnership.objects.update(is_suspended=True)

    refresh([partnership.pk])

    assert titles("puits") == []
    assert not FacetCount.objects.filter(facet="collectivite", value=today.key, count__gt=0)


def test_refresh_of_what_did_not_change_changes_nothing(client):
    ProposalFactory(number=5)
    contribution = {"uuid": "1" * 32, "proposal": 5, "statement": "Données ouvertes."}
    line = {"uuid": "2" * 32, "year": 2024, "source": "afd", "nature": "cash", "amount": "1.50"}
    partnership = published(contributions=[contribution], budget=[line])
    facet_counts = FacetCount.objects.order_by("facet", "value").values_list(
        "facet", "value", "count"
    )
    counts = list(facet_counts)
    address = partnership.get_absolute_url()
    page = client.get(address).content

    refresh([partnership.pk])

    assert list(facet_counts.all()) == counts
    assert client.get(address).content == page


def test_refresh_asks_as_much_for_three_as_for_one(django_assert_max_num_queries):
    ids = [published().pk]
    with django_assert_max_num_queries(80) as one:
        refresh(ids)
    ids += [published().pk, published().pk]

    with django_assert_max_num_queries(len(one)):
        refresh(ids)


def test_newer_reference_data_is_followed(merger, monkeypatch):
    monkeypatch.setattr(load_reference_data, "load_authorities", lambda **kwargs: 1)
    monkeypatch.setattr(load_reference_data, "load_places", lambda **kwargs: 1)

    call_command("load_reference_data", stdout=io.StringIO())

    assert titles("bourg neuf") == ["Puits"]


def test_a_successor_is_given_by_a_merger_alone(client, merger):
    partnership, gone, today = merger
    LocalAuthority.objects.filter(pk=gone.pk).update(successor=None)
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    address = reverse("admin:partnerships_localauthority_change", args=[gone.pk])
    data = {
        "insee_code": gone.insee_code,
        "kind": "commune",
        "name": "Vieux-Bourg",
        "former": "[]",
        "postcodes": "[]",
        "precision": "unknown",
        "successor": today.pk,
    }

    answer = client.post(address, data)

    assert answer.status_code == 302, answer.context["adminform"].errors
    gone.refresh_from_db()
    assert gone.successor is None
    assert list(today.partnerships.all()) == []
    assert reverse("partnerships:merger") in client.get(address).content.decode()
    assert partnership in gone.partnerships.all()
