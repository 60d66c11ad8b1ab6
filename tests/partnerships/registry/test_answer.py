"""The title of the registry says what is found, in French that is right for each choice."""

import re

import pytest
from django.http import QueryDict
from django.urls import reverse

from partnerships.articles import of, of_large, with_article
from partnerships.models import LocalAuthority, Provenance
from partnerships.registry.answer import Answer
from partnerships.registry.counted_sources import partnerships_text
from partnerships.registry.facets.counts import HELD, CountedBySets
from partnerships.registry.facets.held import rebuild_facets
from partnerships.registry.filters import PartnershipFilterSet
from tests.factories.authorities import DepartementFactory, LocalAuthorityFactory, RegionFactory
from tests.factories.lists import CountryFactory
from tests.factories.partnerships import InternationalPartnerFactory, published
from tests.factories.roles import text_of

pytestmark = pytest.mark.django_db
REGISTRY = reverse("partnerships:registry")


def plain(text):
    return text.replace("\u202f", " ").replace("\xa0", " ")


def authority(code, departement, region_code, region, **fields):
    region = RegionFactory(code=region_code, name=region)
    place = DepartementFactory(code=code, name=departement, region=region)
    return LocalAuthorityFactory(departement=place, **fields)


def partner(iso2, name, continent, kind="country"):
    country = CountryFactory(iso2=iso2, name=name, name_en=name, continent=continent, kind=kind)
    return InternationalPartnerFactory(country=country)


@pytest.fixture(scope="module")
def world(shared_rows):
    """Two towns of Isère, one of the Nord, one of the Rhône, one of nowhere, and five countries."""
    alps = ("84", "Auvergne-Rhône-Alpes")
    grenoble = authority("38", "Isère", *alps, name="Grenoble")
    voiron = authority("38", "Isère", *alps, name="Voiron")
    lyon = authority("69", "Rhône", *alps, name="Lyon")
    lille = authority("59", "Nord", "32", "Hauts-de-France", name="Lille")
    nowhere = LocalAuthorityFactory(departement=None, region=None, kind="syndicat")
    morocco, mali = partner("MA", "Maroc", "AF"), partner("ML", "Mali", "AF")
    vietnam, canada = partner("VN", "Viêt Nam", "AS"), partner("CA", "Canada", "NA")
    greenland = partner("GL", "Groenland", "NA", kind="territory")
    published([grenoble, lille], [morocco], title="Fontaines")
    published([grenoble], [mali], title="Puits")
    published([voiron], [mali, vietnam], title="Puits")
    published([lyon], [canada])
    published([lille], [greenland])
    published([nowhere], [canada])


@pytest.fixture(params=["sql", "sets"])
def counted(request, settings, tmp_path, monkeypatch, world):
    settings.VAR_DIR = tmp_path
    HELD.__init__()
    if request.param == "sets":
        monkeypatch.setattr("partnerships.registry.facets.held.FEW", 0)
        rebuild_facets()
        assert isinstance(PartnershipFilterSet(QueryDict())._counter, CountedBySets)
    yield
    HELD.__init__()


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("", "6 partenariats entre 5 collectivités et 5 pays et territoires"),
        ("q=fontaines", "1 partenariat pour « fontaines », entre 2 collectivités et le Maroc"),
        ("region=84", "4 partenariats entre 3 collectivités d’Auvergne-Rhône-Alpes et 4 pays"),
        (
            "region=84&continent=AF",
            "3 partenariats entre 2 collectivités d’Auvergne-Rhône-Alpes et 2 pays d’Afrique",
        ),
        (
            "region=32&pays=MA",
            "1 partenariat entre une collectivité des Hauts-de-France et le Maroc",
        ),
        (
            "region=84&region=32",
            "5 partenariats entre 4 collectivités d’Auvergne-Rhône-Alpes ou des Hauts-de-France"
            " et 5 pays et territoires",
        ),
        (
            "region=84&region=32&region=non-renseigne",
            "6 partenariats entre 5 collectivités de 3 régions et 5 pays et territoires",
        ),
        (
            "region=non-renseigne",
            "1 partenariat entre une collectivité sans région connue et le Canada",
        ),
        ("departement=38&region=84", "3 partenariats entre 2 collectivités de l’Isère et 3 pays"),
        (
            "departement=38&departement=59",
            "4 partenariats entre 3 collectivités de l’Isère ou du Nord et 4 pays et territoires",
        ),
        ("pays=ML", "2 partenariats entre 2 collectivités et le Mali"),
        ("pays=ML&pays=MA", "3 partenariats entre 3 collectivités et 2 pays"),
        (
            "continent=AF&continent=AS",
            "3 partenariats entre 3 collectivités et 3 pays d’Afrique ou d’Asie",
        ),
        (
            "continent=AF&continent=AS&continent=NA",
            "6 partenariats entre 5 collectivités et 5 pays et territoires de 3 continents",
        ),
        ("continent=AS", "1 partenariat entre une collectivité et le Viêt Nam"),
        ("type=twinning&q=xyzzyq", "Aucun partenariat connu pour « xyzzyq » (jumelage)"),
        (
            "departement=59&pays=VN",
            "Aucun partenariat connu entre les collectivités du Nord et le Viêt Nam",
        ),
        (
            "departement=59&pays=VN&pays=ML",
            "Aucun partenariat connu entre les collectivités du Nord et le Mali ou le Viêt Nam",
        ),
        (
            "region=non-renseigne&continent=AF",
            "Aucun partenariat connu entre les collectivités sans région connue et l’Afrique",
        ),
        ("pays=MA&de=1500&a=1501", "Aucun partenariat connu avec le Maroc (et d’autres filtres)"),
        (
            "region=32&a=1501",
            "Aucun partenariat connu pour les collectivités des Hauts-de-France"
            " (et d’autres filtres)",
        ),
        ("a=1501", "Aucun partenariat connu avec ces filtres"),
    ],
)
def test_the_title_is_the_answer(client, counted, query, sentence):
    shown = Answer(PartnershipFilterSet(QueryDict(query))).sentence

    assert plain(shown) == sentence
    text = text_of(client.get(f"{REGISTRY}?{query}"))
    heading = text.split("<h1")[1].split("</h1>")[0]
    assert plain(re.sub(r"<[^>]+>", "", heading.partition(">")[2])) == sentence
    assert text.count("<h1") == 1


def test_fictitious_partnerships_are_not_counted_with_others_in_the_title(counted, client):
    """Neither they, nor their authorities and countries; alone, they are."""
    before = Answer(PartnershipFilterSet(QueryDict(""))).sentence
    here = LocalAuthorityFactory(name="Fictive")
    there = InternationalPartnerFactory(country=CountryFactory(iso2="JP", name="Japon"))
    for _number in range(2):
        published([here], [there], provenance=Provenance.DEMONSTRATION)

    def told(query):
        return plain(Answer(PartnershipFilterSet(QueryDict(query))).sentence)

    assert told("") == f"{plain(before)}, et 2 partenariats fictifs"
    alone = "2 partenariats fictifs entre une collectivité et le Japon"
    assert told("provenance=demonstration") == told("pays=JP") == alone
    assert "Voir 6 partenariats déclarés et 2 fictifs" in plain(text_of(client.get(REGISTRY)))


def test_real_partnerships_are_listed_before_fictitious_ones_over_pages(client):
    for number in range(15):
        published(title=f"Vrai {number}")
        published(title=f"Fictif {number}", provenance=Provenance.DEMONSTRATION)

    titles, address = [], REGISTRY
    while address:
        listing = client.get(address).context["listing"]
        titles += [row.title for row in listing.page.rows]
        address = listing.after_address and REGISTRY + listing.after_address

    newest_first = range(14, -1, -1)
    assert titles[:15] == [f"Vrai {number}" for number in newest_first]
    assert titles[-15:] == [f"Fictif {number}" for number in newest_first]


def test_what_is_searched_is_escaped_in_the_title(client, world):
    text = text_of(client.get(REGISTRY, {"q": "<script>alert(1)</script>"}))

    assert "<script>alert" not in text
    assert "&lt;script&gt;" in text


def test_provenances_are_told_apart_where_there_are_several(client, counted):
    published(provenance=Provenance.WIKIDATA)
    published(provenance=Provenance.WIKIDATA)
    published(provenance=Provenance.DEMONSTRATION)

    def told(query):
        return Answer(PartnershipFilterSet(QueryDict(query))).by_provenance

    assert told("") == [
        "6 déclarés par leur collectivité",
        "2 repris de Wikidata, non déclarés",
        "1 de démonstration, fictif",
    ]
    assert told("provenance=wikidata") == []
    assert told("provenance=wikidata&provenance=demonstration") == told("")[1:]
    assert "6 déclarés par leur collectivité · 2 repris" in text_of(client.get(REGISTRY))


@pytest.mark.parametrize(
    ("name", "article", "genitive"),
    [
        ("Maroc", "le Maroc", "du Maroc"),
        ("Tunisie", "la Tunisie", "de la Tunisie"),
        ("Algérie", "l’Algérie", "de l’Algérie"),
        ("Égypte", "l’Égypte", "de l’Égypte"),
        ("Pays-Bas", "les Pays-Bas", "des Pays-Bas"),
        ("États-Unis", "les États-Unis", "des États-Unis"),
        ("Cuba", "Cuba", "de Cuba"),
        ("Israël", "Israël", "d’Israël"),
        ("Haïti", "Haïti", "de Haïti"),
        ("Mexique", "le Mexique", "du Mexique"),
        ("Royaume-Uni", "le Royaume-Uni", "du Royaume-Uni"),
        ("Sierra Leone", "la Sierra Leone", "de la Sierra Leone"),
        ("Honduras", "le Honduras", "du Honduras"),
        ("Saint-Marin", "Saint-Marin", "de Saint-Marin"),
        ("Antigua-et-Barbuda", "Antigua-et-Barbuda", "d’Antigua-et-Barbuda"),
        ("Hérault", "l’Hérault", "de l’Hérault"),
        ("Yonne", "l’Yonne", "de l’Yonne"),
        ("Yvelines", "les Yvelines", "des Yvelines"),
        ("Eure-et-Loir", "Eure-et-Loir", "d’Eure-et-Loir"),
        ("Seine-et-Marne", "Seine-et-Marne", "de Seine-et-Marne"),
        ("Rhône", "le Rhône", "du Rhône"),
        ("Finistère", "le Finistère", "du Finistère"),
        ("Territoire de Belfort", "le Territoire de Belfort", "du Territoire de Belfort"),
        ("Deux-Sèvres", "les Deux-Sèvres", "des Deux-Sèvres"),
        ("Côtes-d'Armor", "les Côtes-d'Armor", "des Côtes-d'Armor"),
        ("La Réunion", "La Réunion", "de La Réunion"),
        ("Paris", "Paris", "de Paris"),
    ],
)
def test_articles_are_those_of_french(name, article, genitive):
    assert (with_article(name), of(name)) == (article, genitive)


@pytest.mark.parametrize(
    ("name", "genitive"),
    [
        ("Bretagne", "de Bretagne"),
        ("Occitanie", "d’Occitanie"),
        ("Île-de-France", "d’Île-de-France"),
        ("Grand Est", "du Grand Est"),
        ("Centre-Val de Loire", "du Centre-Val de Loire"),
        ("Hauts-de-France", "des Hauts-de-France"),
        ("Pays de la Loire", "des Pays de la Loire"),
        ("Afrique", "d’Afrique"),
    ],
)
def test_regions_and_continents_have_no_feminine_article(name, genitive):
    assert of_large(name) == genitive


@pytest.mark.parametrize(
    ("counts", "text"),
    [
        ({}, ""),
        ({"declared": 1}, "1 partenariat"),
        ({"demonstration": 2}, "2 partenariats fictifs"),
        ({"wikidata": 3666, "sourced": 4}, "3 670 partenariats"),
        ({"declared": 1, "demonstration": 1}, "1 partenariat déclaré et 1 fictif"),
        ({"wikidata": 3666, "demonstration": 6}, "3 666 partenariats repris et 6 fictifs"),
        (
            {"declared": 2, "sourced": 1, "demonstration": 6},
            "2 partenariats déclarés, 1 repris et 6 fictifs",
        ),
    ],
)
def test_sources_are_not_added_up(counts, text):
    assert plain(partnerships_text(counts)) == text


def test_none_found_names_what_was_asked(counted):
    authority = LocalAuthority.objects.earliest("pk")
    query = f"pays=VN&collectivite={authority.key}"

    shown = Answer(PartnershipFilterSet(QueryDict(query))).sentence

    assert shown == f"Aucun partenariat connu entre {authority} et le Viêt Nam"
