"""Addresses that are looked up once are those that Django gives each time."""

import pytest
from django.template import Context, engines
from django.template.defaulttags import URLNode
from django.urls import NoReverseMatch, reverse

from cncd_portal.prepared_address import PreparedAddress, address_of
from cncd_portal.site_address import absolute_address
from cncd_portal.templatetags.prepared_address import AddressNode
from tests.factories.authorities import DepartementFactory, RegionFactory
from tests.factories.partnerships import published

pytestmark = pytest.mark.django_db


def test_addresses_are_those_of_the_pages(client):
    row = published(title="Des « vélos » pour 100 % d’entre nous")
    authority, partner = row.lead_authority, row.partners.get()
    departements = [DepartementFactory(code=code) for code in ("2A", "974")]
    pages = [
        (row, "partnership_detail", [row.public_id, row.slug]),
        (authority, "authority_detail", [authority.key]),
        (partner, "partner_detail", [partner.uuid]),
        (partner.country, "country_detail", [partner.country.iso2]),
        *((each, "region_detail", [each.code]) for each in [RegionFactory()]),
        *((each, "departement_detail", [each.code]) for each in departements),
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


def nodes_of(source):
    return engines["django"].from_string(source).template


def test_an_address_without_values_is_looked_up_once():
    page = nodes_of("{% url 'portal:home' %}{% url 'partnerships:registry' %}")

    assert [type(node) for node in page.nodelist] == [AddressNode, AddressNode]
    assert page.render(Context()) == "//registre/"
    assert address_of("partnerships:registry") == reverse("partnerships:registry")


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("{% url 'partnerships:region_detail' code %}", "/regions/53/"),
        ("{% url 'partnerships:region_detail' code='53' %}", "/regions/53/"),
        ("{% url name %}", "/registre/"),
        ("{% url 'portal:home' as home %}[{{ home }}]", "[/]"),
        ("{% url 'nowhere' as home %}[{{ home }}]", "[]"),
    ],
)
def test_other_addresses_are_looked_up_each_time(source, shown):
    page = nodes_of(source)

    assert isinstance(page.nodelist[0], URLNode)
    assert page.render(Context({"code": "53", "name": "partnerships:registry"})) == shown


def test_an_unknown_name_is_refused_each_time():
    page = nodes_of("{% url 'nowhere' %}")

    for _time in range(2):
        with pytest.raises(NoReverseMatch):
            page.render(Context())


@pytest.mark.parametrize("site", ["https://registre.example", "https://registre.example/"])
def test_an_absolute_address_has_the_host_of_the_site(settings, site):
    settings.SITE_URL = site

    assert absolute_address("/registre/?q=a") == "https://registre.example/registre/?q=a"
