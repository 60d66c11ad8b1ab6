"""The dry run: what each cell says, and what is wrong with it."""

import pytest

from partnerships.models import RowState
from tests.factories.authorities import LocalAuthorityFactory
from tests.factories.lists import GoalFactory, ProposalFactory, ThemeFactory
from tests.factories.partnerships import InternationalPartnerFactory, published
from tests.factories.spreadsheets import checked, errors, found, items, row, spreadsheet_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("countries")]


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
        (
            "Début",
            "32/01/2024",
            "Cette date n’est pas valable : écrivez un jour (15/06/1988), un mois (06/1988) ou "
            "seulement l’année (1988).",
        ),
        (
            "Fin",
            "15/06/88",
            "Écrivez l’année en quatre chiffres : 15/06/1988, 06/1988 ou 1988.",
        ),
        ("Titre", "", "Ce champ est à remplir."),
        ("Titre", "…", "Ce titre ne contient ni lettre ni chiffre : écrivez-le avec des mots."),
        (
            "Contact – courriel",
            "d.durand",
            "Cette adresse n’est pas valable : écrivez-la comme nom@domaine.fr.",
        ),
    ],
)
def test_a_wrong_cell_is_named_with_what_to_write(member, heading, text, sentence):
    wrong = found(member, **{heading: text})

    assert wrong.state == RowState.FAULTY
    assert errors(wrong) == {heading: sentence}


def test_dates_in_the_wrong_order_are_told_by_the_rule_of_the_form(member):
    wrong = found(member, Début="15/01/2024", Fin="14/01/2024")

    assert errors(wrong) == {
        "Fin": "La fin précède le début : corrigez l’une des deux dates.",
    }


@pytest.mark.parametrize("text", ["x\x00y", "x\ud800y", "x\u202ey"])
def test_hidden_characters_are_refused_and_crash_nothing(client, member, text):
    content = spreadsheet_of([["Titre", "Partenaires étrangers"], [text, "Oujda"]])

    wrong = checked(member, content).rows.get()

    assert wrong.state == RowState.FAULTY
    assert "caractère" in errors(wrong)["Titre"]


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
    assert errors(second) == {
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

    with django_assert_num_queries(39):
        checked(member, rows)


def test_file_with_a_former_heading_is_still_read(member):
    good = found(member, **{"Contact – adresse électronique": "d.durand@ville.fr"})

    assert good.buffer["contact.email"] == "d.durand@ville.fr"
