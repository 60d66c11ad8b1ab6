"""What is understood of budget lines that people paste; the rest is left to choose."""

import pytest
from django.core.exceptions import ValidationError

from partnerships.document.pasted.budget import read_pasted
from partnerships.document.schema import upgraded
from partnerships.document.steps.fields import Amount
from partnerships.models import BudgetLine, Dossier
from tests.factories.authorities import MemberFactory
from tests.factories.dossiers import dossier_in
from tests.factories.filling import (
    budget_lines,
    document_of,
    errors_of,
    post,
    saved,
    step_of,
    text_of,
)

pytestmark = pytest.mark.django_db
NAMES = ("year", "source", "funder", "nature", "amount")


def read(text):
    return [tuple(line.fields.get(name, "") for name in NAMES) for line in read_pasted(text)]


def lines_of(dossier):
    buffer = saved(dossier)
    return [
        tuple(buffer.get(f"budget.{uuid}.{name}", "") for name in NAMES)
        for uuid in buffer.get("budget", [])
    ]


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        (
            "2024\tVille de Saint-Nazaire\tnuméraire\t1.250,00",
            ("2024", "", "Ville de Saint-Nazaire", "cash", "1.250,00"),
        ),
        (
            "2024;Ministère (MEAE);numéraire;12 k€",
            ("2024", "ministry", "Ministère (MEAE)", "cash", "12 k€"),
        ),
        (
            "FEDER   2025   valorisation   1,2 M€",
            ("2025", "european_union", "FEDER", "in_kind", "1,2 M€"),
        ),
        (
            "Association X;2024;1 250,00 €;en nature",
            ("2024", "private", "Association X", "in_kind", "1 250,00 €"),
        ),
        ("AFD\t2024\t\t12 500,00 €", ("2024", "afd", "", "", "12 500,00 €")),
        ("AFD + MEAE;2024;5", ("2024", "", "AFD + MEAE", "", "5")),
        ("FEDER 2024 12 500 €", ("2024", "european_union", "FEDER", "", "12 500 €")),
        ("2024, FEDER, numéraire, 12500", ("2024", "european_union", "FEDER", "cash", "12500")),
        ("Région ; 2024 ; - €", ("2024", "", "Région", "", "0")),
        ("2024-2026;AFD;12", ("", "afd", "2024-2026", "", "12")),
        ("exercice 2024;AFD;12", ("2024", "afd", "", "", "12")),
        ("FEDER;voirie;2024;12", ("2024", "european_union", "FEDER – voirie", "", "12")),
        (
            '"2026"\t"Fondation de France"\t"Numéraire"\t" 12 500,00 € "',
            ("2026", "private", "Fondation de France", "cash", "12 500,00 €"),
        ),
        ("Total Energies;2024;3000", ("2024", "", "Total Energies", "", "3000")),
    ],
)
def test_what_is_understood_of_a_line_is_kept(line, fields):
    assert read(line) == [fields]


@pytest.mark.parametrize("separator", [";", ",", "|", "\t"])
def test_separator_that_a_first_line_declares_is_obeyed(separator):
    lines = [["AFD", "2024", '"1 250,00 €"'], ["FEDER", "2025", "7"]]
    text = "\n".join([f"sep={separator}", *map(separator.join, lines)])

    assert [line.number for line in read_pasted(text)] == [2, 3]
    assert read(text) == [
        ("2024", "afd", "", "", "1 250,00 €"),
        ("2025", "european_union", "FEDER", "", "7"),
    ]


def test_a_line_too_long_stays_whole_whatever_the_separator():
    line = "AFD,2024," + "x" * 600

    (read_line,) = read_pasted(f"sep=,\n{line}")

    assert read_line.text == line
    assert "trop longue" in read_line.fault


@pytest.mark.parametrize(
    "line",
    [
        "TOTAL\t\t\t17 000,00 €",
        "Sous-total 2024;;;5 000",
        "total général 2024 12 000 €",
        "Totaux;3",
    ],
)
def test_total_is_recognised_and_not_added(line):
    (read_line,) = read_pasted(line)

    assert read_line.is_total
    assert not read_line.is_added


@pytest.mark.parametrize(
    "heading",
    ["Année;Financeur;Nature;Montant (€)", "Financeur\t2023\t2024", "Exercice  Source  Montant"],
)
def test_titles_of_columns_are_no_line(heading):
    assert read_pasted(heading) == []


@pytest.mark.parametrize("text", ["12;14;AFD;2024", "1;FEDER;2024;3000"])
def test_several_amounts_are_told_and_stay(text):
    (line,) = read_pasted(text)

    assert "Plusieurs montants ici" in line.fault


def test_lines_left_to_choose_are_in_the_table_and_said(member, dossier):
    pasted = "2024;Région Bretagne;12 k€\n2025;AFD;numéraire;5\nTOTAL;;;12 005"

    post(member, dossier, "budget", "paste:budget", budget_pasted=pasted)
    page = text_of(member.get(step_of(dossier, "budget")))

    assert lines_of(dossier) == [
        ("2024", "", "Région Bretagne", "", "12 k€"),
        ("2025", "afd", "", "cash", "5"),
    ]
    assert saved(dossier)["budget_pasted"] == ""
    assert "2 lignes ajoutées au tableau." in page
    assert "Une ligne est à compléter" in page
    assert "« TOTAL;;;12 005 »" in page
    errors = errors_of(Dossier.objects.get(pk=dossier.pk))
    assert sorted(path.rpartition(".")[2] for path in errors) == ["nature", "source"]


def test_what_is_said_of_pasted_lines_stands_beside_the_table(member, dossier):
    post(member, dossier, "budget", "paste:budget", budget_pasted="2024;Région X;12")
    page = text_of(member.get(step_of(dossier, "budget")))

    before, table = page.split('id="champ-budget"')
    assert "Une ligne ajoutée au tableau." in table.split("</section>")[0]
    assert "Une ligne ajoutée" not in before
    assert before.index('name="budget_pasted"') < before.index('value="paste:budget"')
    assert page.count("à compléter : Source, Nature") == 1


def test_what_is_said_of_pasted_lines_is_read_on_another_page_too(member, dossier):
    post(member, dossier, "budget", "paste:budget", budget_pasted="2024;Région X;12")

    assert "Une ligne ajoutée" in text_of(member.get(step_of(dossier, "sujet")))


def test_lines_that_are_whole_or_blank_lack_nothing(member, dossier):
    post(member, dossier, "budget", "paste:budget", budget_pasted="2024;AFD;numéraire;12")

    assert "à compléter :" not in text_of(member.get(step_of(dossier, "budget")))


def test_same_page_sent_twice_leaves_one_line_to_choose(member, dossier):
    for _click in range(2):
        post(member, dossier, "budget", "paste:budget", budget_pasted="2024;Région X;12")

    assert len(lines_of(dossier)) == 1


def test_parties_of_the_dossier_are_sources(member, dossier):
    name = dossier.lead_authority.name
    pasted = f"2024;Ville de {name};numéraire;5\n2024;{name};numéraire;6\n2024;{name} X;7"

    post(member, dossier, "budget", "paste:budget", budget_pasted=pasted)

    assert [line[1] for line in lines_of(dossier)] == ["lead_authority", "lead_authority", ""]


OWN_NAMES = {
    "commune": ("Mairie", "Commune", "Ville", "notre ville", "la commune", "notre collectivité"),
    "region": ("Région", "notre région", "Conseil régional"),
    "metropole": ("Métropole", "notre métropole"),
}


@pytest.mark.parametrize("kind", OWN_NAMES)
def test_authority_is_known_by_what_it_is(client, kind):
    member = MemberFactory(authority__kind=kind)
    dossier = dossier_in("draft", member=member)
    client.force_login(member.user)
    names = [name for each in OWN_NAMES.values() for name in each]
    pasted = "\n".join(f"2024;{name};numéraire;{rank}" for rank, name in enumerate(names, 1))

    post(client, dossier, "budget", "paste:budget", budget_pasted=pasted)

    own = {names[int(line[4]) - 1] for line in lines_of(dossier) if line[1] == "lead_authority"}
    assert own == {*OWN_NAMES[kind], "notre collectivité"}


def test_page_says_what_waits_and_what_is_only_a_total(member, dossier):
    post(member, dossier, "budget", budget_pasted="TOTAL;12")

    page = text_of(member.get(step_of(dossier, "budget")))

    assert "Il n’y a pas de ligne de budget ici" in page


def test_name_of_a_funder_is_deposited_published_and_shown(client):
    lines = budget_lines(1, source="private", funder="Association « X »", amount="12 k€")
    published = dossier_in("closed", **lines).partnership

    (line,) = BudgetLine.objects.filter(partnership=published)
    page = text_of(client.get(published.get_absolute_url()))

    assert (line.funder, str(line.amount)) == ("Association « X »", "12000.00")
    assert "Financement privé ou associatif (Association « X »)" in page


def test_older_document_without_funders_is_read():
    dossier = dossier_in("draft")
    document = document_of(dossier)
    line = {"uuid": "2" * 32, "year": 2024, "source": "afd", "nature": "cash", "amount": "1.00"}

    assert upgraded({**document, "budget": [line]})["budget"] == [{"funder": "", **line}]


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1.250,00", "1250.00"),
        ("1,250.00", "1250.00"),
        ("1.250.000", "1250000.00"),
        ("1 250,00 €", "1250.00"),
        ("12 k€", "12000.00"),
        ("12K", "12000.00"),
        ("1,2 M€", "1200000.00"),
        ("12,345 k€", "12345.00"),
        ("1,2 million d’euros", "1200000.00"),
        ("12 000 euros", "12000.00"),
        ("1’250.50", "1250.50"),
    ],
)
def test_amounts_are_read_as_people_write_them(text, amount):
    assert str(Amount().clean(text)) == amount


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1.250", "two_readings"),
        ("1,250", "two_readings"),
        ("12.345 k€", "two_readings"),
        ("12 m€", "invalid"),
        ("12,3456 k€", "invalid"),
        ("1e5", "invalid"),
        ("(1 250,00)", "negative"),
        ("9999999 M€", "too_big"),
    ],
)
def test_other_amounts_are_refused_with_their_reason(text, code):
    with pytest.raises(ValidationError) as refusal:
        Amount().clean(text)

    assert refusal.value.code == code
