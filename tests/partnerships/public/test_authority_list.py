"""The list of all authorities: with or without a partnership, by words, place and letter."""

import pytest
from django.urls import reverse

from partnerships.models import Facet, FacetCount, LocalAuthority, LocalAuthorityKind
from tests.factories.authorities import DepartementFactory, LocalAuthorityFactory, RegionFactory
from tests.factories.filling import text_of
from tests.factories.partnerships import published

pytestmark = pytest.mark.django_db
LIST = reverse("partnerships:authority_list")


@pytest.fixture(autouse=True)
def places():
    """Lyon, its métropole and Affoux in the Rhône, Lille in the Nord, Papeete overseas."""
    alpes = RegionFactory(code="84", name="Auvergne-Rhône-Alpes")
    rhone = DepartementFactory(code="69", name="Rhône", region=alpes)
    polynesia = DepartementFactory(
        code="987",
        name="Polynésie française",
        region=RegionFactory(code="987", name="Polynésie française"),
    )
    for key, name, departement, more in (
        ("c69123", "Lyon", rhone, {"siren": "216901231", "postcodes": ["69001", "69002"]}),
        ("c69001", "Affoux", rhone, {"postcodes": ["69170"]}),
        ("c59350", "Lille", DepartementFactory(), {"postcodes": ["59000"]}),
        ("c98735", "Papeete", polynesia, {"postcodes": ["98714"]}),
        ("e200046977", "Métropole de Lyon", rhone, {"kind": LocalAuthorityKind.METROPOLE}),
        ("e244400644", "CA de la Région Nazairienne (CARENE)", None, {"kind": "ca"}),
    ):
        departement = departement or DepartementFactory()
        is_commune = key.startswith("c")
        LocalAuthorityFactory(
            key=key,
            name=name,
            departement=departement,
            insee_code=key[1:] if is_commune else "",
            **more,
        )


def keys_of(response):
    listing = response.context["listing"]
    rows = [each.authority for each in listing.found] if listing.words else listing.page.rows
    return [row.key for row in rows]


@pytest.mark.parametrize(
    ("words", "keys", "reason"),
    [
        ("Métropole de Lyon", ["e200046977"], ""),
        ("Papeete", ["c98735"], ""),
        ("98714", ["c98735"], "Code postal 98714"),
        ("69002", ["c69123"], "Code postal 69002"),
        ("69001", ["c69001", "c69123"], "Code postal 69001"),
        ("59350", ["c59350"], "Code INSEE 59350"),
        ("216 901 231", ["c69123"], ""),
        ("carene", ["e244400644"], "Sigle : CARENE"),
        ("Paapeete", ["c98735"], "Orthographe proche"),
    ],
)
def test_authorities_are_found_without_a_partnership(client, words, keys, reason):
    response = client.get(LIST, {"q": words})

    assert keys_of(response)[: len(keys)] == keys
    assert reason in text_of(response)


def test_all_authorities_are_listed_and_those_with_partnerships_told_apart(client):
    published([LocalAuthority.objects.get(key="c59350")])

    response = client.get(LIST)
    text = text_of(response)

    assert keys_of(response) == [
        "c69001",
        "e244400644",
        "c59350",
        "c69123",
        "e200046977",
        "c98735",
    ]
    assert "6 collectivités" in text
    assert "1 a un partenariat au registre" in text
    assert text.count("<strong>1 partenariat</strong>") == 1
    assert text.count("· aucun partenariat connu") == 5
    assert "0 partenariat" not in text


def test_those_with_a_partnership_are_chosen(client):
    published([LocalAuthority.objects.get(key="c59350")])

    response = client.get(LIST, {"avec": "partenariats"})

    assert keys_of(response) == ["c59350"]
    assert [letter.letter for letter in response.context["listing"].letters if letter.address] == [
        "L"
    ]
    assert keys_of(client.get(LIST, {"avec": "partenariats", "q": "lyon"})) == []
    assert "avec ces filtres" in text_of(client.get(LIST, {"avec": "partenariats", "q": "lyon"}))


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ({"departement": "69"}, ["c69001", "c69123", "e200046977"]),
        ({"region": "84"}, ["c69001", "c69123", "e200046977"]),
        ({"departement": "987"}, ["c98735"]),
        ({"lettre": "l"}, ["c59350", "c69123"]),
        ({"lettre": "L", "departement": "69"}, ["c69123"]),
        ({"lettre": "z"}, []),
        ({"lettre": "ll"}, 6),
        ({"lettre": "é"}, 6),
        ({"lettre": "\x00"}, 6),
        # A département is more precise than a région.
        ({"departement": "59", "region": "84"}, ["e244400644", "c59350"]),
        ({"departement": "69", "q": "lille"}, []),
        ({"q": "\x00"}, 6),
        ({"q": "?!"}, 6),
        ({"apres": "9-9", "avant": "x"}, 6),
    ],
)
def test_authorities_are_browsed_by_place_and_letter(client, query, keys):
    found = keys_of(client.get(LIST, query))

    assert (len(found) if isinstance(keys, int) else found) == keys


@pytest.mark.parametrize(
    "query", [{"departement": "999"}, {"region": "\x00"}, {"region": "x" * 5_000}]
)
def test_an_unknown_place_is_ignored_and_said(client, query):
    response = client.get(LIST, query)

    is_named = bool(query.get("departement") or query["region"].strip("\x00"))
    assert len(keys_of(response)) == 6
    assert ("une valeur inconnue est ignorée" in text_of(response)) == is_named


def test_letters_lead_nowhere_only_when_no_name_begins_so(client):
    listing = client.get(LIST, {"departement": "69"}).context["listing"]

    offered = {each.letter: each.address for each in listing.letters if each.address}
    assert list(offered) == ["A", "L", "M"]
    assert keys_of(client.get(LIST + offered["M"])) == ["e200046977"]


def test_an_accented_name_is_under_its_letter(client):
    LocalAuthorityFactory(key="c14243", name="Épron")

    assert keys_of(client.get(LIST, {"lettre": "e"})) == ["c14243"]


def test_merged_authorities_are_left_out_and_dissolved_ones_are_said_so(client):
    merged = LocalAuthorityFactory(
        key="c69999", name="Lyon-Vieux", successor=LocalAuthority.objects.get(key="c69123")
    )
    LocalAuthority.objects.filter(key="c59350").update(closed_on="2025-01-01")

    for query in ({}, {"lettre": "l"}, {"q": "lyon"}):
        assert merged.key not in keys_of(client.get(LIST, query)), query
    assert "dissoute le 1er janvier 2025" in text_of(client.get(LIST, {"q": "Lille"}))


def test_nothing_found_says_what_to_do(client):
    text = text_of(client.get(LIST, {"q": "introuvable-xyz"}))

    assert "Aucune collectivité trouvée" in text
    assert "code postal" in text


def test_found_ones_are_cut_and_it_is_said(client, monkeypatch):
    monkeypatch.setattr("partnerships.registry.authority_listing.MOST_FOUND", 2)
    for rank in range(3):
        LocalAuthorityFactory(key=f"c77{rank:03d}", name=f"Montbrun {rank}")

    response = client.get(LIST, {"q": "montbrun"})

    assert len(keys_of(response)) == 2
    assert "les plus ressemblantes : précisez" in text_of(response)


def test_pages_keep_the_place_and_the_letter(client, monkeypatch):
    monkeypatch.setattr("partnerships.registry.authority_listing.PAGE_SIZE", 1)
    query, seen = "?departement=69&lettre=l", []
    LocalAuthorityFactory(
        key="c69256", name="Les Halles", departement=DepartementFactory(code="69")
    )

    while query:
        response = client.get(LIST + query)
        seen += keys_of(response)
        query = response.context["listing"].after_address

    assert seen == ["c69256", "c69123"]
    back = client.get(LIST + response.context["listing"].before_address)
    assert keys_of(back) == ["c69256"]


def test_filters_are_removed_one_by_one(client):
    text = text_of(client.get(LIST, {"region": "84", "avec": "partenariats", "lettre": "l"}))

    assert 'href="?avec=partenariats&amp;lettre=l"' in text
    assert 'href="?region=84&amp;lettre=l"' in text
    assert 'name="region" value="84"' in text


def test_each_list_has_a_title_of_its_own(client):
    queries = ({}, {"lettre": "l"}, {"departement": "69"}, {"region": "84"}, {"q": "lyon"})

    titles = {text_of(client.get(LIST, query)).split("<title>")[1][:60] for query in queries}

    assert len(titles) == len(queries)


def test_the_first_page_leads_to_each_place(client):
    first, other = text_of(client.get(LIST)), text_of(client.get(LIST, {"lettre": "l"}))

    for address in ("/regions/84/", "/departements/69/", "/departements/987/"):
        assert f'href="{address}"' in first, address
        assert f'href="{address}"' not in other, address
    assert 'href="/regions/987/"' not in first


@pytest.mark.parametrize("query", ["", "?departement=69", "?lettre=l", "?avec=partenariats"])
@pytest.mark.parametrize("count", [3, 30])
def test_the_list_costs_the_same_whatever_it_holds(client, django_assert_num_queries, query, count):
    rhone = DepartementFactory(code="69")
    for rank in range(count):
        row = LocalAuthorityFactory(key=f"c77{rank:03d}", name=f"Lyonne {rank}", departement=rhone)
        FacetCount.objects.create(facet=Facet.AUTHORITY, value=row.key, count=1)

    with django_assert_num_queries(7 if "departement" in query else 6):
        client.get(LIST + query)


@pytest.mark.parametrize("count", [3, 30])
def test_a_search_costs_the_same_whatever_it_finds(client, django_assert_num_queries, count):
    for rank in range(count):
        LocalAuthorityFactory(key=f"c77{rank:03d}", name=f"Montbrun {rank}")

    with django_assert_num_queries(6):
        assert keys_of(client.get(LIST, {"q": "montbrun"}))
