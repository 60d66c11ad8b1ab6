"""The page of the coverage: what the registry holds, and that an absence here is not one in the
world.
"""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from partnerships.models import Partnership, Provenance
from partnerships.publication.confirm import confirm
from tests.factories.accounts import UserFactory
from tests.factories.authorities import LocalAuthorityFactory, MemberFactory
from tests.factories.lists import CountryFactory, ProposalFactory
from tests.factories.partnerships import InternationalPartnerFactory, published

pytestmark = pytest.mark.django_db
COVERAGE = reverse("partnerships:coverage")
NOT_AN_ABSENCE = "Cela ne signifie pas qu’il n’y en a pas"


def text_of(client, address=COVERAGE, **data):
    response = client.get(address, data)
    assert response.status_code == 200
    return response.content.decode()


def sources_of(client):
    return {str(each.title): each for each in client.get(COVERAGE).context["coverage"].sources}


def test_empty_registry_is_said_as_such(client):
    [declared] = client.get(COVERAGE).context["coverage"].sources

    assert (declared.count, declared.first) == (0, None)
    assert "ne signifie pas qu’il n’existe pas" in text_of(client)


@pytest.mark.parametrize("order", [1, -1])
def test_each_source_has_its_count_and_its_dates(client, order):
    days = [datetime(2024, 5, 2, tzinfo=UTC), datetime(2025, 6, 3, tzinfo=UTC)]
    for day in days[::order]:
        partnership = published(provenance=Provenance.WIKIDATA)
        Partnership.objects.filter(pk=partnership.pk).update(published_at=day)
    published()

    found = sources_of(client)

    wikidata = found["Repris de Wikidata"]
    assert (wikidata.count, wikidata.first, wikidata.last) == (2, *days)
    assert found["Déclarés par leur collectivité"].count == 1
    assert "Fictifs, pour la démonstration" not in found
    assert "du 2 mai 2024 au 3 juin 2025" in text_of(client)


def test_what_entered_with_a_past_date_is_not_the_newest(client):
    published(provenance=Provenance.WIKIDATA, at=datetime(2025, 6, 3, tzinfo=UTC))
    published(provenance=Provenance.WIKIDATA, at=datetime(2024, 5, 2, tzinfo=UTC))

    assert "du 2 mai 2024 au 3 juin 2025" in text_of(client)


def test_fiction_is_said_as_such(client):
    published(provenance=Provenance.DEMONSTRATION)

    assert sources_of(client)["Fictifs, pour la démonstration"].count == 1


def test_confirmed_partnerships_are_counted_once(client):
    member = MemberFactory(manager=True)
    partnership = published([member.authority])
    for _time in range(2):
        confirm(partnership, partnership.current_version.number, by=member.user)

    assert client.get(COVERAGE).context["coverage"].confirmed == 1


def test_confirmed_fiction_is_not_counted(client):
    member = MemberFactory(manager=True)
    fictitious = published([member.authority], provenance=Provenance.DEMONSTRATION)
    confirm(fictitious, fictitious.current_version.number, by=member.user)

    assert client.get(COVERAGE).context["coverage"].confirmed == 0


def test_authorities_are_counted_by_kind_with_what_they_lack(client):
    point = {"latitude": 48.1, "longitude": -1.7, "precision": "town_hall"}
    LocalAuthorityFactory(kind="commune", siren="213502388", **point)
    LocalAuthorityFactory(kind="commune", siren=None)
    LocalAuthorityFactory(kind="metropole")
    closed = LocalAuthorityFactory(kind="commune")
    closed.closed_on = "2020-01-01"
    closed.save()

    coverage = client.get(COVERAGE).context["coverage"]

    commune = coverage.authorities[0]
    assert (commune.count, commune.with_siren, commune.with_point) == (2, 1, 1)
    assert coverage.authority_total.count == 3
    assert dict(coverage.precisions)["mairie"] == 1
    assert sum(count for _label, count in coverage.precisions) == 3


def test_figures_of_others_are_cited_and_not_ours(client):
    text = text_of(client)

    assert "12\u202f129 projets" in text
    assert "elles n’ont pas été reprises ici" in text


@pytest.mark.parametrize("count", [1, 3])
def test_coverage_costs_the_same_whatever_is_published(client, django_assert_num_queries, count):
    for _rank in range(count):
        published()
        published(provenance=Provenance.WIKIDATA)

    with django_assert_num_queries(9):
        client.get(COVERAGE)


def zeros():
    authority, country = LocalAuthorityFactory(), CountryFactory()
    partner, proposal = InternationalPartnerFactory(), ProposalFactory(number=5)
    return [each.get_absolute_url() for each in (authority, country, partner, proposal)] + [
        reverse("portal:home"),
        reverse("partnerships:registry"),
        reverse("partnerships:registry") + "?q=introuvable",
        reverse("partnerships:country_list"),
        reverse("partnerships:authority_list"),
        reverse("partnerships:authority_list") + "?q=introuvable",
    ]


def test_no_zero_is_shown_as_a_fact(client):
    for address in zeros():
        text = text_of(client, address)

        assert NOT_AN_ABSENCE in text, address
        assert f'href="{COVERAGE}"' in text, address
        assert "0 partenariat<" not in text, address
        assert "Inscrivez-le" not in text, address


def test_who_is_signed_in_is_offered_to_enter_theirs(client):
    client.force_login(UserFactory())

    for address in zeros():
        assert reverse("partnerships:dossier_create") in text_of(client, address), address


def test_what_has_partnerships_says_how_many_and_nothing_else(client):
    partnership = published()

    text = text_of(client, partnership.lead_authority.get_absolute_url())

    assert "1 partenariat" in text
    assert NOT_AN_ABSENCE not in text
