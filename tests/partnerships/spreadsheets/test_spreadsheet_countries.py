"""The countries of partners in a spreadsheet: other names, several that fit, France."""

import pytest

from partnerships.imports.reference.places import load_countries
from partnerships.models import RowState
from tests.factories.authorities import MemberFactory
from tests.factories.spreadsheets import errors, found, items

pytestmark = pytest.mark.django_db
COUNTRY = "Pays des partenaires"


@pytest.fixture
def member():
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
