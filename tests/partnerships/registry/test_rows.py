"""Rows of partnerships: who, with whom, how far, and what is told once above them."""

import re

import pytest
from django.urls import reverse

from partnerships.models import InternationalPartner, LocalAuthority, Partnership, Provenance
from partnerships.registry.rows import Distance, PartnershipRows
from tests.factories.authorities import DepartementFactory, LocalAuthorityFactory, RegionFactory
from tests.factories.lists import CountryFactory, ProposalFactory, ThemeFactory
from tests.factories.partnerships import InternationalPartnerFactory, published
from tests.factories.roles import text_of

pytestmark = pytest.mark.django_db
GRENOBLE, SFAX, CAIRO = (45.19, 5.72), (34.74, 10.76), (30.04, 31.24)


def town(name, point=None, **fields):
    place = {"latitude": point[0], "longitude": point[1], "precision": "town_hall"} if point else {}
    return LocalAuthorityFactory(name=name, **place, **fields)


def partner(name, point=None, **fields):
    place = {"latitude": point[0], "longitude": point[1]} if point else {}
    return InternationalPartnerFactory(name=name, **place, **fields)


def rows(words=()):
    return list(PartnershipRows(Partnership.objects.for_list().order_by("pk"), words))


def common():
    found = PartnershipRows(Partnership.objects.all()).common
    return found.head + found.rest


def names(side):
    return [(str(each.name), each.place) for each in side.named]


def test_a_row_says_who_with_whom_and_how_far():
    published([town("Grenoble", GRENOBLE)], [partner("Sfax", SFAX)])

    [row] = rows()

    assert names(row.here) == [("Grenoble", "Nord (59)")]
    assert names(row.there) == [("Sfax", "Maroc")]
    assert row.distance.text == "1\xa0240\u202fkm"


def test_several_of_each_side_are_named_with_the_nearest_and_the_farthest():
    here = [town(f"Commune {rank}") for rank in range(4)] + [town("Grenoble", GRENOBLE)]
    published(here, [partner("Sfax", SFAX), partner("Le Caire", CAIRO), partner("Sans lieu")])

    [row] = rows()

    assert (len(row.here.named), row.here.other_count) == (3, 2)
    assert (len(row.there.named), row.there.other_count) == (3, 0)
    assert row.distance.text == "de 1\xa0240 à 2\xa0790\u202fkm"


def test_four_are_all_named_rather_than_one_other():
    published([town(f"Commune {rank}") for rank in range(4)], [partner("Sfax")])

    [row] = rows()

    assert (len(row.here.named), row.here.other_count) == (4, 0)


@pytest.mark.parametrize(("here", "there"), [(None, SFAX), (GRENOBLE, None), (None, None)])
def test_no_distance_is_made_up(client, here, there):
    published([town("Ici", here)], [partner("Là", there)])

    [row] = rows()
    text = text_of(client.get(reverse("partnerships:registry")))

    assert row.distance is None
    assert "distance inconnue" in text
    assert "row__arc" not in text


@pytest.mark.parametrize(
    ("km", "text", "end"),
    [
        (3, "moins de 10\u202fkm", 5.1),
        (24, "20\u202fkm", 7.0),
        (5_000, "5\xa0000\u202fkm", 48.0),
        (20_000, "20\xa0000\u202fkm", 92.0),
        (20_015, "20\xa0020\u202fkm", 92.0),
    ],
)
def test_the_arc_grows_with_the_root_of_the_distance(km, text, end):
    distance = Distance(km, km)

    assert distance.text == text
    assert float(distance.end) == pytest.approx(end, abs=0.1)


def test_a_country_that_is_the_partner_is_not_named_twice():
    senegal = CountryFactory(iso2="SN", name="Sénégal", name_en="Senegal")
    published([town("Lille")], [partner("Sénégal", country=senegal)])

    [row] = rows()

    assert names(row.there) == [("Sénégal", "")]


def test_imported_rows_tell_once_what_they_share(client):
    for _time in range(2):
        published(
            [town("Lille")],
            [partner("Fès")],
            kind="twinning",
            provenance=Provenance.WIKIDATA,
        )
    Partnership.objects.update(source_text="Wikidata, 2017")

    assert common() == "Jumelages repris de Wikidata (2017), sans date ni thème, non déclarés"
    assert [(row.title, row.facts) for row in rows()] == [("", ()), ("", ())]
    text = text_of(client.get(reverse("partnerships:registry")))
    assert text.count("Jumelages repris de Wikidata (2017)") == 1
    results = text.split('id="resultats"')[1].split("</main>")[0]
    assert "onnée Wikidata" not in results
    Partnership.objects.filter(pk=Partnership.objects.first().pk).update(is_suspended=True)
    shown = PartnershipRows(Partnership.objects.listed()).common
    assert (
        shown.head + shown.rest
        == "Jumelage repris de Wikidata (2017), sans date ni thème, non déclaré"
    )


def test_rows_of_several_origins_each_say_theirs(client):
    published(title="Un", kind="twinning", provenance=Provenance.WIKIDATA)
    ThemeFactory(slug="eau", name="Eau")
    published(
        title="Deux",
        kind="agreement",
        phase="active",
        starts_on="2019-05-01",
        ends_on="2021-05-01",
        themes=["eau"],
        provenance=Provenance.DEMONSTRATION,
    )

    assert PartnershipRows(Partnership.objects.all()).common.head == ""
    one, two = rows()
    assert one.facts == ("Jumelage", "Donnée Wikidata, non déclarée par la collectivité")
    assert (one.title, two.title) == ("", "Deux")
    assert two.facts == (
        "Coopération décentralisée conventionnée",
        "En cours",
        "2019 – 2021",
        "Eau",
        "Jamais confirmé",
    )


def test_provenance_of_most_rows_is_said_once_and_the_others_on_theirs():
    for _time in range(2):
        published(kind="twinning", provenance=Provenance.WIKIDATA)
    published(title="Convention", provenance=Provenance.SOURCED)
    published(title="Essai", provenance=Provenance.DEMONSTRATION)
    Partnership.objects.filter(provenance=Provenance.WIKIDATA).update(source_text="Wikidata, 2017")

    assert common() == (
        "Partenariats repris de Wikidata (2017), sans date ni thème, non déclarés, "
        "sauf mention contraire"
    )
    said = [[fact for fact in row.facts if "déclaré" in fact] for row in rows()]
    assert said == [[], [], ["Source publique, non déclaré par la collectivité"], []]
    assert [row.is_demonstration for row in rows()] == [False, False, False, True]


def test_table_without_provenances_says_none_for_all_its_rows(client):
    for provenance in (Provenance.WIKIDATA, Provenance.WIKIDATA, Provenance.SOURCED):
        published(provenance=provenance)

    text = text_of(client.get("/registre/tableau/", {"colonne": "pays"}))

    assert "sauf mention contraire" not in text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"kind": "twinning"}, "Jumelage déclaré par sa collectivité, sans date ni thème"),
        (
            {"kind": "agreement", "starts_on": "2019"},
            "Partenariat de type «\u202fcoopération décentralisée conventionnée\u202f» déclaré par"
            " sa collectivité, sans thème",
        ),
        (
            {"kind": "twinning", "themes": ["eau"], "provenance": Provenance.SOURCED},
            "Jumelage repris de sources publiques, sans date, non déclaré",
        ),
        ({"kind": "unknown"}, "Partenariat déclaré par sa collectivité, sans date ni thème"),
        (
            {"kind": "twinning", "provenance": Provenance.DEMONSTRATION},
            "Jumelage fictif, de démonstration, sans date ni thème",
        ),
    ],
)
def test_what_is_shared_agrees_with_what_it_is_said_of(fields, sentence):
    ThemeFactory(slug="eau", name="Eau")
    published(**fields)

    assert common() == sentence


@pytest.mark.parametrize(
    ("fields", "years"),
    [
        ({"starts_on": "2019"}, ["Depuis 2019"]),
        ({"ends_on": "2021"}, ["Jusqu’en 2021"]),
        ({"starts_on": "2019", "ends_on": "2019"}, ["2019"]),
        ({"starts_on": "2019", "ends_on": "2021-02"}, ["2019 – 2021"]),
        ({}, []),
    ],
)
def test_years_are_those_that_are_known(fields, years):
    published(**fields)

    [row] = rows()

    assert [fact for fact in row.facts if "20" in fact] == years


def test_searched_words_are_marked_and_names_are_escaped():
    published([town("<b>Lille</b>")], [partner("Fès & Co")])

    [row] = rows(["lille"])

    assert str(row.here.named[0].name) == "&lt;b&gt;<mark>Lille</mark>&lt;/b&gt;"
    assert str(row.there.named[0].name) == "Fès &amp; Co"
    assert str(rows()[0].here.named[0].name) == "&lt;b&gt;Lille&lt;/b&gt;"


@pytest.fixture
def twin():
    ProposalFactory(number=5)
    alps = RegionFactory(code="84", name="Auvergne-Rhône-Alpes")
    isere = DepartementFactory(code="38", name="Isère", region=alps)
    contribution = {"uuid": "1" * 32, "proposal": 5, "statement": "Données ouvertes."}
    return published(
        [town("Grenoble", GRENOBLE, departement=isere)],
        [partner("Sfax", SFAX)],
        title="Titre d’ici",
        contributions=[contribution],
    )


@pytest.mark.parametrize(
    "page",
    ["home", "registry", "authority", "partner", "country", "region", "departement", "proposal"],
)
def test_the_row_is_the_same_on_every_page(client, twin, page):
    authority, foreign = LocalAuthority.objects.get(), InternationalPartner.objects.get()
    address = {
        "home": "/",
        "registry": reverse("partnerships:registry"),
        "authority": authority.get_absolute_url(),
        "partner": foreign.get_absolute_url(),
        "country": foreign.country.get_absolute_url(),
        "region": "/regions/84/",
        "departement": "/departements/38/",
        "proposal": reverse("proposals:proposal_detail", args=[5]),
    }[page]

    text = text_of(client.get(address))

    [row] = re.findall(r'<article class="row">.*?</article>', text, re.DOTALL)
    assert 'href="' + twin.get_absolute_url() in row
    for part in (
        "Titre d’ici",
        "Grenoble",
        "Isère (38)",
        "Sfax",
        "Maroc",
        "240 km",
        "row__arc",
    ):
        assert part in row, part
    assert ("Données ouvertes." in row) == (page == "proposal")
    assert " style=" not in row


def test_a_kind_that_is_not_known_is_not_told_as_a_fact(client):
    published(kind="unknown", title="Sans type", phase="active")
    published(kind="twinning", title="Jumelage")

    assert {row.title: row.facts[0] for row in rows()} == {
        "Sans type": "En cours",
        "Jumelage": "Jumelage",
    }
    for name in ("registry", "registry_table", "registry_feed"):
        assert "type inconnu" not in client.get(reverse(f"partnerships:{name}")).content.decode()
