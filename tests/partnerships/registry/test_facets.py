"""The filters of the registry as a page shows them: counts, order, long lists, periods."""

import re

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from partnerships.models import NOT_STATED, Partnership, Provenance
from partnerships.publication.index import index_partnerships
from partnerships.publication.publish import NewPartnership, publish_many
from partnerships.registry.facets.choices import LONG, SHOWN
from partnerships.registry.facets.counts import HELD
from partnerships.registry.facets.held import rebuild_facets
from proposals.models import Wording
from tests.factories.authorities import DepartementFactory, LocalAuthorityFactory, RegionFactory
from tests.factories.lists import CountryFactory, ProposalFactory, ThemeFactory
from tests.factories.partnerships import InternationalPartnerFactory, projection_of, published
from tests.factories.roles import text_of

pytestmark = pytest.mark.django_db
REGISTRY = reverse("partnerships:registry")


@pytest.fixture(params=["sql", "sets"])
def counted(request, settings, tmp_path, monkeypatch):
    """Counts by SQL, or by the sets of a copy made before the partnerships are published."""
    settings.VAR_DIR = tmp_path
    HELD.__init__()
    if request.param == "sets":
        published(title="Ancien")
        monkeypatch.setattr("partnerships.registry.facets.held.FEW", 0)
        rebuild_facets()
        old = Partnership.objects.get()
        old.is_suspended = True
        old.save()
        index_partnerships([old.pk])
    yield request.param
    HELD.__init__()


def listing(client, address="", **query):
    response = client.get(address or REGISTRY, query)
    assert response.status_code == 200
    return response.context["listing"]


def panel(page, facet):
    return next(each for each in page.facets if each.facet == facet)


def counts(client, facet, **query):
    """{value: count} of a facet, in the order of the page."""
    return {each.value: each.count for each in panel(listing(client, **query), facet).all}


def partner_of(iso2, continent="AF"):
    country = CountryFactory(
        iso2=iso2, name=f"Pays {iso2}", name_en=f"Country {iso2}", continent=continent
    )
    return InternationalPartnerFactory(country=country)


@pytest.fixture
def places(counted):
    """Two partnerships of the Nord with Morocco, one of Corsica with Canada."""
    morocco, canada = partner_of("MA"), partner_of("CA", "NA")
    corsica = DepartementFactory(
        code="2A", name="Corse-du-Sud", region=RegionFactory(code="94", name="Corse")
    )
    nord = LocalAuthorityFactory()
    published([nord], [morocco], title="Fontaines", starts_on="2019-01-01", ends_on="2020-01-01")
    published([nord], [morocco], title="Tramways", starts_on="2021-01-01")
    published([LocalAuthorityFactory(departement=corsica)], [canada], title="Fontaines d’ici")


def test_counts_follow_the_words_and_the_other_filters(client, places):
    assert counts(client, "pays") == {"MA": 2, "CA": 1}
    assert counts(client, "pays", region="94") == {"CA": 1, "MA": 0}
    assert counts(client, "pays", q="fontaines") == {"MA": 1, "CA": 1}
    assert counts(client, "region", pays="MA", q="tramways") == {"32": 1, "94": 0}
    assert listing(client, pays="MA", region="94").count == 0


def test_a_filter_is_counted_without_its_own_choice(client, places):
    assert counts(client, "pays", pays="CA") == {"CA": 1, "MA": 2}
    assert counts(client, "continent", pays="CA") == {"NA": 1, "AF": 0}


def test_all_is_counted_beyond_a_thousand(client):
    projection = projection_of(title="Fontaines", kind="twinning")
    drafts = (NewPartnership(projection, Provenance.DECLARED) for _rank in range(1001))
    publish_many(drafts, reason="test")
    with connection.cursor() as cursor:
        # What PostgreSQL does by itself once such rows are committed.
        cursor.execute("ANALYZE")

    page = client.get(REGISTRY, {"q": "fontaines", "type": "twinning"})

    assert page.context["listing"].count == 1001
    assert re.search(r"\b1\s001 partenariats", text_of(page))


def test_themes_are_a_tree_that_opens_where_one_is_chosen(client, counted):
    ThemeFactory(slug="ville", name="Ville")
    for slug in ("numerique", "eau"):
        ThemeFactory(slug=slug, name=slug, parent_id="ville")
    published(themes=["numerique"])
    published(themes=["eau"])
    published(themes=["ville"])
    published()

    (closed,) = (each for each in panel(listing(client), "theme").shown if each.value == "ville")
    assert (closed.count, [each.value for each in closed.children]) == (3, ["eau", "numerique"])
    shown = panel(listing(client, theme="eau"), "theme").shown
    assert [(each.value, each.is_child) for each in shown] == [
        ("ville", False),
        ("eau", True),
        ("numerique", True),
        (NOT_STATED, False),
    ]
    assert listing(client, theme="ville").count == 3
    assert counts(client, "theme", theme="eau") == counts(client, "theme")


def test_what_is_not_stated_is_a_value(client, counted):
    published([LocalAuthorityFactory(departement=None, region=None)], title="Sans région")
    published(title="Avec")

    page = listing(client, region=NOT_STATED)

    assert [row.title for row in page.page.rows] == ["Sans région"]
    assert [chip.label for chip in page.chips] == ["non renseigné"]
    assert counts(client, "region") == {"32": 1, NOT_STATED: 1}


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ({"de": "2020", "a": "2020"}, {"Fontaines"}),
        ({"de": "2020"}, {"Fontaines", "Tramways"}),
        ({"de": "2021"}, {"Tramways"}),
        ({"a": "2020"}, {"Fontaines"}),
        ({"a": "2018"}, set()),
        ({"de": "2022", "a": "2018"}, {"Fontaines", "Tramways"}),
        ({"annee": "2020"}, {"Fontaines"}),
        ({"annee": ["2020", "2022"]}, {"Fontaines", "Tramways"}),
        ({"annee": NOT_STATED}, {"Fontaines d’ici"}),
        ({"annee": NOT_STATED, "a": "2020"}, {"Fontaines", "Fontaines d’ici"}),
        ({"annee": "1800"}, set()),
        ({"de": "2020", "q": "fontaines", "pays": "CA"}, set()),
    ],
)
def test_a_period_finds_what_is_under_way_in_it(client, places, query, titles):
    page = listing(client, **query)

    assert {row.title for row in page.page.rows} == titles
    assert page.count == len(titles)
    assert page.notes == []


@pytest.mark.parametrize(
    "years", [{"de": "20"}, {"a": "deux mille"}, {"de": "²019"}, {"de": "0", "a": "99999"}]
)
def test_a_year_that_cannot_be_read_is_said(client, places, years):
    page = listing(client, **years)

    assert page.notes == ["Écrivez une année en quatre chiffres, comme 2019."]
    assert page.count == 3


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"de": "2020"}, 1),
        ({"annee": "2020"}, 1),
        ({"de": "2020", "pays": "CA"}, 1),
        ({"de": "2020", "pays": "MA"}, 0),
        ({"de": "2020", "annee": NOT_STATED}, 0),
        ({"pays": "CA"}, 0),
    ],
)
def test_a_period_says_how_many_it_leaves_out_for_want_of_a_date(client, places, query, count):
    page = listing(client, **query)

    assert bool(page.undated) == bool(count)
    text = text_of(client.get(REGISTRY, query))
    assert ("n’a pas de date de début connue" in text) == bool(count)
    if count:
        assert page.undated.count == count
        found = listing(client, REGISTRY + page.undated.query)
        assert [row.title for row in found.page.rows] == ["Fontaines d’ici"]


@pytest.mark.parametrize(
    ("query", "label"),
    [
        ({"de": "2019", "a": "2021"}, "de 2019 à 2021"),
        ({"de": "2021", "a": "2019"}, "de 2019 à 2021"),
        ({"de": "2019"}, "depuis 2019"),
        ({"a": "2019"}, "jusqu’à 2019"),
        ({"de": "2019", "a": "2019"}, "2019"),
    ],
)
def test_a_period_is_a_chip_that_can_be_taken_away(client, places, query, label):
    page = listing(client, pays="MA", **query)

    chip = page.chips[-1]
    assert chip.label == label
    assert chip.address == "?pays=MA"
    assert 'name="de"' in text_of(client.get(REGISTRY, query))


def test_years_of_an_old_address_stay_chosen(client, places):
    page = listing(client, annee=["2020", "2019"])

    assert [chip.label for chip in page.chips] == ["2020", "2019"]
    assert [chip.address for chip in page.chips] == ["?annee=2019", "?annee=2020"]
    text = text_of(client.get(REGISTRY, {"annee": "2020"}))
    assert 'name="annee" value="2020" checked' in text


def test_years_count_with_the_other_filters(client, places):
    this_year = str(timezone.localdate().year)

    years = panel(listing(client, q="tramways", de="2019", a="2019"), "annee").years

    assert {years["2021"], years[this_year]} == {1}
    assert "2019" not in years


def chosen_first_in(client, **query):
    return [each.value for each in panel(listing(client, **query), "pays").shown]


def test_long_lists_show_the_chosen_then_the_most_frequent_and_lead_to_all(client, counted):
    codes = [f"{letter}B" for letter in "BCDEFGHIJKLM"]
    authorities = [LocalAuthorityFactory()]
    for rank, code in enumerate(codes):
        for _time in range(2 if rank == 9 else 1):
            published(authorities, [partner_of(code)], kind="twinning" if rank < 2 else "agreement")
    assert len(codes) > LONG

    first = panel(listing(client), "pays")
    assert first.shown[0].value == "KB"
    assert (len(first.shown), first.more_count) == (SHOWN, len(codes) - SHOWN)
    assert chosen_first_in(client, pays=["MB", "LB"])[:3] == ["LB", "MB", "KB"]
    of_twinnings = panel(listing(client, type="twinning"), "pays")
    assert [each.count for each in of_twinnings.shown] == [1, 1, 0, 0, 0, 0, 0, 0]
    every = {"pays": [code for code in codes if code != "BB"]}
    assert len(panel(listing(client, **every), "pays").shown) == len(codes) - 1

    page = client.get(REGISTRY, {"type": "twinning", "tri": "titre", "pays": "MB"})
    address = re.search(r'href="(/registre/filtres/pays/[^"]*)"', text_of(page))[1]
    assert address == "/registre/filtres/pays/?tri=titre&amp;pays=MB&amp;type=twinning"
    response = client.get(address.replace("&amp;", "&"))
    text = text_of(response)
    for code in codes:
        assert f'name="pays" value="{code}"' in text
    assert 'value="MB" checked' in text
    assert '<input type="hidden" name="type" value="twinning">' in text
    assert '<input type="hidden" name="tri" value="titre">' in text
    choosing = text.split('<form action="/registre/"')[1]
    assert 'type="hidden" name="pays"' not in choosing


def test_a_proposition_that_is_not_published_is_not_offered(client, counted, settings):
    settings.DEMONSTRATION = settings.PROPOSALS_SHOW_WORKING = False
    ProposalFactory(number=5, wording=Wording.WORKING)
    contribution = {"uuid": "1" * 32, "proposal": 5, "statement": "Données ouvertes."}
    published(contributions=[contribution])
    published()

    page = listing(client, proposition="5")

    assert page.notes == [
        "Filtre «\u202fproposition\u202f»\u202f: une valeur inconnue est ignorée."
    ]
    assert page.count == 2
    assert [each.value for each in panel(page, "proposition").choices] == [NOT_STATED]


def test_a_theme_says_how_many_it_leaves_out_for_want_of_one(client):
    ThemeFactory(slug="eau", name="Eau")
    mali = InternationalPartnerFactory(country=CountryFactory(iso2="ML", name="Mali"))
    published(title="Puits", themes=["eau"])
    published(partners=[mali], title="Muet")

    page = listing(client, theme="eau", pays="ML")

    [unstated] = page.unstated
    assert (unstated.count, page.count) == (1, 0)
    text = text_of(client.get(REGISTRY, {"theme": "eau", "pays": "ML"}))
    assert "1 partenariat ne dit rien de ce filtre (thématique)" in text
    found = listing(client, REGISTRY + unstated.query)
    assert [row.title for row in found.page.rows] == ["Muet"]
    assert found.unstated == listing(client, pays="ML").unstated == []
