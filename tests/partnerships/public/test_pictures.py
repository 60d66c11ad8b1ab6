"""The pictures of shared pages."""

import io
import re

import pytest
from django.urls import reverse
from PIL import Image

from partnerships.models import Partnership, Provenance
from partnerships.pages.components.picture import picture_file
from tests.delivery.public_pages import full_page
from tests.factories.authorities import LocalAuthorityFactory
from tests.factories.lists import CountryFactory
from tests.factories.partnerships import InternationalPartnerFactory, published
from tests.partnerships.public.heads import Head

pytestmark = pytest.mark.django_db
SITE = "http://127.0.0.1:8000"


def picture_of(client, address):
    return Head(client, address).meta("og:image").removeprefix(SITE)


def image_of(response):
    assert (response.status_code, response["Content-Type"]) == (200, "image/png")
    return Image.open(io.BytesIO(response.content))


@pytest.fixture
def drawn(monkeypatch):
    """How many pictures were drawn."""
    counted = []
    draw = picture_file.png_of_svg

    def count(svg):
        counted.append(svg)
        return draw(svg)

    monkeypatch.setattr(picture_file, "png_of_svg", count)
    return counted


def test_each_page_has_a_picture_of_its_data(client, drawn):
    page = full_page()
    authority, partner = page.lead_authority, page.partners.get()
    said = {
        "/": "avec le monde",
        "/registre/?pays=MA": "1 partenariat entre",
        "/registre/tableau/?pays=MA": "1 partenariat entre",
        "/chiffres/?pays=MA": "1 partenariat entre",
        "/carte/?pays=MA": "1 partenariat entre",
        page.get_absolute_url(): page.title,
        authority.get_absolute_url(): authority.name,
        authority.region.get_absolute_url(): authority.region.name,
        authority.departement.get_absolute_url(): authority.departement.name,
        partner.get_absolute_url(): partner.name,
        partner.country.get_absolute_url(): "Maroc",
        "/propositions/5/": "Proposition 5",
    }
    for address, text in said.items():
        image = image_of(client.get(picture_of(client, address)))
        assert image.size == (1200, 630), address
        written = " ".join(re.findall(r"<text[^>]*>([^<]*)", drawn[-1]))
        assert text in written, address


def test_hostile_name_is_drawn_as_a_text(client, drawn):
    name = "</text><script>alert(1)</script>&\x0b\ufffe" + "W" * 150
    page = published([LocalAuthorityFactory(name=name)], title=name)

    image_of(client.get(picture_of(client, page.get_absolute_url())))

    assert "<script" not in drawn[-1]


def test_fictitious_partnership_says_so_on_its_picture(client, drawn):
    page = published(title="Fictif", provenance=Provenance.DEMONSTRATION)

    client.get(picture_of(client, page.get_absolute_url()))

    assert "fictive" in drawn[-1]


def test_address_of_another_version_leads_to_that_of_today_and_draws_nothing(client, drawn):
    page = full_page()
    before = picture_of(client, page.get_absolute_url())
    Partnership.objects.update(title="Titre nouveau")
    now = picture_of(client, page.get_absolute_url())

    for address in (before, before.partition("?")[0], f"{before}0"):
        response = client.get(address)
        assert (response.status_code, response.url) == (302, now)
    assert drawn == []
    found = client.get("/carte/apercu.png?pays=MA&v=x").url
    assert found == picture_of(client, "/registre/?pays=MA")


def test_kept_picture_is_drawn_once(client, kept_pages, drawn):
    page = full_page()
    address = picture_of(client, page.get_absolute_url())
    first = client.get(address)

    second = client.get(address)

    assert first.content == second.content
    assert len(drawn) == 1
    known = client.get(address, headers={"if-none-match": first["ETag"]})
    assert (known.status_code, known.content) == (304, b"")
    for answer in (first, known):
        assert answer["Cache-Control"] == "public, max-age=0, s-maxage=50, must-revalidate"
    assert not first.cookies
    assert list(kept_pages.with_name("pictures").glob("??/*")) != []


def test_picture_follows_what_is_on_the_map(client, kept_pages, drawn):
    seat = LocalAuthorityFactory(latitude=47.2, longitude=-1.6, precision="typed")
    partner = InternationalPartnerFactory()
    page = published([seat], [partner])
    address = picture_of(client, page.get_absolute_url())
    client.get(address)
    partner.latitude, partner.longitude = 12.6, -8.0
    partner.save()

    client.get(address)

    assert len(drawn) == 2
    assert "<svg x=" in drawn[1]


def test_pictures_are_drawn_so_many_times_and_no_more(client, kept_pages, monkeypatch, drawn):
    monkeypatch.setattr(picture_file, "OWN_MOST", 2)
    addresses = [
        picture_of(client, published(title=f"Partage {number}").get_absolute_url())
        for number in range(3)
    ]

    statuses = [client.get(address).status_code for address in addresses]

    assert statuses == [200, 200, 429]
    assert client.get(addresses[2])["Retry-After"] == "60"
    assert client.get(addresses[0]).status_code == 200
    assert len(drawn) == 2
    other = client.get(addresses[2], headers={"x-forwarded-for": "203.0.113.9"})
    assert other.status_code == 429, "what a reader claims to be is not who asks"


def test_pictures_of_all_readers_are_bounded(client, kept_pages, monkeypatch, drawn):
    monkeypatch.setattr(picture_file, "MOST", 1)
    first, second = (
        picture_of(client, published(title=name).get_absolute_url()) for name in ("Un", "Deux")
    )

    assert client.get(first).status_code == 200
    assert client.get(second, REMOTE_ADDR="203.0.113.9").status_code == 429


def test_page_that_is_not_public_has_no_picture(client):
    page = published(title="Caché")
    address = picture_of(client, page.get_absolute_url())
    Partnership.objects.update(is_suspended=True)

    assert client.get(address).status_code == 404
    for name, key in (("authority", "absente"), ("country", "XX"), ("region", "99")):
        assert client.get(reverse(f"partnerships:{name}_picture", args=[key])).status_code == 404


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/collectivites/", "Les collectivités"),
        ("/pays/", "Les pays et territoires"),
        ("/donnees/", "Les données du registre"),
        ("/mentions-legales/", "Mentions légales"),
        ("/accessibilite/", "Déclaration"),
        ("/donnees-personnelles/", "Données personnelles"),
        ("/aide/", "Aide"),
        ("/aide/instruction/", "Aide de"),
        ("/aide/propositions/", "Aide de"),
        ("/plan-du-site/", "Plan du site"),
        ("/integrer/", "Intégrer le registre"),
        ("/propositions/", "Les vingt propositions"),
        ("/registre/filtres/pays/?pays=MA", "Maroc"),
        ("/donnees/couverture/", "Ce que le registre"),
        ("/comparer/", "Comparer"),
        ("/comparer/?pays=MA&pays=SN", "Maroc · Sénégal"),
    ],
)
def test_pages_of_no_single_row_have_a_picture(client, drawn, address, words):
    for code, name in (("MA", "Maroc"), ("SN", "Sénégal")):
        country = CountryFactory(iso2=code, name=name)
        published(partners=[InternationalPartnerFactory(country=country)])

    image_of(client.get(picture_of(client, address)))

    [svg] = drawn
    assert words in " ".join(re.findall(r"<text[^>]*>([^<]*)", svg))


def test_page_without_a_picture_is_not_found(client):
    assert client.get(reverse("partnerships:page_picture", args=["autre"])).status_code == 404
