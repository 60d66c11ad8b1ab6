"""Comparisons of what has many partners, or too many partnerships to be read one by one."""

import pytest

from partnerships.pages.comparison import comparison_page, in_common_section
from partnerships.publication.public_version import public_version
from tests.factories.authorities import LocalAuthorityFactory
from tests.factories.filling import text_of
from tests.factories.lists import CountryFactory
from tests.factories.partnerships import InternationalPartnerFactory, published

pytestmark = pytest.mark.django_db
COMPARISON = "/comparer/"


@pytest.fixture
def towns():
    return [LocalAuthorityFactory(name=name) for name in ("Lille", "Arras")]


def test_long_lists_of_what_is_shared_are_folded_and_all_is_counted(client, towns, monkeypatch):
    monkeypatch.setattr(in_common_section, "SHOWN", 2)
    monkeypatch.setattr(in_common_section, "FOLDED", 3)
    partners = [InternationalPartnerFactory(name=f"Ville {rank}") for rank in range(7)]
    for authority in towns:
        published([authority], partners)

    response = client.get(COMPARISON, {"collectivite": [each.key for each in towns]})

    section, text = response.context["page"].in_common[0], text_of(response)
    assert section.title == "7 partenaires en commun"
    assert [line.named.name for line in section.lines] == ["Ville 0", "Ville 1"]
    assert [line.named.name for line in section.folded] == ["Ville 2", "Ville 3", "Ville 4"]
    assert "Les 3 autres" in text
    assert "que cette page ne nomme pas : 2." in text


def test_too_many_partnerships_are_counted_and_not_read(
    client, towns, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr(comparison_page, "READ_MAX", 1)
    germany = CountryFactory(iso2="DE", name="Allemagne")
    cologne = InternationalPartnerFactory(name="Cologne", country=germany)
    for authority in towns:
        published([authority], [cologne])
    query = {"collectivite": [each.key for each in towns]}
    public_version()  # as where the transaction wrote nothing
    client.get(COMPARISON, query)  # names and lists are read once

    with django_assert_num_queries(9):
        response = client.get(COMPARISON, query)

    partners, countries = response.context["page"].in_common
    assert "trop nombreux" in partners.unknown
    assert "trop nombreux" in text_of(response)
    assert [line.named.name for line in countries.lines] == ["Allemagne"]
    assert "trop nombreux pour être comptés ici" in text_of(response)
