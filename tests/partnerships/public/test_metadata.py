"""What machines read in the head of public pages."""

import io
import re
from collections import Counter
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from PIL import Image
from rdflib.namespace import RDF, SDO

from partnerships.models import Partnership, Provenance
from tests.delivery.public_pages import full_page, public_addresses
from tests.factories.authorities import LocalAuthorityFactory
from tests.factories.lists import CountryFactory, ThemeFactory
from tests.factories.partnerships import InternationalPartnerFactory, published
from tests.partnerships.public.heads import SCHEMA, Head

pytestmark = pytest.mark.django_db
REGISTRY = "/registre/"
NO_HEAD = re.compile(
    r"feed|sitemap|_csv|_json|_points|_svg|_file|robots|script|preview|embedded|_by_id|suggestions"
)


def heads(client):
    return {
        name: Head(client, address)
        for name, address in public_addresses().items()
        if not NO_HEAD.search(name)
    }


def test_each_public_page_has_its_own_names_and_its_address(client):
    found = heads(client)

    for name, head in found.items():
        assert head.meta("description"), name
        assert head.meta("og:description") == head.meta("description"), name
        assert head.title == f"{head.meta('og:title')} — Villes partagées", name
        assert head.canonical == head.meta("og:url"), name
        assert head.canonical.startswith("http://127.0.0.1:8000/"), name
        assert client.get(head.canonical).status_code == 200, name
    for of in (lambda head: head.title, lambda head: head.meta("description")):
        most = Counter(map(of, found.values())).most_common(1)[0]
        assert most[1] == 1, most


def test_the_address_of_a_page_is_that_of_the_site_and_not_of_the_request(client, settings):
    settings.SITE_URL = "https://registre.example"
    page = full_page()

    head = Head(client, page.get_absolute_url())

    assert head.canonical == f"https://registre.example{page.get_absolute_url()}"
    assert head.meta("og:image").startswith("https://registre.example/registre/")


def test_breadcrumb_of_machines_is_the_one_of_readers(client):
    for name, head in heads(client).items():
        if name == "portal:home":
            assert head.breadcrumb == []
            continue
        crumbs = head.object("BreadcrumbList")["itemListElement"]
        assert [each["name"] for each in crumbs] == head.breadcrumb, name
        assert [each["position"] for each in crumbs] == list(range(1, len(crumbs) + 1))
        assert crumbs[-1]["item"] == head.canonical, name


def test_linked_data_is_read_by_a_library_that_knows_its_words(client):
    for name, head in heads(client).items():
        graph = head.graph
        kinds = set(graph.objects(predicate=RDF.type))
        assert f"{SCHEMA}BreadcrumbList" in map(str, kinds) or name == "portal:home", name
        for word in kinds | set(graph.predicates()) - {RDF.type}:
            assert str(word).startswith(SCHEMA), (name, word)
            # Of an action, schema.org names what is asked for « query-input ».
            assert str(word).removeprefix(SCHEMA).removesuffix("-input") in SDO, (name, word)


def test_open_graph_has_what_its_protocol_requires(client):
    for name, head in heads(client).items():
        assert head.meta("og:type") in ("website", "article"), name
        assert head.meta("og:title"), name
        for each in ("og:url", "og:image"):
            assert urlsplit(head.meta(each)).scheme == "http", (name, each)
            assert urlsplit(head.meta(each)).netloc, (name, each)
        assert head.meta("og:image:alt"), name
        assert head.meta("twitter:card") == "summary_large_image", name


def test_open_graph_tells_the_size_and_kind_of_its_picture(client):
    head = Head(client, full_page().get_absolute_url())

    response = client.get(urlsplit(head.meta("og:image"))._replace(scheme="", netloc="").geturl())
    image = Image.open(io.BytesIO(response.content))

    assert response["Content-Type"] == head.meta("og:image:type") == Image.MIME[image.format]
    size = (int(head.meta("og:image:width")), int(head.meta("og:image:height")))
    assert image.size == size == (1200, 630)


@pytest.mark.parametrize(
    ("asked", "canonical"),
    [
        ("pays=SN&pays=MA", "?pays=MA&pays=SN"),
        ("theme=eau&q=partage&pays=MA", "?q=partage&pays=MA&theme=eau"),
        ("colonne=themes&pays=MA", "?pays=MA"),
        ("pays=MA&pays=XX&tri=", "?pays=MA"),
        ("apres=0-999999", ""),
        ("tri=recents", ""),
    ],
)
def test_filters_have_one_order_and_no_view_of_the_same(client, asked, canonical):
    senegal = CountryFactory(iso2="SN", name="Sénégal")
    full_page()
    published(partners=[InternationalPartnerFactory(country=senegal)], title="Partage")

    head = Head(client, f"{REGISTRY}?{asked}")

    assert head.canonical == f"http://127.0.0.1:8000{REGISTRY}{canonical}"
    if "tri" not in canonical:
        figures = Head(client, f"/chiffres/?{asked}&tri=titre")
        assert figures.canonical == f"http://127.0.0.1:8000/chiffres/{canonical}"


def test_titles_name_filters_words_sort_and_page(client):
    full_page()
    ThemeFactory(slug="culture", name="Culture")
    for number in range(25):
        published(title=f"Partage {number:02}", themes=["culture"])
    first = Head(client, f"{REGISTRY}?theme=culture")
    [after] = re.findall(r"apres=([\w-]+)", first.text)[:1]
    queries = (
        "",
        "?theme=culture",
        "?theme=eau",
        "?theme=culture&tri=titre",
        f"?theme=culture&apres={after}",
        "?q=partage&theme=culture",
        "?provenance=declared",
        "?annee=2021",
    )

    titles = {Head(client, REGISTRY + query).title for query in queries}

    assert len(titles) == len(queries)
    assert "Culture" in first.title
    second = Head(client, f"{REGISTRY}?theme=culture&apres={after}")
    assert "suite, à partir de «\u202fPartage 04\u202f»" in second.title
    assert second.canonical.endswith(f"?theme=culture&apres={after}")
    assert second.meta("robots") == ""
    [before] = re.findall(r"avant=([\w-]+)", second.text)[:1]
    back = Head(client, f"{REGISTRY}?theme=culture&avant={before}")
    assert back.canonical == first.canonical


def test_what_search_engines_leave_out(client):
    page = full_page()
    demonstration = published(title="Fictif", provenance=Provenance.DEMONSTRATION)
    addresses = (
        "/recherche/?q=eau",
        f"{REGISTRY}?q=xyzzy",
        "/registre/filtres/pays/",
        f"/comparer/?collectivite={page.lead_authority.key}",
        demonstration.get_absolute_url(),
        "/collectivites/?q=lille",
    )

    for address in addresses:
        assert Head(client, address).meta("robots") == "noindex, follow", address
    for address in (page.get_absolute_url(), "/recherche/", REGISTRY, "/comparer/"):
        assert Head(client, address).meta("robots") == "", address


HOSTILE = "</title></script><script>alert(1)</script>&\"'\u2028<!--"


def test_no_title_ends_its_element_nor_its_data(client):
    authority = LocalAuthorityFactory(name=HOSTILE)
    partner = InternationalPartnerFactory(name=HOSTILE)
    page = published([authority], [partner], title=HOSTILE, summary=HOSTILE)

    for row in (page, authority, partner):
        head = Head(client, row.get_absolute_url())
        [block] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', head.text)
        assert not set(block) & set("<>&\u2028\u2029")
        assert "<script>alert" not in head.text
        assert head.meta("og:title").startswith("</title></script>")
        names = {str(each) for each in head.graph.objects()}
        assert HOSTILE.replace("'", "’") in names


def test_partnership_says_who_and_from_where(client):
    page = full_page()
    imported = published(
        title="Jumelage repris",
        provenance=Provenance.WIKIDATA,
        draft={"source_text": "Wikidata, 2017", "source_url": "https://example.org/wd"},
    )

    article = Head(client, page.get_absolute_url()).object("Article")
    taken = Head(client, imported.get_absolute_url()).object("Article")

    authority, partner = article["about"]
    assert article["author"] == {"@id": authority["@id"]}
    assert (authority["@type"], partner["@type"]) == ("GovernmentOrganization",) * 2
    assert article["license"] == ["https://spdx.org/licenses/etalab-2.0"]
    assert article["dateModified"] == page.updated_at.isoformat()
    assert "author" not in taken
    assert taken["isBasedOn"] == "https://example.org/wd"
    assert taken["license"] == ["https://creativecommons.org/publicdomain/zero/1.0/"]


def test_fictitious_partnership_says_so_to_machines(client):
    page = published(title="Fictif", provenance=Provenance.DEMONSTRATION, summary="Un résumé")

    head = Head(client, page.get_absolute_url())

    assert head.meta("description").startswith("Fiche fictive, de démonstration.")
    assert "author" not in head.object("Article")
    assert "license" not in head.object("Article")


def test_site_tells_its_search(client):
    action = Head(client, "/").object("WebSite")["potentialAction"]

    template = action["target"]["urlTemplate"]
    assert template == "http://127.0.0.1:8000/recherche/?q={search_term_string}"


def test_list_is_a_data_set_with_its_files(client):
    full_page()
    found = Head(client, f"{REGISTRY}?pays=MA").object("Dataset")

    for each in found["distribution"]:
        response = client.get(each["contentUrl"])
        assert response.status_code == 200
        assert response["Content-Type"].startswith(each["encodingFormat"])
    assert not any(
        each["@type"] == "Dataset" for each in Head(client, f"{REGISTRY}?q=xyzzy").objects
    )


def test_suspended_page_gives_nothing_to_machines(client):
    page = full_page()
    Partnership.objects.update(is_suspended=True)

    text = client.get(page.get_absolute_url()).content.decode()

    assert page.title not in text
    assert "ld+json" not in text
    assert "og:title" not in text


def test_facet_page_keeps_the_filters_in_its_address(client):
    full_page()
    address = reverse("partnerships:registry_facet", args=["theme"])

    head = Head(client, f"{address}?pays=MA&vue=carte")

    assert head.canonical == f"http://127.0.0.1:8000{address}?pays=MA"


def test_a_description_is_one_french_sentence(client):
    country = CountryFactory(iso2="MA", name="Maroc", continent="AF")

    none = Head(client, f"{REGISTRY}?pays=MA").meta("description")
    own = Head(client, country.get_absolute_url()).meta("description")

    assert "qui, avec qui" not in none
    assert own == "Maroc (pays)\u202f: aucun partenariat connu à ce jour."
