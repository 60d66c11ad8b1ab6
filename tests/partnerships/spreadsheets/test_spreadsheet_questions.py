"""A name that several records may have is asked on the page; nothing is drafted with a guess."""

import pytest

from partnerships.models import Dossier, InternationalPartnerKind, LocalAuthorityKind, RowState
from partnerships.pages.spreadsheets.authority_finder import AuthorityFinder
from partnerships.pages.spreadsheets.questions import Answers
from partnerships.registry import authority_search
from tests.factories.authorities import DepartementFactory, LocalAuthorityFactory, MemberFactory
from tests.factories.filling import text_of
from tests.factories.lists import CountryFactory, PlaceFactory
from tests.factories.partnerships import InternationalPartnerFactory
from tests.factories.spreadsheets import address, checked, choose, items, row

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("countries")]
OTHERS = "Autres collectivités françaises"


@pytest.fixture
def evry():
    """The village of the Yonne, and the town that had the same name."""
    village = LocalAuthorityFactory(
        name="Évry",
        key="c89162",
        departement=DepartementFactory(code="89", name="Yonne"),
        population=402,
    )
    town = LocalAuthorityFactory(
        name="Évry-Courcouronnes",
        key="c91228",
        departement=DepartementFactory(code="91", name="Essonne"),
        population=66_851,
        former=[{"insee_code": "91228", "name": "Évry"}],
    )
    return village, town


def keys_of(stored):
    return [item["authority"] for item in items(stored, "authorities")]


def answer(client, spreadsheet, **values):
    """Choose for each question, by its text."""
    identities = {question["text"]: question["identity"] for question in spreadsheet.questions}
    data = {f"answer.{identities[text]}": value for text, value in values.items()}
    response = client.post(address(spreadsheet, "answers"), data)
    spreadsheet.refresh_from_db()
    return response


def named(number, text):
    return row(number, **{OTHERS: text, "Type de partenariat": "Clés en main"})


def test_a_former_name_that_is_also_one_of_today_is_asked(signed_in, member, evry):
    spreadsheet = checked(member, [named(1, "Évry")])

    page = text_of(signed_in.get(spreadsheet.get_absolute_url()))
    choose(signed_in, spreadsheet)

    assert spreadsheet.rows.get().state == RowState.ASKED
    assert keys_of(spreadsheet.rows.get()) == []
    assert "commune · Yonne (89) · 402" in page.replace("\xa0", " ")
    assert "ancien nom : Évry · commune · Essonne (91) · 66" in page.replace("\u202f", " ")
    assert not Dossier.objects.exists()


def test_the_closest_name_is_offered_first_though_it_is_the_smallest(member):
    LocalAuthorityFactory(name="Saint-Césaire", population=9_000)
    LocalAuthorityFactory(name="Saint-Nazaire", population=1_000)

    [question] = checked(member, [named(1, "saint nasaire")]).questions

    assert [each["label"] for each in question["options"]] == ["Saint-Nazaire", "Saint-Césaire"]


def test_the_choice_holds_for_all_rows_with_the_text(signed_in, member, evry):
    _village, town = evry
    rows = [named(1, "Évry"), named(2, "evry"), named(3, "ÉVRY "), named(4, "")]
    spreadsheet = checked(member, rows)

    response = answer(signed_in, spreadsheet, Évry=town.key)

    stored = list(spreadsheet.rows.order_by("line"))
    assert response.status_code == 302
    assert len(spreadsheet.questions) == 1
    assert [each.state for each in stored] == [RowState.GOOD] * 4
    assert [keys_of(each) for each in stored] == [[town.key]] * 3 + [[]]

    choose(signed_in, spreadsheet)

    assert Dossier.objects.count() == 4


def test_the_choice_may_be_changed_until_the_draft_is_made(signed_in, member, evry):
    village, town = evry
    spreadsheet = checked(member, [named(1, "Évry")])

    answer(signed_in, spreadsheet, Évry=town.key)
    page = text_of(signed_in.get(spreadsheet.get_absolute_url()))
    answer(signed_in, spreadsheet, Évry=village.key)

    assert f'value="{town.key}" checked' in page
    assert keys_of(spreadsheet.rows.get()) == [village.key]

    choose(signed_in, spreadsheet)
    page = text_of(signed_in.get(spreadsheet.get_absolute_url()))

    assert "Que faut-il comprendre" not in page


def test_the_choice_is_there_when_the_corrected_file_is_sent(signed_in, member, evry):
    _village, town = evry
    answer(signed_in, checked(member, [named(1, "Évry")]), Évry=town.key)

    again = checked(member, [named(1, "Évry"), named(2, "Évry")])

    assert {each.state for each in again.rows.all()} == {RowState.GOOD}
    assert [question["chosen"] for question in again.questions] == [town.key]


@pytest.mark.parametrize("value", ["", "c00000", "none", "\x00"])
def test_what_was_not_offered_is_no_answer(signed_in, member, evry, value):
    LocalAuthorityFactory(key="c00000")
    spreadsheet = checked(member, [named(1, "Évry")])

    answer(signed_in, spreadsheet, Évry=value)

    assert spreadsheet.rows.get().state == RowState.ASKED


def test_another_team_does_not_answer(client, member, evry):
    spreadsheet = checked(member, [named(1, "Évry")])
    client.force_login(MemberFactory().user)

    assert answer(client, spreadsheet, Évry=evry[1].key).status_code == 404
    assert spreadsheet.answers == {}


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Saint-Nazaire", RowState.ASKED),  # two of them
        ("saint nasaire", RowState.ASKED),  # a spelling that is close is never taken by itself
        ("Bellegarde", RowState.GOOD),
        ("ville de Bellegarde", RowState.GOOD),
        ("Vieux-Bourg", RowState.GOOD),  # a former name that no other has
        ("Conseil départemental de la Gironde", RowState.GOOD),
        ("Gironde", RowState.GOOD),
        ("CARENE", RowState.GOOD),
        ("217501222 00013", RowState.GOOD),  # a SIRET
        ("33990", RowState.ASKED),  # a postcode says where, not who
    ],
)
def test_only_a_whole_name_or_code_is_certain(member, text, state):
    for code in ("44184", "66186"):
        LocalAuthorityFactory(name="Saint-Nazaire", key=f"c{code}")
    LocalAuthorityFactory(
        name="Bellegarde",
        siren="217501222",
        former=[{"insee_code": "12999", "name": "Vieux-Bourg"}],
        postcodes=["33990"],
    )
    LocalAuthorityFactory(
        name="Gironde (département)", key="d33", kind=LocalAuthorityKind.DEPARTEMENT, insee_code=""
    )
    LocalAuthorityFactory(
        name="CA de la Région Nazairienne et de l'Estuaire (CARENE)",
        key="e244400644",
        kind=LocalAuthorityKind.CA,
        insee_code="",
    )

    assert checked(member, [named(1, text)]).rows.get().state == state


def test_a_name_of_several_partners_is_asked(signed_in, member):
    InternationalPartnerFactory(name="Oujda")
    province = InternationalPartnerFactory(name="Oujda", kind=InternationalPartnerKind.PROVINCE)
    cells = {"Partenaires étrangers": "Oujda", "Nature des partenaires": ""}
    spreadsheet = checked(member, [row(1, **cells)])

    assert spreadsheet.rows.get().missing == []
    answer(signed_in, spreadsheet, Oujda=f"partner:{province.uuid}")

    assert spreadsheet.rows.get().state == RowState.GOOD
    assert items(spreadsheet.rows.get(), "partners") == [{"partner": str(province.uuid)}]


def test_a_town_that_has_homonyms_in_its_country_is_asked(signed_in, member):
    towns = [
        PlaceFactory(name="Kayar", country=CountryFactory(iso2="SN"), latitude=lat, population=900)
        for lat in (14.9, 13.1)
    ]
    for town in towns:
        town.terms.create(term="kayar")
    cells = {"Partenaires étrangers": "Kayar", "Pays des partenaires": "Sénégal"}
    spreadsheet = checked(member, [row(1, **cells), row(2, **cells, Titre="Autre")])
    states = {each.state for each in spreadsheet.rows.all()}

    answer(signed_in, spreadsheet, Kayar=str(towns[1].pk))
    first = items(spreadsheet.rows.order_by("line").first(), "partners")
    answer(signed_in, spreadsheet, Kayar="none")

    assert states == {RowState.ASKED}
    assert first[0]["proposed_place"] == str(towns[1].pk)
    assert "proposed_place" not in items(spreadsheet.rows.order_by("line").first(), "partners")[0]


def test_very_many_uncertain_names_are_asked_some_at_a_time(signed_in, member, evry, monkeypatch):
    monkeypatch.setattr("partnerships.pages.spreadsheets.questions.QUESTIONS_MAX", 2)
    monkeypatch.setattr("partnerships.pages.spreadsheets.spreadsheet_page.QUESTIONS_MAX", 2)
    later = "ils viendront quand ceux-ci le seront"
    texts = ["Évry", "Évry-Courcouronne", "Évri-Courcouronnes"]
    spreadsheet = checked(member, [named(number, text) for number, text in enumerate(texts)])
    asked = [[question["text"] for question in spreadsheet.questions]]
    page = text_of(signed_in.get(spreadsheet.get_absolute_url()))

    answer(signed_in, spreadsheet, **dict.fromkeys(texts[:2], evry[1].key))
    asked.append([question["text"] for question in spreadsheet.questions])
    answer(signed_in, spreadsheet, **{texts[2]: evry[1].key})

    assert later in page
    assert asked == [texts[:2], [texts[2], texts[0]]]
    assert {each.state for each in spreadsheet.rows.all()} == {RowState.GOOD}


@pytest.mark.parametrize("count", [20, 40])
def test_many_misspelt_names_take_a_time_that_grows_with_their_number(count, monkeypatch):
    for rank in range(count):
        LocalAuthorityFactory(name=f"Saint-{chr(97 + rank // 5) * 6}-{chr(97 + rank % 5) * 5}")
    texts = [f"Saint-{chr(97 + n // 5) * 6}-{chr(97 + n % 5) * 4}" for n in range(count)]
    read = []
    of_row = authority_search.names_of
    monkeypatch.setattr(authority_search, "names_of", lambda row: read.append(row) or of_row(row))

    finder = AuthorityFinder(texts, Answers())

    assert all(finder._matches.values())
    assert len(read) <= 2 * count


@pytest.mark.parametrize("count", [2, 20])
def test_answers_are_read_again_in_as_many_queries(
    signed_in, member, evry, count, django_assert_num_queries
):
    spreadsheet = checked(member, [named(number, "Évry") for number in range(count)])

    with django_assert_num_queries(37):
        answer(signed_in, spreadsheet, Évry=evry[1].key)
