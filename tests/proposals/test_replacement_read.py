"""The file that replaces the texts: its cells, read or told what is wrong."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proposals.models import CONTENT, Report, Wording
from proposals.replacement.columns import COLUMNS, folded, tidy
from proposals.replacement.reading import Fault, read_lines
from tests.proposals.contents import content

HEADINGS = [column.heading for column in COLUMNS]


def cells(number, **changes):
    """The cells of a line, by column; what `changes` holds stands as it is."""
    texts = {"number": number, "title": "Un titre", "wording": "rapportée", "source": "Weka"}
    return [{**texts, **changes}.get(column.name, "") for column in COLUMNS]


def read(*lines, **options):
    return read_lines([(1, HEADINGS), *enumerate(lines, start=2)], **options)


def faults(*lines, **options):
    return [(each.cell, each.message) for each in read(*lines, **options).faults]


def test_lines_are_read_as_contents():
    line = cells(
        7,
        title="  Créer   une fondation ",
        body="Premier.  \r\n\r\nSecond.\r",
        wording="OFFICIELLE",
        source_on="31/07/2018",
        report=2018,
        source_page=12,
        source_url="https://example.org/a",
    )

    found = read(line)

    assert found.faults == []
    assert found.texts == {
        7: content(
            title="Créer une fondation",
            body="Premier.\n\nSecond.",
            wording=Wording.OFFICIAL,
            source_on=date(2018, 7, 31),
            report=Report.OF_2018,
            source_page=12,
            source_url="https://example.org/a",
        )
    }


def test_headings_are_read_without_case_nor_accents_and_in_any_order():
    order = list(reversed(range(len(COLUMNS))))
    headings = [HEADINGS[at].upper().replace("É", "E") for at in order]
    line = cells(3)

    found = read_lines([(4, headings), (6, [line[at] for at in order])])

    assert found.faults == []
    assert list(found.texts) == [3]


@pytest.mark.parametrize(
    ("changes", "cell", "words"),
    [
        ({"number": 21}, "A2", "de 1 à 20"),
        ({"number": 0}, "A2", "de 1 à 20"),
        ({"number": ""}, "A2", "de 1 à 20"),
        ({"number": "sept"}, "A2", "de 1 à 20"),
        ({"number": "²"}, "A2", "de 1 à 20"),
        ({"number": 1.5}, "A2", "de 1 à 20"),
        ({"title": "   "}, "B2", "vide"),
        ({"title": "a" * 251}, "B2", "251 caractères"),
        ({"summary": "a" * 2_001}, "C2", "2001 caractères"),
        ({"body": "a" * 5_000_000}, "D2", "5000000 caractères"),
        ({"wording": "sûre"}, "G2", "officielle, rapportée, de travail"),
        ({"wording": ""}, "G2", "vide"),
        ({"source": ""}, "H2", "vide"),
        ({"source_url": "javascript:alert(1)"}, "I2", "URL"),
        ({"source_url": "bonjour"}, "I2", "URL"),
        ({"source_on": "31/02/2018"}, "J2", "31/07/2018"),
        ({"source_on": "2018-07"}, "J2", "31/07/2018"),
        ({"report": "2019"}, "K2", "2018, 2015"),
        ({"source_page": "p. 12"}, "L2", "en chiffres"),
        ({"source_page": 40_000}, "L2", "en chiffres"),
        ({"source_page": 0}, "L2", "en chiffres"),
        ({"title": "Caf\ufffd"}, "B2", "UTF-8"),
        ({"title": "a\x00b"}, "B2", "UTF-8"),
        ({"body": "a\x92b"}, "D2", "UTF-8"),
        ({"title": "a\ud800b"}, "B2", "UTF-8"),
        ({"title": "Villes \u202eseégatrap"}, "B2", "U+202E"),
        ({"source_url": "ftp://example.org/rapport"}, "I2", "URL"),
    ],
)
def test_what_is_wrong_is_told_with_its_cell(changes, cell, words):
    found = read(cells(**{"number": 5, **changes}))

    [fault] = found.faults
    assert fault.cell == cell
    assert fault.line == 2
    assert fault.heading == HEADINGS[ord(cell[0]) - ord("A")]
    assert words in fault.message
    assert found.texts == {}


@pytest.mark.parametrize("end", ["\x85", "\u2028", "\u2029"])
def test_line_ends_of_other_systems_are_read(end):
    assert read(cells(5, body=f"Un{end}Deux")).texts[5]["body"] == "Un\nDeux"


def test_an_official_text_needs_its_report_and_its_page():
    assert [cell for cell, _message in faults(cells(5, wording="officielle"))] == ["K2", "L2"]
    assert faults(cells(5, wording="officielle", report="2015", source_page=3)) == []


def test_all_that_is_wrong_in_a_line_is_told_at_once():
    found = faults(cells(21, title="", summary="a" * 2_001, wording="sûre", source_page="x"))

    assert sorted(cell for cell, _message in found) == ["A2", "B2", "C2", "G2", "L2"]


def test_a_number_twice_is_told_with_the_first_line():
    [(cell, message)] = faults(cells(5), cells(6), cells(5))

    assert cell == "A4"
    assert "déjà à la ligne 2" in message


def test_a_formula_is_told_with_its_cell():
    assert faults(cells(5, title="Un titre"), formulas={(2, 1)}) == [
        ("B2", "Cette cellule est une formule\u202f: mettez-y son texte.")
    ]


@pytest.mark.parametrize(
    ("headings", "cell", "heading", "words"),
    [
        (HEADINGS[:-1], "", "Page du rapport", "manque"),
        ([*HEADINGS, "Remarque"], "M1", "Remarque", "retirez-la"),
        ([*HEADINGS, "titre"], "M1", "titre", "deux fois"),
    ],
)
def test_wrong_columns_are_told_and_no_line_is_read(headings, cell, heading, words):
    found = read_lines([(1, headings), (2, cells(21))])

    [fault] = found.faults
    assert (fault.cell, fault.heading) == (cell, heading)
    assert words in fault.message


def test_a_cell_beyond_the_columns_is_told():
    [(cell, message)] = faults([*cells(5), "", "remarque"])

    assert cell == "N2"
    assert "pas de titre" in message


@pytest.mark.parametrize("lines", [[], [(1, HEADINGS)]])
def test_a_file_without_a_line_is_told(lines):
    [fault] = read_lines(lines).faults

    assert "ligne" in fault.message


def test_cells_beyond_z_are_named_as_spreadsheets_do():
    assert Fault(3, 25, "", "").cell == "Z3"
    assert Fault(3, 26, "", "").cell == "AA3"
    assert Fault(3, 702, "", "").cell == "AAA3"


CELL = st.one_of(st.text(max_size=40), st.integers(), st.floats(), st.sampled_from(HEADINGS))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 50), st.lists(CELL, max_size=14)), max_size=6))
def test_random_cells_are_read_or_refused(lines):
    found = read_lines(lines)

    assert found.texts or found.faults


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(CELL, min_size=12, max_size=12), max_size=6))
def test_random_cells_under_the_headings_are_read_or_refused(lines):
    found = read(*lines)

    assert found.texts or found.faults


def test_words_are_folded():
    assert folded("  Rapportée  ÉTÉ ") == "rapportee ete"


def test_a_tidy_content_stays_as_it_is():
    value = content(title=" a  b ", body="x \r\ny", source_page=3, source_on=date(2018, 7, 31))

    once = tidy(value)

    assert once == content(title="a b", body="x\ny", source_page=3, source_on=date(2018, 7, 31))
    assert tidy(once) == once


def test_every_field_of_a_text_has_its_column():
    assert [column.name for column in COLUMNS] == ["number", *CONTENT]
