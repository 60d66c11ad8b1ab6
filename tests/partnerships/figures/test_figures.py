"""The figures of a result: what they count, what they say, where their marks lead."""

from decimal import Decimal

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from partnerships.models import Indicator, LocalAuthority, Partnership
from partnerships.pages.figures import content
from partnerships.publication.index import index_partnerships
from partnerships.publication.public_version import public_version
from partnerships.registry.filters import PartnershipFilterSet
from tests.factories.authorities import LocalAuthorityFactory, RegionFactory
from tests.factories.lists import CountryFactory
from tests.factories.partnerships import InternationalPartnerFactory, published
from tests.factories.roles import text_of
from tests.partnerships.figures.conftest import line

pytestmark = pytest.mark.django_db
PAGE = "/chiffres/"
# Marks that count something else than the partnerships that their address lists.
OTHER_UNITS = {"communes", "collectivites", "par-habitant", "financements", "exercices", "voisins"}


def figures_of(client, **query):
    response = client.get(PAGE, query)
    assert response.status_code == 200
    return response.context["figures"], text_of(response)


def chart(figures, slug):
    return next(each for each in figures.charts if each.slug == slug)


def numbers(figures, slug):
    return {mark.label: mark.value for mark in chart(figures, slug).marks}


def test_declared_and_imported_partnerships_are_never_added_up(client, registry):
    figures, text = figures_of(client)
    imported, _text = figures_of(client, provenance="wikidata")

    assert figures.found.count == 3
    assert numbers(figures, "pays") == {"Maroc": 2, "Canada": 2}
    assert numbers(imported, "pays") == {"Maroc": 1}
    assert numbers(figures, "provenances") == {
        "Déclaré par la collectivité": 3,
        "Donnée Wikidata, non déclarée par la collectivité": 1,
    }
    assert "3 partenariats</strong> déclarés par leur collectivité" in text
    assert "1 repris de sources publiques, non déclaré" in text


def test_what_the_reader_chose_is_not_drawn(client):
    country = CountryFactory(iso2="CA", name="Canada", continent="NA")
    published(partners=[InternationalPartnerFactory(country=country)], title="Eau")

    def drawn(**query):
        return {each.slug for each in figures_of(client, **query)[0].charts}

    assert {"pays", "continents"} <= drawn() & drawn(q="eau")
    assert {"pays", "continents"} & drawn(continent="NA") == {"pays"}
    assert not {"pays", "continents"} & drawn(pays="CA")
    assert client.get("/chiffres/pays.csv", {"pays": "CA"}).status_code == 200


def test_nothing_found_names_no_other_filter(client):
    published()
    _figures, text = figures_of(client, q="xyzzy")

    assert "Aucun partenariat connu pour" in text
    assert "autres filtres" not in text


def test_every_mark_leads_to_what_it_counts(client, registry):
    for query in ({}, {"provenance": "wikidata"}, {"pays": "MA"}, {"region": "94"}, {"de": "2020"}):
        figures, _text = figures_of(client, **query)
        for each in figures.charts:
            for mark in each.marks:
                if not mark.address:
                    continue
                asked = QueryDict(mark.address.partition("?")[2])
                filterset = PartnershipFilterSet(asked)
                assert filterset.notes == [], (each.slug, mark)
                if each.slug not in OTHER_UNITS:
                    assert filterset.count == mark.value, (query, each.slug, mark)
                else:
                    assert filterset.count, (query, each.slug, mark)


def test_figures_are_those_of_the_registry(client, registry):
    figures, _text = figures_of(client)

    assert numbers(figures, "continents") == {"Afrique": 2, "Amérique du Nord": 2}
    assert numbers(figures, "themes") == {"Eau": 1}
    assert numbers(figures, "debuts") == {"2019": 2}
    started = {str(year): 1 for year in range(2022, timezone.localdate().year + 1)}
    assert numbers(figures, "en-cours") == {"2019": 2, "2020": 2, "2021": 2, **started}
    assert numbers(figures, "financements") == {
        "Agence française de développement": Decimal("1000.00"),
        "Financement privé ou associatif": Decimal("500.50"),
    }
    assert numbers(figures, "exercices") == {"2024": Decimal("1000.00"), "2025": Decimal("500.50")}
    assert numbers(figures, "par-collectivite") == {
        "1": 1, "2": 1, "3": 0, "4 à 5": 0, "6 à 10": 0, "11 et plus": 0
    }  # fmt: skip
    assert numbers(figures, "communes") == {
        "Moins de 2\u202f000": 0.5,
        "De 50\u202f000 à 99\u202f999": 1,
    }
    assert numbers(figures, "distances")["De 1\u202f500 à 2\u202f500\u202fkm"] == 1
    assert numbers(figures, "par-habitant") == {
        "Corse": 100_000 / 60_000, "Hauts-de-France": 200_000 / 2700
    }  # fmt: skip


def test_authorities_in_use_follow_what_is_published(client):
    communes = [LocalAuthorityFactory(kind="commune", population=300) for _rank in range(4)]
    shares = []
    for commune in communes[:2]:
        published([commune])
        public_version()  # as where the transaction wrote nothing
        shares += [numbers(figures_of(client)[0], "communes") for _time in range(2)]

    assert [list(each.values()) for each in shares] == [[0.25], [0.25], [0.5], [0.5]]


def test_no_rate_of_few_inhabitants(client, registry):
    LocalAuthority.objects.filter(population=60_000).update(population=999)

    figures, _text = figures_of(client)

    assert "par-habitant" not in {each.slug for each in figures.charts}


def test_results_and_indicators_are_counted_apart(client, registry):
    page = Partnership.objects.filter(provenance="declared").order_by("pk").last()
    Indicator.objects.create(partnership=page, uuid="3" * 32, name="Lampes", target=12)

    figures, _text = figures_of(client)

    assert numbers(figures, "resultats") == {
        "Des résultats décrits ou mesurés": 1,
        "Au moins un indicateur": 1,
        "Un indicateur avec une cible": 1,
        "Un indicateur avec une valeur atteinte": 0,
        "Aucun résultat": 2,
    }


def test_amounts_of_too_many_partnerships_are_not_added_up(client, registry, monkeypatch):
    monkeypatch.setattr(content, "MOST_READ", 0)

    figures, text = figures_of(client)

    assert "financements" not in {each.slug for each in figures.charts}
    assert "resultats" in {each.slug for each in figures.charts}
    assert "choisissez un pays" in text


def test_years_that_are_not_over_are_told(client):
    today = timezone.localdate().year
    published(starts_on=str(today - 1), ends_on=str(today + 1))
    published(starts_on=str(today))

    figures, text = figures_of(client)

    notes = {mark.label: mark.note for mark in chart(figures, "en-cours").marks}
    assert list(notes.values()) == ["", "année en cours, incomplète", "année à venir"]
    assert (
        chart(figures, "en-cours").title
        == f"Au plus 2 en cours la même année parmi ceux connus ici, en {today}"
    )
    assert f"{today} : année en cours, incomplète." in text


def test_many_years_are_gathered_before_the_last_forty(client):
    today = timezone.localdate().year
    for year in (1950, 1951, today):
        published(starts_on=str(year))

    figures, _text = figures_of(client)

    marks = chart(figures, "debuts").marks
    assert len(marks) == 41
    assert (marks[0].label, marks[0].value) == (f"avant {today - 39}", 2)
    assert PartnershipFilterSet(QueryDict(marks[0].address.partition("?")[2])).count == 2


def test_each_region_is_compared_with_the_country(client):
    ma, ca = (
        InternationalPartnerFactory(),
        InternationalPartnerFactory(
            country=CountryFactory(iso2="CA", name="Canada", name_en="Canada", continent="NA")
        ),
    )
    regions = [
        RegionFactory(code=code, name=name) for code, name in (("94", "Corse"), ("53", "Bretagne"))
    ]
    for rank, region in enumerate(regions):
        authority = LocalAuthorityFactory(region=region)
        for number in range(20):
            published([authority], [ca if number < 5 + 10 * rank else ma])

    figures, _text = figures_of(client)

    series = {each.label: each for each in figures.multiples.series}
    assert {name: [mark.value for mark in each.marks] for name, each in series.items()} == {
        "Corse": [0.25, 0.75, 0],
        "Bretagne": [0.75, 0.25, 0],
    }
    accents = {each: [m.label for m in series[each].marks if m.is_accent] for each in series}
    assert accents == {"Corse": ["Maroc"], "Bretagne": ["Canada"]}
    assert {mark.reference for mark in series["Corse"].marks[:2]} == {0.5}
    asked = QueryDict(series["Corse"].marks[0].address.partition("?")[2])
    assert PartnershipFilterSet(asked).count == 20 * series["Corse"].marks[0].value


def test_what_is_not_known_is_listed_with_its_reason(client):
    published(provenance="wikidata", kind="twinning")

    figures, text = figures_of(client)

    missing = {each.what for each in figures.missing}
    assert {"date de début connue", "thématique renseignée", "proposition portée"} <= missing
    assert not {"debuts", "en-cours", "themes", "financements"} & {c.slug for c in figures.charts}
    assert "Rien n’est estimé ni interpolé" in text


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({}, "Le registre est vide"),
        ({"q": "xyzzy"}, "Aucun partenariat inscrit au registre ne correspond"),
    ],
)
def test_nothing_found_is_said_and_nothing_is_drawn(client, query, said):
    response = client.get(PAGE, query)

    assert response.status_code == 200
    assert said in text_of(response)
    assert "chart__bar" not in response.content.decode()


def test_a_suspended_partnership_is_in_no_figure(client, registry):
    page = Partnership.objects.filter(themes="eau").get()
    Partnership.objects.filter(pk=page.pk).update(is_suspended=True)
    index_partnerships([page.pk])

    figures, _text = figures_of(client)

    assert figures.found.count == 2
    slugs = {each.slug for each in figures.charts}
    assert not {"themes", "financements", "exercices", "propositions", "resultats"} & slugs


@pytest.mark.parametrize("count", [1, 3])
def test_page_runs_the_same_queries_for_any_number_of_partnerships(
    client, count, django_assert_num_queries
):
    for _rank in range(count):
        published(
            starts_on="2020",
            budget=[line(2024, "afd", "1.00")],
            results_here="Oui.",
        )

    public_version()  # as where the transaction wrote nothing
    client.get(PAGE)  # names and lists are read once

    with django_assert_num_queries(10):
        client.get(PAGE)


def test_figures_are_a_view_of_the_result_and_an_entry_of_the_menu(client):
    published()

    response = client.get(PAGE, {"pays": "MA"})

    text = response.content.decode()
    assert f'href="{reverse("partnerships:registry")}?pays=MA"' in text
    assert f'href="{PAGE}" aria-current="page"' in text
