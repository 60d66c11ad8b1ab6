"""What other sites show of the registry, and the page that gives its code."""

import html as entities
import re

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from partnerships.models import Partnership, RecordKind
from partnerships.pages.embeds.embed_options import HEIGHT, OPTIONS
from partnerships.pages.embeds.embedded_profile import ROW_TYPES, profile_row
from partnerships.pages.embeds.embedding_page import CARD, WHAT
from partnerships.publication.public_version import public_version
from partnerships.registry.listing import QUERY
from tests.access.addresses import addresses
from tests.access.matrix import LINES
from tests.delivery.public_pages import full_page, public_addresses
from tests.factories.accounts import UserFactory, reviewer, sign_in
from tests.factories.authorities import LocalAuthorityFactory
from tests.factories.duplicates import merged
from tests.factories.filling import text_of
from tests.factories.partnerships import InternationalPartnerFactory, published
from tests.partnerships.embeds.frames import page_of, profiles_of

pytestmark = pytest.mark.django_db
FRAMED = {f"partnerships:embedded_{name}" for name in ("list", "map", "partnership", "profile")}
SITE = "http://127.0.0.1:8000"


def may_be_framed(response) -> bool:
    policy = response["Content-Security-Policy"]
    is_open = "frame-ancestors *" in policy
    assert is_open != ("frame-ancestors 'none'" in policy)
    assert is_open != ("X-Frame-Options" in response.headers)
    assert is_open or response["X-Frame-Options"] == "DENY"
    return is_open


def test_only_these_addresses_may_be_framed(client):
    is_marked = {
        name
        for name, _route, entry in addresses()
        if "frame-ancestors" in (getattr(entry.callback, "content_policy", None) or {})
    }
    assert is_marked == FRAMED
    assert LINES.keys() >= FRAMED

    for name, address in public_addresses().items():
        assert may_be_framed(client.get(address)) == (name in FRAMED), name
    for address in ("/compte/login/", "/mon-espace/", "/absente/", "/integrer/absent/"):
        assert not may_be_framed(client.get(address)), address


def test_kept_answers_have_the_same_headers(kept_pages):
    for name, address in public_addresses().items():
        if name in FRAMED or name == "partnerships:embedding":
            first, kept = Client().get(address), Client().get(address)
            again = Client(headers={"if-none-match": first["ETag"]}).get(address)
            for response in (first, kept, again):
                assert may_be_framed(response) == (name in FRAMED), name
                assert not response.cookies
    own = Client().get(reverse("partnerships:embedding"))
    assert "frame-src 'self'" in own["Content-Security-Policy"]


def test_no_one_is_known_in_a_frame():
    page = full_page()
    member = Client()
    sign_in(member, UserFactory(first_name="Camille"))
    for path in ("liste/", "carte/", f"fiche/{page.public_id}/"):
        address = f"/integrer/{path}"
        response = member.get(address)
        assert not response.cookies
        assert "Camille" not in response.content.decode()
        assert "csrf" not in response.content.decode()
        text = Client().get(address).content.decode()
        assert text == response.content.decode()
        assert "/compte/" not in text


def test_links_open_the_portal_in_another_tab(client):
    page = full_page()
    for path in (
        "liste/?pays=MA",
        "carte/?pays=MA",
        f"fiche/{page.public_id}/",
        *(f"{kind}/{key}/" for kind, key in profiles_of(page)),
    ):
        found = page_of(client.get(f"/integrer/{path}"))
        [base] = found.xpath("//base")
        assert base.attrib == {"target": "_blank"}
        for link in found.xpath("//a/@href"):
            assert client.get(link).status_code == 200, link
        assert found.xpath('//meta[@name="robots"]/@content') == ["noindex"]
        [canonical] = found.xpath('//link[@rel="canonical"]/@href')
        assert 'rel="canonical" href="' + entities.escape(canonical) in (
            client.get(canonical).content.decode()
        )
        assert not found.xpath("//nav | //form | //header")


def test_list_shows_so_many_rows_of_its_filters(client):
    full_page()
    for number in range(8):
        published(title=f"Partage {number}")

    def rows(query):
        return len(page_of(client.get(f"/integrer/liste/?{query}")).xpath("//article"))

    assert rows("") == 5
    assert rows("lignes=3") == 3
    assert rows("lignes=99") == 9
    assert rows("lignes=-1") == rows("lignes=x") == rows("lignes=%00") == 5
    assert rows("lignes=0") == 1
    assert rows("proposition=5") == 1
    assert rows("q=xyzzy") == 0


def test_options_have_names_that_no_filter_has():
    assert not {*OPTIONS, HEIGHT, WHAT, CARD} & set(QUERY)


def test_theme_is_one_that_is_known(client):
    for theme, colours in (
        ("sombre", "dark"),
        ("clair", "light"),
        ("systeme", "light"),
        ("x", "light"),
    ):
        root = page_of(client.get(f"/integrer/liste/?couleurs={theme}"))
        assert root.get("data-fr-theme") == colours


def test_frame_of_a_page_that_left_the_registry_says_so(client):
    page = published(title="Accord secret")
    address = f"/integrer/fiche/{page.public_id}/"
    assert "Accord secret" in client.get(address).content.decode()
    Partnership.objects.update(is_suspended=True)

    for asked, status in (
        (address, 410),
        ("/integrer/fiche/22222222/", 404),
        *((f"/integrer/{kind}/absente/", 404) for kind in (*ROW_TYPES, "theme")),
    ):
        response = client.get(asked)
        assert response.status_code == status
        assert may_be_framed(response)
        assert "n’est plus en ligne" in response.content.decode()
        assert "secret" not in response.content.decode()
    officer = Client()
    sign_in(officer, reviewer())
    assert officer.get(address).status_code == 410


def test_frame_of_a_merged_page_shows_the_other_one(client):
    authority, partner = LocalAuthorityFactory(), InternationalPartnerFactory()
    kept, gone = (published([authority], [partner], title=name) for name in ("Gardé", "Double"))
    merged(RecordKind.PARTNERSHIP, kept, gone)

    assert "Gardé" in client.get(f"/integrer/fiche/{gone.public_id}/").content.decode()


def test_map_has_no_link_inside(client):
    seat = LocalAuthorityFactory(latitude=47.2, longitude=-1.6, precision="typed")
    published([seat], [InternationalPartnerFactory(latitude=12.6, longitude=-8.0)])

    found = page_of(client.get("/integrer/carte/"))

    assert found.xpath("//svg")
    assert not found.xpath("//svg//a")


def code_of(client, query):
    """The frame and the script of the code to copy."""
    page = page_of(client.get(f"/integrer/?{query}"))
    [area] = page.xpath("//textarea")
    assert page.xpath("//@data-text") == [area.text.strip()]
    [preview] = page.xpath("//iframe/@src")
    assert page.xpath("//@data-text") == [area.text]
    fragments = html.fragments_fromstring(area.text.strip())
    frame, script = (each for each in fragments if not isinstance(each, str))
    assert frame.get("src") == f"{SITE}{preview}"
    assert script.get("src") == f"{SITE}/integrer/cadre.js"
    return frame


@pytest.mark.parametrize(
    ("asked", "path"),
    [
        ("", "liste/"),
        ("quoi=liste&pays=MA&theme=eau", "liste/?pays=MA&theme=eau"),
        ("quoi=carte&pays=MA", "carte/?pays=MA"),
        ("theme=eau&couleurs=sombre", "liste/?theme=eau&couleurs=sombre"),
        ("quoi=liste&lignes=3&couleurs=sombre", "liste/?couleurs=sombre&lignes=3"),
        ("quoi=absent&lignes=5&couleurs=clair", "liste/"),
        ("quoi=fiche&fiche=absente", "liste/"),
        *((f"quoi={kind}&{kind}=%00", "liste/") for kind in ROW_TYPES),
    ],
)
def test_code_shows_what_was_asked(client, asked, path):
    full_page()

    frame = code_of(client, asked)

    assert frame.get("src") == f"{SITE}/integrer/{path}"
    assert client.get(frame.get("src")).status_code == 200
    assert frame.get("title")


def test_code_of_cards_and_height(client):
    page = full_page()
    key = page.lead_authority.key

    card = code_of(client, f"quoi=fiche&fiche={page.public_id}&hauteur=300")
    authority = code_of(client, f"quoi=collectivite&collectivite={key}&hauteur=9&lignes=2")

    assert card.get("src") == f"{SITE}/integrer/fiche/{page.public_id}/"
    assert card.get("height") == "300"
    assert authority.get("src") == f"{SITE}/integrer/collectivite/{key}/?lignes=2"
    assert authority.get("height") == "120"


def test_hostile_name_does_not_leave_the_code(client):
    name = '"><script>alert(1)</script></textarea>'
    authority = LocalAuthorityFactory(name=name)

    frame = code_of(client, f"quoi=collectivite&collectivite={authority.key}")

    assert name in frame.get("title")


def test_pages_lead_to_their_code(client):
    page = full_page()
    for address, query in (
        ("/registre/?pays=MA", "quoi=liste&pays=MA"),
        ("/carte/?pays=MA", "quoi=carte&pays=MA"),
        (page.get_absolute_url(), f"quoi=fiche&fiche={page.public_id}"),
        *(
            (profile_row(kind, key).get_absolute_url(), f"quoi={kind}&{kind}={key}")
            for kind, key in profiles_of(page)
        ),
        ("/propositions/5/", "quoi=liste&proposition=5"),
    ):
        found = page_of(client.get(address))
        assert f"/integrer/?{query}" in found.xpath("//a/@href"), address
        assert "Cette fiche n’est pas" not in client.get(f"/integrer/?{query}").content.decode()


def test_framed_map_of_everything_says_what_it_ignored(client):
    published()
    public_version()  # as where the transaction wrote nothing
    client.get("/integrer/carte/")

    text = client.get("/integrer/carte/?tri=inconnu").content.decode()

    assert "Ce tri n’existe pas" in text
    assert "Ce tri n’existe pas" not in client.get("/integrer/carte/").content.decode()


def test_script_may_run_in_other_sites(client):
    response = client.get("/integrer/cadre.js")

    assert response["Content-Type"] == "text/javascript; charset=utf-8"
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert re.search(r"event\.origin !== origin", response.content.decode())


@pytest.mark.parametrize("rows", [1, 3])
def test_same_queries_for_any_number_of_rows(client, rows, django_assert_num_queries):
    authority = LocalAuthorityFactory()
    partner = InternationalPartnerFactory()
    pages = [published([authority], [partner], title=f"Partage {number}") for number in range(rows)]
    cards = profiles_of(pages[0])
    for path, count in (
        ("liste/", 14),
        ("carte/", 8),
        (f"fiche/{pages[0].public_id}/", 6),
        *((f"{kind}/{key}/", count) for (kind, key), count in zip(cards, (8,) * 5, strict=True)),
        ("", 3),
    ):
        with django_assert_num_queries(count):
            client.get(f"/integrer/{path}")


@pytest.mark.parametrize("what", ["liste", "carte"])
def test_a_frame_whose_filter_left_the_registry_does_not_show_the_others(client, what):
    published(title="Fontaine publique")

    for query in ("pays=ZZ", "region=99", "collectivite=c00000", "pays=IT&theme=absent"):
        response = client.get(f"/integrer/{what}/?{query}")
        text = text_of(response)
        assert response.status_code == 404, query
        assert "n’est plus en ligne" in text
        assert "Fontaine" not in text
    assert client.get(f"/integrer/{what}/").status_code == 200
