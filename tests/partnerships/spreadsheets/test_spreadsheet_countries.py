"""The countries of partners in a spreadsheet: other names, several that fit, France."""

import pytest

from partnerships.imports.reference.places import load_countries
from partnerships.models import PlaceTerm, RowState
from tests.factories.authorities import LocalAuthorityFactory, MemberFactory
from tests.factories.lists import CountryFactory, PlaceFactory
from tests.factories.roles import text_of
from tests.factories.spreadsheets import errors, found, items

pytestmark = pytest.mark.django_db
COUNTRY = "Pays des partenaires"


def plain(text):
    return " ".join(text.replace("\u202f", " ").split())


@pytest.fixture(scope="module")
def member(shared_rows):
    load_countries()
    return MemberFactory()


@pytest.mark.parametrize(
    ("text", "iso2"),
    [("Angleterre", "GB"), ("USA", "US"), ("Vietnam", "VN"), ("Hollande", "NL"), ("gb", "GB")],
)
def test_a_country_is_read_by_its_usual_names(member, text, iso2):
    row = found(member, **{"Partenaires étrangers": "Quelque part", COUNTRY: text})

    assert row.state == RowState.GOOD
    assert items(row, "partners")[0]["proposed_country"] == iso2


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Corée", "peut être Corée du Nord ou Corée du Sud\u202f: écrivez lequel"),
        ("Guadeloupe", "est en France"),
        ("France", "est en France"),
        ("Allemange", "vouliez-vous dire « Allemagne »"),
        ("Wakanda", "aucun pays connu"),
    ],
)
def test_a_country_that_is_not_certain_is_asked_for(member, text, sentence):
    row = found(member, **{"Partenaires étrangers": "Quelque part", COUNTRY: text})

    message = errors(row)[COUNTRY]
    assert sentence.replace("\u202f", " ") in message.replace("\u202f", " ")
    assert "Norvège" not in message


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Angleterre", "« Angleterre » : Royaume-Uni (partie de ce pays)"),
        ("USA", "« USA » : États-Unis (autre nom)"),
        ("gb", "« gb » : Royaume-Uni (code ISO)"),
    ],
)
def test_what_was_understood_is_shown(client, member, text, sentence):
    client.force_login(member.user)
    row = found(member, **{"Partenaires étrangers": "Quelque part", COUNTRY: text})

    page = text_of(client.get(row.spreadsheet.get_absolute_url()))

    assert [plain(each) for each in row.understood] == [sentence]
    assert sentence in plain(page)


def test_what_was_understood_is_shown_beside_the_faults_too(client, member):
    client.force_login(member.user)
    cells = {"Partenaires étrangers": "Quelque part", COUNTRY: "Hollande", "Phase": "En cour"}
    row = found(member, **cells)

    page = text_of(client.get(row.spreadsheet.get_absolute_url()))

    assert row.state == RowState.FAULTY
    assert "« Hollande » : Pays-Bas (" in plain(page)


def test_nothing_is_said_of_a_country_by_its_own_name(member):
    row = found(member, **{"Partenaires étrangers": "Quelque part", COUNTRY: "Royaume-Uni"})

    assert row.understood == []


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Vieux-Bourg", ["« Vieux-Bourg » : Bellegarde (ancien nom : Vieux-Bourg)"]),
        ("Bellegarde", []),
        ("217501222 00013", ["« 217501222 00013 » : Bellegarde (SIRET)"]),
    ],
)
def test_an_authority_by_another_name_is_shown(member, text, sentences):
    LocalAuthorityFactory(
        name="Bellegarde",
        siren="217501222",
        former=[{"insee_code": "12999", "name": "Vieux-Bourg"}],
    )

    row = found(member, **{"Autres collectivités françaises": text})

    assert [plain(each) for each in row.understood] == sentences


def test_a_town_by_another_name_is_shown(member):
    london = PlaceFactory(name="London", other_names=["Londres"], country=CountryFactory(iso2="GB"))
    PlaceTerm.objects.create(place=london, term="londres")

    row = found(member, **{"Partenaires étrangers": "Londres", COUNTRY: "Royaume-Uni"})

    assert items(row, "partners")[0]["proposed_name"] == "Londres"
    assert [plain(each) for each in row.understood] == [
        "« Londres » : London (autre nom de cette ville)"
    ]
