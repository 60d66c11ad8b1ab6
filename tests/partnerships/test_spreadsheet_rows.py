"""The dry run: what each cell says, and what is wrong with it."""

import pytest

from partnerships.models import InternationalPartnerKind, RowState
from tests.factories.authorities import LocalAuthorityFactory, MemberFactory
from tests.factories.lists import (
    CountryFactory,
    GoalFactory,
    PlaceFactory,
    ProposalFactory,
    ThemeFactory,
)
from tests.factories.partnerships import InternationalPartnerFactory, published
from tests.factories.spreadsheets import checked, row, spreadsheet_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def lists():
    CountryFactory()
    CountryFactory(iso2="SN", name="Sénégal")


@pytest.fixture
def member():
    return MemberFactory()


def found(member, **cells):
    """The one row that these cells make."""
    return checked(member, [row(**cells)]).rows.get()


def told(row):
    """Column → sentence, of what is wrong with a row."""
    return {heading: " ".join(message.split()) for _s, _l, heading, message in row.faults}


def items(row, list_name):
    buffer = row.buffer
    return [
        {
            path.rpartition(".")[2]: value
            for path, value in buffer.items()
            if path.startswith(f"{list_name}.{uuid}.")
        }
        for uuid in buffer.get(list_name, [])
    ]


def test_a_complete_row_is_good_and_asks_for_nothing(member):
    good = found(member)

    assert good.state == RowState.GOOD
    assert good.faults == []
    assert good.missing == []


def test_what_is_left_blank_can_be_completed_in_the_form(member):
    good = found(member, **{"Résumé": "", "Type de partenariat": "", "Phase": ""})

    assert good.state == RowState.GOOD
    assert good.missing == ["Type de partenariat", "Phase", "Résumé"]


@pytest.mark.parametrize(
    ("heading", "text", "sentence"),
    [
        (
            "Phase",
            "En cour",
            "« En cour » n’est pas dans la liste : vouliez-vous dire « En cours » ?",
        ),
        (
            "Phase",
            "zzz",
            "« zzz » n’est pas dans la liste : choisissez dans la feuille « Listes » du modèle.",
        ),
        (
            "Type de partenariat",
            "Humanitaire",
            "« Humanitaire » n’est pas dans la liste : vouliez-vous dire « Aide humanitaire ou "
            "d’urgence » ?",
        ),
        (
            "Pays des partenaires",
            "Sénégale",
            "« Sénégale » n’est pas dans la liste : vouliez-vous dire « Sénégal » ?",
        ),
        ("Début", "32/01/2024", "Cette date n’est pas valable : écrivez-la comme 15/01/2024."),
        ("Titre", "", "Ce champ est à remplir."),
        ("Titre", "…", "Ce titre ne contient ni lettre ni chiffre : écrivez-le avec des mots."),
        (
            "Contact – adresse électronique",
            "d.durand",
            "Cette adresse n’est pas valable : écrivez-la comme nom@domaine.fr.",
        ),
    ],
)
def test_a_wrong_cell_is_named_with_what_to_write(member, heading, text, sentence):
    wrong = found(member, **{heading: text})

    assert wrong.state == RowState.FAULTY
    assert told(wrong) == {heading: sentence}


def test_dates_in_the_wrong_order_are_told_by_the_rule_of_the_form(member):
    wrong = found(member, Début="15/01/2024", Fin="14/01/2024")

    assert told(wrong) == {
        "Fin": "La fin précède le début : corrigez l’une des deux dates.",
    }


@pytest.mark.parametrize("text", ["x\x00y", "x\ud800y", "x\u202ey"])
def test_hidden_characters_are_refused_and_crash_nothing(client, member, text):
    content = spreadsheet_of([["Titre", "Partenaires étrangers"], [text, "Oujda"]])

    wrong = checked(member, content).rows.get()

    assert wrong.state == RowState.FAULTY
    assert "caractère" in told(wrong)["Titre"]


def test_formulas_are_texts(member):
    good = found(member, Titre="=HYPERLINK(1)", Résumé="+33 -1 @a")

    assert good.state == RowState.GOOD
    assert good.buffer["title"] == "=HYPERLINK(1)"


def test_choices_are_read_by_label_value_or_number(member):
    ThemeFactory(), ThemeFactory(slug="sport", name="Sport"), GoalFactory()

    good = found(
        member,
        **{
            "Thématiques": "EAU ; sport",
            "Objectifs de développement durable": "11",
            "Phase": "active",
            "Type de partenariat": "Oudin-Santini",
        },
    )

    assert good.faults == []
    assert good.buffer["themes"] == ["eau", "sport"]
    assert good.buffer["goals"] == ["11"]
    assert good.buffer["phase"] == "active"
    assert good.buffer["kind"] == "oudin_santini"


def test_known_partner_is_found_by_its_exact_name(member):
    oujda = InternationalPartnerFactory(name="Wujda", name_fr="Oujda")
    InternationalPartnerFactory(name="Oujda-Angad")

    good = found(member, **{"Partenaires étrangers": "OUJDA", "Nature des partenaires": ""})

    assert items(good, "partners") == [{"partner": str(oujda.uuid)}]


def test_partner_of_another_country_is_another(member):
    InternationalPartnerFactory(name="Oujda")

    good = found(member, **{"Partenaires étrangers": "Oujda", "Pays des partenaires": "Sénégal"})

    assert items(good, "partners") == [
        {"proposed_name": "Oujda", "proposed_country": "SN", "proposed_kind": "municipality"}
    ]


def test_ambiguous_partner_is_told_with_who_it_may_be(member):
    InternationalPartnerFactory(name="Oujda")
    InternationalPartnerFactory(name="Oujda", kind=InternationalPartnerKind.PROVINCE)

    wrong = found(member, **{"Partenaires étrangers": "Oujda", "Nature des partenaires": ""})
    right = found(member, **{"Partenaires étrangers": "Oujda"})

    assert "Oujda (commune ou ville, Maroc)" in told(wrong)["Partenaires étrangers"]
    assert "Oujda (province, région ou État fédéré, Maroc)" in told(wrong)["Partenaires étrangers"]
    assert right.state == RowState.GOOD


def test_unknown_partner_is_proposed_with_its_town(member):
    town = PlaceFactory(name="Kayes", country=CountryFactory(iso2="SN"))
    town.terms.create(term="kayes")

    good = found(member, **{"Partenaires étrangers": "Kayes", "Pays des partenaires": "Sénégal"})

    assert items(good, "partners")[0]["proposed_place"] == str(town.pk)


def test_unknown_partner_asks_for_its_country_and_kind(member):
    wrong = found(member, **{"Pays des partenaires": "", "Nature des partenaires": ""})

    assert told(wrong) == {
        "Pays des partenaires": "« Ville 1 » n’est pas encore au registre : indiquez son pays "
        "pour le proposer.",
        "Nature des partenaires": "« Ville 1 » n’est pas encore au registre : indiquez sa nature "
        "pour le proposer.",
    }


def test_several_partners_share_a_country_or_have_each_theirs(member):
    both = found(member, **{"Partenaires étrangers": "A ; B"})
    each = found(
        member, **{"Partenaires étrangers": "A\nB", "Pays des partenaires": "Maroc ; Sénégal"}
    )
    wrong = found(
        member,
        **{"Partenaires étrangers": "A ; B ; C", "Pays des partenaires": "Maroc ; Sénégal"},
    )

    assert [item["proposed_country"] for item in items(both, "partners")] == ["MA", "MA"]
    assert [item["proposed_country"] for item in items(each, "partners")] == ["MA", "SN"]
    assert "une par partenaire" in told(wrong)["Pays des partenaires"]


def test_co_authorities_are_found_by_siren_code_or_name(member):
    lille = LocalAuthorityFactory(name="Lille", siren="215903501")
    ain = LocalAuthorityFactory(name="Ambérieu", key="c01004", insee_code="01004")
    LocalAuthorityFactory(name="Loos", postcodes=["59120"])
    own = member.authority.name

    good = found(
        member,
        **{
            "Autres collectivités françaises": f"215 903 501 ; 1004 ; loos ; {own}",
            "Type de partenariat": "Clés en main",
        },
    )

    assert good.faults == []
    assert [item["authority"] for item in items(good, "authorities")][:2] == [lille.key, ain.key]
    assert len(items(good, "authorities")) == 3


def test_ambiguous_or_unknown_authority_is_told(member):
    LocalAuthorityFactory(name="Saint-Denis")
    LocalAuthorityFactory(name="St Denis")

    wrong = found(member, **{"Autres collectivités françaises": "Saint-Denis"})
    unknown = found(member, **{"Autres collectivités françaises": "Nullepart"})

    assert "Écrivez son SIREN." in told(wrong)["Autres collectivités françaises"]
    assert "n’est pas une collectivité connue" in told(unknown)["Autres collectivités françaises"]


def test_lines_of_the_other_sheets_go_with_their_reference(member):
    ProposalFactory()
    budget = [
        ["Votre référence", "Année", "Source", "Nature", "Montant (€)"],
        ["p-1", 2024, "Partenaire étranger", "Numéraire", 0.1 + 0.2],
        ["P-1", 24, "Personne", "Numéraire", "beaucoup"],
        ["P-9", 2024, "Partenaire étranger", "Numéraire", 1],
    ]
    propositions = [["Votre référence", "Proposition", "Contribution"], ["P-1", 5, ""]]
    main = [list(row(1)), list(row(1).values())]

    spreadsheet = checked(
        member,
        spreadsheet_of(main, **{"Lignes de budget": budget, "Propositions portées": propositions}),
    )

    wrong = spreadsheet.rows.get()
    assert items(wrong, "budget")[0] == {
        "year": "2024",
        "source": "partner",
        "nature": "cash",
        "amount": "0.30",
    }
    where = [(sheet, line, heading) for sheet, line, heading, _message in wrong.faults]
    assert where == [
        ("Lignes de budget", 3, "Source"),
        ("Lignes de budget", 3, "Année"),
        ("Lignes de budget", 3, "Montant (€)"),
        ("Propositions portées", 2, "Contribution"),
    ]
    assert "la ligne 4 porte une référence" in spreadsheet.report["notes"][0]


def test_a_reference_stands_once(member):
    spreadsheet = checked(member, [row(1), row(1, Titre="Autre"), row(2)])

    first, second, other = spreadsheet.rows.order_by("line")
    assert [first.state, second.state, other.state] == ["good", "faulty", "good"]
    assert told(second) == {
        "Votre référence": "Cette référence est déjà celle de la ligne 2 : changez-en une."
    }


def test_without_references_what_rows_say_tells_them_apart(member):
    blank = {"Votre référence": ""}

    spreadsheet = checked(member, [row(1, **blank), row(2, **blank), row(1, **blank)])

    assert [each.state for each in spreadsheet.rows.order_by("line")] == ["good", "good", "faulty"]


def test_what_looks_like_a_public_partnership_is_doubtful(member):
    partner = InternationalPartnerFactory(name="Oujda")
    public = published(
        [member.authority],
        [partner],
        title="Déjà publié",
        starts_on="2020-01-01",
        ends_on="2022-12-31",
    )
    published([LocalAuthorityFactory()], [InternationalPartnerFactory(name="Fès")])

    def state(**cells):
        return found(member, **{"Partenaires étrangers": "Oujda", **cells})

    doubtful = state(Début="01/06/2022")
    assert doubtful.state == RowState.DOUBTFUL
    assert doubtful.likeness_url == public.get_absolute_url()
    assert state().state == RowState.DOUBTFUL
    assert state(Début="01/01/2023").state == RowState.GOOD
    assert found(member, **{"Partenaires étrangers": "Fès"}).state == RowState.GOOD


@pytest.mark.parametrize("count", [3, 30])
def test_dry_run_asks_as_much_for_many_rows(member, count, django_assert_num_queries):
    InternationalPartnerFactory(name="Oujda")
    rows = [row(number) for number in range(count - 1)]
    named = {"Partenaires étrangers": "Oujda", "Autres collectivités françaises": "59001"}
    rows.append(row(99, **named))

    with django_assert_num_queries(20):
        checked(member, rows)
