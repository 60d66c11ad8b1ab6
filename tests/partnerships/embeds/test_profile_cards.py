"""The cards of authorities, partners, countries, régions and départements in other sites."""

import pytest

from partnerships.models import Provenance, RecordKind
from partnerships.pages.embeds.embedded_profile import profile_row
from tests.delivery.public_pages import full_page
from tests.factories.authorities import LocalAuthorityFactory
from tests.factories.duplicates import merged
from tests.factories.lists import CountryFactory
from tests.factories.partnerships import InternationalPartnerFactory, published
from tests.partnerships.embeds.frames import page_of, profiles_of

pytestmark = pytest.mark.django_db


def test_frame_of_a_merged_authority_shows_that_of_today(client):
    old, heir = LocalAuthorityFactory(name="Ancienne"), LocalAuthorityFactory(name="Nouvelle")
    old.successor = heir
    old.save()

    text = client.get(f"/integrer/collectivite/{old.key}/").content.decode()

    assert "Nouvelle" in text
    assert "aucun partenariat connu" in text


def test_frame_of_a_merged_partner_shows_that_of_today(client):
    kept, gone = (InternationalPartnerFactory(name=name) for name in ("Bamako", "Bamako 2"))
    published(partners=[kept], title="Eau partagée")
    merged(RecordKind.PARTNER, kept, gone)

    found = page_of(client.get(f"/integrer/partenaire/{gone.uuid}/"))

    assert found.findtext(".//h1") == "Bamako"
    assert len(found.xpath("//article")) == 1


def test_cards_of_profiles_count_each_source_apart(client):
    page = full_page()
    authorities, partners = [page.lead_authority], [page.partners.get()]
    published(authorities, partners, title="Repris", provenance=Provenance.WIKIDATA)
    for kind, key in profiles_of(page):
        found = page_of(client.get(f"/integrer/{kind}/{key}/?lignes=1"))
        assert "1 partenariat déclaré et 1 repris" in found.find(".//main/p").text, kind
        assert len(found.xpath("//article")) == 1, kind
        assert found.findtext(".//h1") == str(profile_row(kind, key))


def test_card_without_partnership_says_so(client):
    country = CountryFactory(name="Islande")

    text = client.get(f"/integrer/pays/{country.iso2}/").content.decode()

    assert "aucun partenariat connu à ce jour" in text
