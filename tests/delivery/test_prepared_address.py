"""Addresses that are looked up once are those that Django gives each time."""

import pytest
from django.urls import reverse

from cncd_portal.prepared_address import PreparedAddress
from tests.factories.partnerships import published

pytestmark = pytest.mark.django_db


def test_addresses_are_those_of_the_pages(client):
    row = published(title="Des « vélos » pour 100 % d’entre nous")
    authority, partner = row.lead_authority, row.partners.get()
    pages = [
        (row, "partnership_detail", [row.public_id, row.slug]),
        (authority, "authority_detail", [authority.key]),
        (partner, "partner_detail", [partner.uuid]),
        (partner.country, "country_detail", [partner.country.iso2]),
    ]

    for page, name, values in pages:
        assert page.get_absolute_url() == reverse(f"partnerships:{name}", args=values)
        assert client.get(page.get_absolute_url()).status_code == 200


def test_a_value_stands_where_its_stand_in_stood():
    address = PreparedAddress("partnerships:partnership_detail", "22222222", "un-titre")

    assert [address.of(*values) for values in (("33333333", "a"), ("44444444", "22222222"))] == [
        "/registre/33333333-a/",
        "/registre/44444444-22222222/",
    ]
