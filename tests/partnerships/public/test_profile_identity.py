"""Who an authority or a partner is, on its page, and the records that are now part of it."""

import pytest

from partnerships.cleaning.merge import merge_authorities
from partnerships.cleaning.suspension import suspend_page
from tests.factories.accounts import lead_reviewer
from tests.factories.authorities import LocalAuthorityFactory
from tests.factories.filling import text_of
from tests.factories.partnerships import InternationalPartnerFactory, published
from tests.partnerships.public.on_maps import plain
from tests.partnerships.public.profile_addresses import addresses
from tests.partnerships.public.test_profiles import IMPORTED, labels

pytestmark = pytest.mark.django_db


def test_an_authority_tells_those_that_joined_it(client):
    heir = LocalAuthorityFactory(
        name="Dunkerque", former=[{"insee_code": "1", "name": "Rosendaël"}]
    )
    joined = LocalAuthorityFactory(name="Leffrinckoucke", closed_on="2024-01-01", successor=heir)

    text = plain(client.get(heir.get_absolute_url()))

    assert "Anciens noms et communes réunies Rosendaël" in text
    assert "L’ont rejointe Leffrinckoucke (close le 1er janvier 2024)" in text
    assert client.get(joined.get_absolute_url())["Location"] == heir.get_absolute_url()
    assert "L’ont rejointe" not in plain(client.get(LocalAuthorityFactory().get_absolute_url()))


def test_an_authority_that_an_officer_merged_is_told_by_the_other(client):
    old, heir = LocalAuthorityFactory(name="Vieux-Bourg"), LocalAuthorityFactory(name="Bourg")
    merge_authorities(old, heir, by=lead_reviewer(), source="Arrêté du 3 mai 2024")

    text = plain(client.get(old.get_absolute_url(), follow=True))

    assert "Bourg" in text
    assert "Vieux-Bourg" in text


def test_a_partner_tells_the_names_of_the_records_merged_into_it(client):
    kept = InternationalPartnerFactory(name="Fès")
    for name in ("Fez", "Fès"):
        InternationalPartnerFactory(name=name, merged_into=kept)

    text = plain(client.get(kept.get_absolute_url()))

    assert "Noms des fiches réunies à celle-ci Fez " in text


def test_suspended_records_are_told_and_not_named(client):
    row = published(title="Zorglub")
    suspend_page(row, 1, by=lead_reviewer(), reason="Le nom d’une personne y figure.")

    for address in addresses(row)[:2]:
        text = plain(client.get(address))
        assert "Fiches suspendues 1, retirée des listes et des comptes" in text, address
        assert "Zorglub" not in text, address


def test_identity_is_one_line_with_the_site_of_the_town_hall(client):
    authority = LocalAuthorityFactory(
        name="Lille", population=236_234, website="https://www.lille.fr"
    )

    text = text_of(client.get(authority.get_absolute_url()))

    assert "236\xa0234 habitants · <a href=" in text
    assert '<a href="https://www.lille.fr" rel="external">site internet</a>' in text


def test_an_authority_of_nothing_known_tells_what_the_registry_covers(client):
    published(**IMPORTED)
    lyon = LocalAuthorityFactory(name="Lyon")

    response = client.get(lyon.get_absolute_url())

    assert labels(response.context["coverage"]) == [
        ("Déclaré par la collectivité", 0),
        ("Donnée Wikidata, non déclarée par la collectivité", 1),
    ]
    assert "On ne lui connaît pas encore de partenariat" in plain(response)
    declared, imported = response.context["coverage"]
    assert declared.address == ""
    assert client.get(imported.address).context["listing"].count == 1
    assert 'href=""' not in text_of(response)
