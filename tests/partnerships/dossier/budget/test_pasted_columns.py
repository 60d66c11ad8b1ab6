"""Pasted budgets that have a column for each year."""

import pytest

from partnerships.document.pasted.budget import read_pasted
from tests.factories.filling import post, saved, step_of, text_of
from tests.partnerships.dossier.budget.test_budget_paste import lines_of, read

pytestmark = pytest.mark.django_db
TABLE = """Financeur;Nature;2024;2025;Total
AFD;numéraire;1 000;2 000;3 000
Région Bretagne;;;500;500
MEAE;numéraire;-;700 €;700
Total;;1 000;3 200;4 200"""


@pytest.mark.parametrize("separator", [";", "\t"])
def test_table_with_a_column_for_each_year_is_read(separator):
    assert [each for each in read(TABLE.replace(";", separator)) if any(each)] == [
        ("2024", "afd", "", "cash", "1 000"),
        ("2025", "afd", "", "cash", "2 000"),
        ("2025", "", "Région Bretagne", "", "500"),
        ("2025", "ministry", "", "cash", "700 €"),
    ]


def test_amount_under_a_year_may_look_like_a_year():
    found = read("Financeur;2024;2025\nAFD;1000;2000\n2023;AFD;2000")

    assert [(line[0], line[4]) for line in found] == [
        ("2024", "1000"),
        ("2025", "2000"),
        ("2023", "2000"),
    ]


def test_table_of_years_with_wide_spaces_or_without_a_first_title_is_read():
    expected = [("2024", "afd", "", "", "10"), ("2025", "afd", "", "", "20")]

    assert read("Financeurs   2024   2025\nAFD   10   20") == expected
    assert read("\t2024\t2025\nAFD\t10\t20") == expected


@pytest.mark.parametrize("row", ["AFD;10;20;30;40", "AFD;;beaucoup;", ";10;20", "AFD;;;"])
def test_row_that_is_not_under_the_years_is_told_and_stays_with_its_titles(member, dossier, row):
    titles = "Financeur;2024;2025"
    pasted = f"{titles}\nMEAE;5;6\n{row}"

    post(member, dossier, "budget", "paste:budget", budget_pasted=pasted)

    assert [line[4] for line in lines_of(dossier)] == ["5", "6"]
    assert saved(dossier)["budget_pasted"] == f"{titles}\n{row}"
    assert "complétez-la ou effacez-la" in text_of(member.get(step_of(dossier, "budget")))


@pytest.mark.parametrize("line", ["2024;AFD;2025", "AFD;2024;numéraire;2025", "Région X;2024;2025"])
def test_amount_that_looks_like_a_year_makes_no_title(line):
    (only,) = read_pasted(line)

    assert (only.fields["year"], only.fields["amount"]) == ("2024", "2025")


def test_wide_table_gives_no_more_lines_than_the_limit():
    titles = "Financeur;" + ";".join(str(year) for year in range(2000, 2060))
    rows = [f"X;{';'.join(['1'] * 60)}"] * 20

    lines = read_pasted("\n".join([titles, *rows]))

    assert sum(line.is_added for line in lines) <= 560
    assert lines[-1].text.splitlines() == rows[9:]
    assert "500 lignes au plus" in lines[-1].fault
    assert lines[-1].titles == titles
