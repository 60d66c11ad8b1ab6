"""Foreign towns have their French name and their own, whatever their source calls them."""

import pytest
from django.db import connection

from partnerships.analysis import fold
from partnerships.imports.reference.authorities import read_rows
from partnerships.imports.twinnings.french_names import FRENCH_NAMES, rename_partners
from partnerships.imports.twinnings.titles import retitle_twinnings
from partnerships.management.commands.load_reference_data import reference_digests
from partnerships.models import InternationalPartner, Partnership
from partnerships.publication.correct import correct
from partnerships.registry.partner_search import search_partners
from tests.factories.accounts import lead_reviewer
from tests.factories.authorities import LocalAuthorityFactory
from tests.factories.lists import CountryFactory
from tests.factories.partnerships import InternationalPartnerFactory, published
from tests.factories.twinnings import load, row, small_world

pytestmark = pytest.mark.django_db
CARTAGENA = ("Cartagena of Indias", "10.42", "-75.53", "Colombia")


@pytest.fixture
def world():
    small_world()
    CountryFactory(iso2="CO", name="Colombie", name_en="Colombia")


def names():
    return sorted(InternationalPartner.objects.values_list("name", "name_fr", "sort_key"))


def found(words):
    partners = search_partners(InternationalPartner.objects.all(), words, 5)
    return [match.partner.name for match in partners]


def imported(name, country, **fields):
    return InternationalPartnerFactory(
        name=name, country=CountryFactory(iso2=country), source="Wikidata, 2017", **fields
    )


def test_an_imported_town_has_both_names(world, write):
    load(write(row(partner=CARTAGENA)))

    assert names() == [
        (
            "Cartagena de Indias",
            "Carthagène des Indes",
            "carthagene des indes  carthagène des indes".replace("è", "e\u0300"),
        )
    ]
    partnership = Partnership.objects.get()
    assert partnership.title == "Jumelage Dunkerque – Carthagène des Indes"
    assert "cartagena-of-indias-co" in partnership.import_key
    for words in ("carthagène", "cartagena de indias"):
        assert found(words) == ["Cartagena de Indias"], words


def test_a_second_import_finds_a_town_by_the_name_of_its_file(world, write):
    path = write(row(partner=CARTAGENA))
    load(path)

    assert set(load(path).values()) == {"Ce jumelage est déjà au registre."}
    assert InternationalPartner.objects.count() == Partnership.objects.count() == 1


def test_towns_imported_before_are_renamed_once():
    imported("Cartagena of Indias", "CO")
    imported("Turin", "IT")
    imported("Rostock", "DE")

    assert [rename_partners(), rename_partners()] == [2, 0]
    assert [each[:2] for each in names()] == [
        ("Cartagena de Indias", "Carthagène des Indes"),
        ("Rostock", ""),
        ("Torino", "Turin"),
    ]
    assert names()[2][2] == "turin"
    assert (found("torino"), found("carthagène")) == (["Torino"], ["Cartagena de Indias"])


def twinning(title, partner, **fields):
    return published([LocalAuthorityFactory()], [partner], title=title, **fields)


def test_titles_of_twinnings_follow_in_a_version_of_their_own():
    cartagena = imported("Cartagena de Indias", "CO", name_fr="Carthagène des Indes")
    rostock = imported("Rostock", "DE")
    old = twinning("Jumelage L'Haÿ – Cartagena of Indias", cartagena, provenance="wikidata")
    twinning("Jumelage Lille – Rostock", rostock, provenance="wikidata")
    twinning("Jumelage Lens – Cartagena of Indias", cartagena)

    assert [retitle_twinnings(), retitle_twinnings()] == [1, 0]

    old.refresh_from_db()
    assert old.title == "Jumelage L’Haÿ – Carthagène des Indes"
    assert old.slug == "jumelage-l-hay-carthagene-des-indes"
    assert (old.provenance, old.current_version.number) == ("wikidata", 2)
    assert list(old.partners.all()) == [cartagena]
    assert set(Partnership.objects.exclude(pk=old.pk).values_list("title", flat=True)) == {
        "Jumelage Lens – Cartagena of Indias",
        "Jumelage Lille – Rostock",
    }


def test_a_title_that_an_officer_corrected_stays():
    cartagena = imported("Cartagena de Indias", "CO", name_fr="Carthagène des Indes")
    page = twinning("Jumelage Lens – Carthagene", cartagena, provenance="wikidata")
    title = {"title": "Jumelage Lens – Cartagena of Indias"}
    correct(page, 1, title, by=lead_reviewer(), reason="Coquille")

    assert retitle_twinnings() == 0


def test_names_that_were_declared_or_chosen_stay():
    imported("Antwerp", "BE", name_fr="Ville d’Anvers")
    InternationalPartnerFactory(name="Antwerp", country=CountryFactory(iso2="BE"))
    imported("Alexandria", "US")

    assert rename_partners() == 0
    assert [each[:2] for each in names()] == [
        ("Alexandria", ""),
        ("Antwerp", ""),
        ("Antwerp", "Ville d’Anvers"),
    ]


def test_apostrophes_of_partners_stored_before_are_typographic():
    InternationalPartnerFactory()
    with connection.cursor() as cursor:  # as rows were stored before
        cursor.execute(
            "UPDATE partnerships_internationalpartner SET name = %s", ["Braine-l'Alleud"]
        )

    assert rename_partners() == 1
    assert names()[0][0] == "Braine-l’Alleud"


def test_the_list_is_loaded_again_when_it_changes(tmp_path, monkeypatch):
    before = reference_digests()
    path = tmp_path / "names.tsv"
    path.write_bytes(FRENCH_NAMES.read_bytes() + b"XX\tA\tB\t\n")
    monkeypatch.setattr("partnerships.management.commands.load_reference_data.FRENCH_NAMES", path)

    changed = {name for name, digest in reference_digests().items() if digest != before[name]}

    assert changed == {"partners' names", "public rows and dossiers"}


def test_the_list_names_each_town_once_with_typographic_apostrophes():
    rows = list(read_rows(FRENCH_NAMES))

    keys = [(each["country"], fold(each["name"])) for each in rows]
    assert len(keys) == len(set(keys))
    assert all(each["name_fr"] for each in rows)
    assert not [each for each in rows if "'" in each["name_fr"] + each["name_local"]]
    assert rows == sorted(rows, key=lambda each: (each["country"], each["name"]))
