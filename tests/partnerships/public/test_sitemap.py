"""The addresses of the site for search engines, and what they leave out."""

from datetime import UTC, datetime
from urllib.robotparser import RobotFileParser

import pytest

from partnerships.models import Partnership, Provenance
from tests.delivery.public_pages import full_page
from tests.factories.authorities import LocalAuthorityFactory
from tests.factories.partnerships import InternationalPartnerFactory, published
from tests.partnerships.public.grammars import checked

pytestmark = pytest.mark.django_db
MAPS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
SITE = "http://127.0.0.1:8000"


def entries(client, address):
    """{address: last change} of a part or of the index."""
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    root = checked(response.content, "sitemap")
    found = {each.findtext(f"{MAPS}loc"): each.findtext(f"{MAPS}lastmod") for each in root}
    assert len(found) == len(root)
    return found


def parts(client):
    return entries(client, "/sitemap.xml")


def everything(client):
    return {
        address: changed
        for part in parts(client)
        for address, changed in entries(client, part.removeprefix(SITE)).items()
    }


def test_every_address_answers_and_is_the_one_of_its_page(client):
    page = full_page()
    found = everything(client)

    for row in (
        page,
        page.lead_authority,
        page.lead_authority.region,
        page.lead_authority.departement,
        page.partners.get(),
        page.partners.get().country,
    ):
        assert f"{SITE}{row.get_absolute_url()}" in found
    for address in found:
        response = client.get(address)
        assert response.status_code == 200, address
        canonical = f'<link rel="canonical" href="{address}">'
        assert canonical in response.content.decode(), address
        assert 'content="noindex' not in response.content.decode(), address


def test_dates_are_those_of_the_last_change(client):
    page = published(at=datetime(2020, 1, 2, tzinfo=UTC))
    partner = page.partners.get()
    published([page.lead_authority], at=datetime(2024, 5, 6, tzinfo=UTC))
    found = everything(client)

    def day(row):
        return found[f"{SITE}{row.get_absolute_url()}"][:10]

    assert day(page) == day(partner) == "2020-01-02"
    assert day(page.lead_authority) == day(partner.country) == "2024-05-06"
    assert found[f"{SITE}/"] is None
    assert found[f"{SITE}/aide/"] is None


def test_what_is_not_public_is_not_there(client):
    page = published(title="Caché")
    Partnership.objects.update(is_suspended=True)
    idle, unused = LocalAuthorityFactory(), InternationalPartnerFactory()
    found = everything(client)

    for row in (page, page.lead_authority, page.partners.get(), idle, unused):
        assert f"{SITE}{row.get_absolute_url()}" not in found


def test_fictitious_pages_are_not_there(client):
    """They ask search engines to leave them out."""
    page = published(provenance=Provenance.DEMONSTRATION)
    real = published()
    found = everything(client)

    for row in (page, page.lead_authority, page.partners.get()):
        assert f"{SITE}{row.get_absolute_url()}" not in found
    for row in (real, real.lead_authority, real.partners.get()):
        assert f"{SITE}{row.get_absolute_url()}" in found
    assert 'content="noindex' in client.get(page.get_absolute_url()).content.decode()


def test_parts_hold_so_many_addresses_and_no_more(client, monkeypatch):
    monkeypatch.setattr("partnerships.pages.public.sitemap.PART_SIZE", 2)
    for number in range(5):
        published(title=f"Partage {number}", at=datetime(2020 + number, 1, 1, tzinfo=UTC))

    found = parts(client)

    of_partnerships = {name: at for name, at in found.items() if "/partenariats-" in name}
    assert [at[:4] for at in of_partnerships.values()] == ["2021", "2023", "2024"]
    for part in of_partnerships:
        assert 1 <= len(entries(client, part.removeprefix(SITE))) <= 2
    assert len([name for name in everything(client) if "/registre/" in name]) == 5 + 2


@pytest.mark.parametrize("part", ["partenariats-1", "pages-1", "absent-0", "partenaires-0"])
def test_part_that_does_not_exist_is_not_found(client, part):
    assert client.get(f"/sitemap/{part}.xml").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_same_queries_for_any_number_of_rows(client, rows, django_assert_num_queries):
    for number in range(rows):
        published(title=f"Partage {number}")

    for part, count in (("partenariats-0", 1), ("collectivites-0", 1), ("pages-0", 7)):
        with django_assert_num_queries(count):
            client.get(f"/sitemap/{part}.xml")
    with django_assert_num_queries(6):
        client.get("/sitemap.xml")


def robots(client):
    text = client.get("/robots.txt").content.decode()
    parser = RobotFileParser()
    parser.parse(text.splitlines())
    return text, parser


def test_robots_know_where_the_addresses_are_and_what_is_for_people(client):
    text, parser = robots(client)

    assert parser.site_maps() == [f"{SITE}/sitemap.xml"]
    for agent in ("Googlebot", "Twitterbot"):
        for path in (
            "/",
            "/registre/",
            "/registre/?pays=MA",
            "/carte/apercu.png",
            "/propositions/",
        ):
            assert parser.can_fetch(agent, SITE + path), (agent, path)
        for path in ("/administration/", "/compte/login/", "/instruction/", "/mon-espace/"):
            assert not parser.can_fetch(agent, SITE + path), (agent, path)
    # Python's own reader knows no star.
    general, of_previews = text.split("User-agent: facebookexternalhit")
    for rule in ("Disallow: /*?*&", "Disallow: /*?q=", "Disallow: /recherche/"):
        assert rule in general.splitlines()
        assert rule not in of_previews.splitlines()
