"""The public list: filters, order and pages."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from partnerships.models import Partnership, Provenance
from partnerships.publication.index import index_partnerships
from tests.factories.authorities import DepartementFactory, LocalAuthorityFactory, RegionFactory
from tests.factories.lists import CountryFactory, GoalFactory, ProposalFactory, ThemeFactory
from tests.factories.partnerships import InternationalPartnerFactory, published

pytestmark = pytest.mark.django_db
REGISTRY = reverse("partnerships:registry")
IMAGE = {
    **dict.fromkeys(("caption", "alternative", "credit", "file_name", "content_type"), ""),
    "uuid": "3" * 32,
    "size": 1,
    "sha256": "0" * 64,
    "renditions": [{"width": 320, "height": 240, "webp": "0" * 64, "jpg": "0" * 64}],
}


def listing(client, **query):
    response = client.get(REGISTRY, query)
    assert response.status_code == 200
    return response.context["listing"]


def titles(client, **query):
    return [partnership.title for partnership in listing(client, **query).page.rows]


@pytest.fixture
def two():
    """Two partnerships that differ in all that is filtered by."""
    corsica = DepartementFactory(
        code="2A", name="Corse-du-Sud", region=RegionFactory(code="94", name="Corse")
    )
    ThemeFactory(slug="gouvernance", name="Gouvernance")
    ThemeFactory(slug="numerique", name="Numérique", parent_id="gouvernance")
    ThemeFactory(slug="eau", name="Eau")
    for number in (6, 11):
        GoalFactory(number=number, title=f"Objectif {number}")
    ProposalFactory(number=5)
    canada = CountryFactory(iso2="CA", name="Canada", name_en="Canada", continent="NA")
    contribution = {"uuid": "1" * 32, "proposal": 5, "statement": "Données ouvertes."}
    line = {"uuid": "2" * 32, "year": 2020, "source": "afd", "nature": "cash", "amount": "1.00"}
    here = published(
        [LocalAuthorityFactory(kind="commune", population=1999)],
        title="Un",
        kind="agreement",
        phase="active",
        starts_on="2019-05-01",
        ends_on="2021-05-01",
        themes=["numerique"],
        goals=[11],
        contributions=[contribution],
        budget=[line],
        results_there="Des puits.",
    )
    there = published(
        [LocalAuthorityFactory(kind="region", departement=corsica)],
        [InternationalPartnerFactory(country=canada)],
        title="Deux",
        kind="twinning",
        phase="completed",
        starts_on="2010-01-01",
        ends_on="2010-12-31",
        themes=["eau"],
        goals=[6],
        images=[IMAGE],
        provenance=Provenance.WIKIDATA,
        at=datetime(2021, 12, 31, 23, 30, tzinfo=UTC),
    )
    Partnership.objects.filter(pk=there.pk).update(confirmed_on=date(2022, 3, 1))
    index_partnerships([there.pk])
    return here, there


@pytest.mark.parametrize(
    ("name", "one", "other"),
    [
        ("nature", "commune", "region"),
        ("region", "32", "94"),
        ("departement", "59", "2A"),
        ("pays", "MA", "CA"),
        ("continent", "AF", "NA"),
        ("theme", "numerique", "eau"),
        ("odd", "11", "6"),
        ("type", "agreement", "twinning"),
        ("phase", "active", "completed"),
        ("annee", "2020", "2010"),
        ("taille", "0-1999", "non-renseigne"),
        ("publication", str(timezone.localdate().year), "2022"),
        ("confirmation", "non-renseigne", "2022"),
        ("budget", "oui", "non"),
        ("financement", "afd", "non-renseigne"),
        ("exercice", "2020", "non-renseigne"),
        ("images", "non", "oui"),
        ("resultats", "oui", "non"),
        ("provenance", "declared", "wikidata"),
    ],
)
def test_each_filter_keeps_what_has_the_value(client, two, name, one, other):
    assert titles(client, **{name: one}) == ["Un"]
    assert titles(client, **{name: other}) == ["Deux"]
    assert titles(client, **{name: [one, other]}) == ["Deux", "Un"]


def test_a_proposition_and_a_parent_theme_are_filters_too(client, two):
    assert titles(client, proposition="5") == ["Un"]
    assert titles(client, theme="gouvernance") == ["Un"]


def test_filters_and_words_add_up(client, two):
    assert titles(client, pays="MA", theme="numerique", q="données") == ["Un"]
    assert titles(client, pays="MA", theme="eau") == []


def test_active_filters_are_chips_that_can_be_taken_away(client, two):
    page = listing(client, pays=["MA", "CA"], q="objectif", tri="titre")

    assert [chip.label for chip in page.chips] == ["«\u202fobjectif\u202f»", "Maroc", "Canada"]
    for chip in page.chips:
        assert len(listing(client, **_query(chip.address)).chips) == 2
        assert "tri=titre" in chip.address


def test_a_proposition_among_the_filters_says_where_its_words_come_from(client, two):
    (chip,) = listing(client, proposition="5").chips

    assert chip.label.endswith(" (formulation rapportée, pas le texte du rapport)")


def _query(address):
    parts = [part.split("=") for part in address.removeprefix("?").split("&")]
    query = {}
    for name, value in parts:
        query.setdefault(name, []).append(value)
    return query


def test_order_is_newest_first_or_by_title(client, two):
    assert titles(client) == ["Deux", "Un"]
    assert titles(client, tri="titre") == ["Deux", "Un"]
    published(title="Avant")
    assert titles(client, tri="titre") == ["Avant", "Deux", "Un"]
    assert titles(client) == ["Avant", "Deux", "Un"]


@pytest.mark.parametrize(
    ("query", "note"),
    [
        ({"pays": "ZZ"}, True),
        ({"pays": "\x00"}, True),
        ({"annee": "deux mille"}, True),
        ({"odd": "999999999999999999999"}, True),
        ({"tri": "hasard"}, True),
        ({"q": "de la"}, True),
        ({"q": "x" * 10_000}, True),
        ({"apres": "0-1"}, False),
        ({"apres": "9-1"}, False),
        ({"avant": "-"}, False),
        ({"apres": "0-99999999999999999999999"}, False),
        ({"apres": "0-²"}, False),
        ({"page": "-1", "inconnu": "x"}, False),
    ],
)
def test_malformed_query_shows_a_page_and_says_what_it_ignored(client, two, query, note):
    assert bool(listing(client, **query).notes) == note


def test_pages_are_stable_while_rows_are_published(client):
    parties = [LocalAuthorityFactory()], [InternationalPartnerFactory()]
    for rank in range(45):
        published(*parties, title=f"Titre {rank:02d}")
    first = listing(client)
    published(*parties, title="Entre-temps")

    second = listing(client, apres=first.page.after)
    third = listing(client, apres=second.page.after)

    shown = [row.title for page in (first, second, third) for row in page.page.rows]
    assert shown == [f"Titre {rank:02d}" for rank in range(44, -1, -1)]
    assert third.after_address == ""
    back = listing(client, avant=third.page.before)
    assert [row.title for row in back.page.rows] == [row.title for row in second.page.rows]


@pytest.mark.parametrize("query", [{}, {"tri": "titre"}, {"pays": ["MA", "CA"]}])
def test_a_page_beyond_the_last_row_is_the_first(client, two, query):
    oldest, newest = two

    for cursor in ({"apres": f"0-{oldest.pk}"}, {"avant": f"0-{newest.pk}"}):
        page = listing(client, **query, **cursor).page
        assert page.rows == listing(client, **query).page.rows != [], cursor


def test_pages_by_title_and_by_nearness_lose_nothing(client):
    lyon = LocalAuthorityFactory(name="Lyon")
    partner = InternationalPartnerFactory()
    for rank in range(25):
        published([lyon], [partner], title=f"Lyon {rank % 3}")
        published(title=f"Vers Lyon {rank}")

    for query in ({"tri": "titre"}, {"q": "lyon"}, {"q": "lyon", "tri": "titre"}):
        seen, cursor = [], {}
        while True:
            page = listing(client, **query, **cursor)
            seen += [row.pk for row in page.page.rows]
            if not page.page.after:
                break
            cursor = {"apres": page.page.after}
        assert len(seen) == len(set(seen)) == 50, query
    nearest = listing(client, q="lyon").page.rows
    assert {row.lead_authority for row in nearest} == {lyon}


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({}, 2),
        ({"pays": "MA"}, 1),
        ({"pays": ["MA", "CA"]}, 2),
        ({"pays": "MA", "type": "agreement"}, 1),
        ({"q": "ouvertes"}, 1),
        ({"q": "ouvertes", "pays": "CA"}, 0),
    ],
)
def test_results_are_counted(client, two, query, count):
    assert listing(client, **query).count == count


def test_provenance_of_a_row_is_shown(client, two):
    published(title="Trois", provenance=Provenance.DEMONSTRATION)

    text = client.get(REGISTRY).content.decode()

    assert "Donnée Wikidata, non déclarée par la collectivité" in text
    assert text.count(">démonstration</span>") == 1


@pytest.mark.parametrize("query", ["", "?q=partage", "?pays=MA&theme=eau"])
def test_registry_costs_the_same_for_one_row_and_for_three(
    client, query, django_assert_num_queries
):
    expected = {"": 14, "?q=partage": 23, "?pays=MA&theme=eau": 18}[query]
    ThemeFactory(slug="eau", name="Eau")
    for count in (1, 3):
        while Partnership.objects.count() < count:
            published(themes=["eau"])
        with django_assert_num_queries(expected):
            response = client.get(REGISTRY + query)
        assert len(response.context["listing"].page.rows) == count


def test_hundreds_of_years_in_an_address_cost_no_more_than_twenty(client, two):
    years = [f"{year:04d}" for year in range(1000, 2200)]

    page = listing(client, annee=years)

    assert page.filterset.chosen["annee"] == years[:20]
    assert page.notes == [
        "Seules les 20 premières années choisies sont gardées\u202f: indiquez plutôt la première "
        "et la dernière."
    ]
    assert listing(client, annee=years[:20]).notes == []
    years = [*years[:19], "2020"]
    assert listing(client, annee=years).count == listing(client, annee="2020").count == 1
