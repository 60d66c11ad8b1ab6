"""The file that replaces the texts: cells, comparison, application and undoing."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from proposals.models import (
    CONTENT,
    Proposal,
    ProposalDraft,
    ProposalText,
    Replacement,
    ReplacementFile,
    Report,
    Wording,
)
from proposals.replacement.applying import OutdatedComparison, apply_file, undo, undoings
from proposals.replacement.columns import COLUMNS, folded, tidy
from proposals.replacement.comparing import Comparison
from proposals.replacement.reading import Fault, read_lines
from proposals.wording import end_text, publish_text
from tests.factories.accounts import curator
from tests.factories.lists import ProposalFactory

HEADINGS = [column.heading for column in COLUMNS]
CONTENT_OF_FILE = {
    "title": "Un titre",
    "summary": "",
    "body": "",
    "axis": "",
    "actors": "",
    "wording": Wording.REPORTED,
    "source": "Weka",
    "source_url": "",
    "source_on": None,
    "report": "",
    "source_page": None,
}


def content(**changes):
    return {**CONTENT_OF_FILE, **changes}


def cells(number, **changes):
    """The cells of a line, by column; what `changes` holds stands as it is."""
    texts = {"number": number, "title": "Un titre", "wording": "rapportée", "source": "Weka"}
    return [{**texts, **changes}.get(column.name, "") for column in COLUMNS]


def read(*lines, **options):
    return read_lines([(1, HEADINGS), *enumerate(lines, start=2)], **options)


def faults(*lines, **options):
    return [(each.cell, each.message) for each in read(*lines, **options).faults]


def file_of(texts, **fields):
    file = ReplacementFile(file_name="vingt.xlsx", sha256="0" * 64, **fields)
    file.contents = texts
    file.save()
    return file


def applied(file, reason="Le rapport", at=None, by=None):
    seen = Comparison(file).state
    return apply_file(file, by=by or curator(), reason=reason, seen=seen, at=at)


def title(number):
    return Proposal.objects.with_text().get(number=number).title


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


def test_an_official_text_needs_its_report_and_its_page():
    assert [cell for cell, _message in faults(cells(5, wording="officielle"))] == ["K2", "L2"]
    assert faults(cells(5, wording="officielle", report="2015", source_page=3)) == []


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


@pytest.mark.django_db
def test_a_stored_file_gives_its_contents_back():
    texts = {5: content(source_on=date(2018, 7, 31), source_page=4), 12: content()}

    file = file_of(texts)

    assert ReplacementFile.objects.get(pk=file.pk).contents == texts


@pytest.mark.django_db
def test_comparison_says_what_changes_what_does_not_and_what_is_absent():
    same, other = ProposalFactory(number=3), ProposalFactory(number=4, title="Avant")
    ProposalDraft.objects.create(proposal=other, typed={})
    publish_text(other, content(title="Plus tard"), by=None, at=timezone.now() + timedelta(days=1))
    file = file_of(
        {3: same.text.content, 4: {**other.text.content, "title": "Après"}, 9: content()}
    )

    found = Comparison(file)

    changed = {row.number: row for row in found.changed}
    assert list(changed) == [4, 9]
    assert [(c.name, old, new) for c, old, new in changed[4].changes] == [
        ("title", "Avant", "Après")
    ]
    assert changed[4].scheduled.title == "Plus tard"
    assert changed[4].has_draft
    assert changed[9].current is None
    assert not changed[9].has_draft
    assert found.unchanged == [3]
    assert found.absent == [1, 2, *range(5, 9), *range(10, 21)]


@pytest.mark.django_db
def test_spaces_and_line_ends_alone_are_no_change():
    proposal = ProposalFactory(number=3, body="Un.\r\n\r\nDeux.  ")

    found = Comparison(file_of({3: tidy(proposal.text.content)}))

    assert found.unchanged == [3]


@pytest.mark.django_db
def test_applying_publishes_the_texts_that_differ():
    same, other = ProposalFactory(number=3), ProposalFactory(number=4, title="Avant")
    by = curator()
    file = file_of({3: same.text.content, 4: content(title="Après"), 9: content(title="Neuf")})

    replacement = applied(file, by=by, reason=" Le rapport ")

    assert [title(number) for number in (3, 4, 9)] == [same.title, "Après", "Neuf"]
    texts = {text.proposal.number: text for text in replacement.texts.all()}
    assert sorted(texts) == [4, 9]
    assert texts[4].content == content(title="Après")
    assert texts[4].published_by == by
    assert texts[4].reason == "Le rapport"
    assert (replacement.reason, replacement.sha256) == ("Le rapport", "0" * 64)
    assert other.texts.count() == 2


@pytest.mark.django_db
def test_applying_twice_changes_nothing():
    file = file_of({5: content(title="Après")})
    ProposalFactory(number=5)
    seen = Comparison(file).state

    first = apply_file(file, by=curator(), reason="Un", seen=seen)
    second = apply_file(file, by=curator(), reason="Deux", seen=seen)

    assert second == first
    assert Replacement.objects.count() == 1
    assert ProposalText.objects.count() == 2


@pytest.mark.django_db
def test_a_text_that_changed_since_stops_all_of_it():
    one, two = ProposalFactory(number=5), ProposalFactory(number=6)
    file = file_of({5: content(title="Après"), 6: content(title="Après aussi")})
    seen = Comparison(file).state
    publish_text(two, content(title="Entre-temps"), by=curator())

    with pytest.raises(OutdatedComparison):
        apply_file(file, by=curator(), reason="Le rapport", seen=seen)

    assert [title(5), title(6)] == [one.title, "Entre-temps"]
    assert Replacement.objects.count() == 0


@pytest.mark.django_db
def test_a_text_that_is_scheduled_or_ended_makes_another_state():
    proposal = ProposalFactory(number=5)
    file = file_of({5: content(title="Après")})
    first = Comparison(file).state

    publish_text(proposal, content(title="Demain"), by=None, at=timezone.now() + timedelta(days=1))
    second = Comparison(file).state
    end_text(proposal)

    assert len({first, second, Comparison(file).state}) == 3


@pytest.mark.django_db
@pytest.mark.parametrize("reason", ["", "  ", "a" * 501])
def test_applying_needs_a_reason_that_fits(reason):
    ProposalFactory(number=5, title="Avant")

    with pytest.raises(ValidationError):
        applied(file_of({5: content()}), reason=reason)

    assert title(5) == "Avant"
    assert Replacement.objects.count() == 0


@pytest.mark.django_db
def test_a_file_that_changes_nothing_is_not_applied():
    proposal = ProposalFactory(number=5)

    with pytest.raises(ValidationError, match="ne change aucun"):
        applied(file_of({5: proposal.text.content}))


@pytest.mark.django_db
def test_a_failure_in_the_middle_leaves_nothing_half():
    ProposalFactory(number=5, title="Avant")
    ProposalFactory(number=6, title="Avant aussi")
    wrong = {**content(), "wording": Wording.OFFICIAL}
    file = file_of({5: content(title="Après"), 6: wrong})

    with pytest.raises(ValidationError, match="Proposition 6"):
        applied(file)

    file.refresh_from_db()
    assert [title(5), title(6)] == ["Avant", "Avant aussi"]
    assert file.replacement is None
    assert Replacement.objects.count() == 0


@pytest.mark.django_db
def test_applying_later_changes_the_texts_then():
    ProposalFactory(number=5, title="Avant")
    moment = timezone.now() + timedelta(days=2)

    applied(file_of({5: content(title="Après")}), at=moment)

    assert title(5) == "Avant"
    then = Proposal.objects.with_text(moment + timedelta(seconds=1)).get(number=5)
    assert then.title == "Après"


@pytest.mark.django_db
def test_applying_in_the_past_is_refused():
    ProposalFactory(number=5, title="Avant")

    with pytest.raises(ValidationError, match="déjà passé"):
        applied(file_of({5: content()}), at=timezone.now() - timedelta(minutes=1))

    assert title(5) == "Avant"


@pytest.mark.django_db
def test_undoing_publishes_the_earlier_texts_again():
    ProposalFactory(number=5, title="Avant")
    replacement = applied(file_of({5: content(title="Après"), 9: content(title="Neuf")}))
    by = curator()

    done = undo(replacement, by=by, reason="Erreur de fichier")

    assert [each.is_left for each in done] == [False, False]
    assert title(5) == "Avant"
    assert Proposal.objects.with_text().get(number=9).text is None
    last = ProposalText.objects.filter(proposal__number=5).latest("effective_from")
    assert (last.reason, last.published_by) == ("Erreur de fichier", by)
    assert last.restores.title == "Avant"
    replacement.refresh_from_db()
    assert replacement.undone_by == by
    assert replacement.undone_at


@pytest.mark.django_db
def test_undoing_leaves_what_changed_since():
    proposal = ProposalFactory(number=5, title="Avant")
    ProposalFactory(number=6, title="Avant aussi")
    replacement = applied(file_of({5: content(title="Après"), 6: content(title="Après aussi")}))
    publish_text(proposal, content(title="Depuis"), by=curator())

    done = undo(replacement, by=curator(), reason="Erreur")

    assert [(each.text.proposal.number, each.is_left) for each in done] == [(5, True), (6, False)]
    assert [title(5), title(6)] == ["Depuis", "Avant aussi"]


@pytest.mark.django_db
def test_undoing_cancels_what_is_to_come():
    ProposalFactory(number=5, title="Avant")
    moment = timezone.now() + timedelta(days=2)
    replacement = applied(file_of({5: content(title="Après")}), at=moment)

    undo(replacement, by=curator(), reason="Erreur")

    then = Proposal.objects.with_text(moment + timedelta(days=1)).get(number=5)
    assert then.title == "Avant"
    assert undoings(replacement) == []


@pytest.mark.django_db
def test_undoing_twice_changes_nothing():
    ProposalFactory(number=5)
    replacement = applied(file_of({5: content(title="Après")}))
    undo(replacement, by=curator(), reason="Erreur")
    count = ProposalText.objects.count()

    assert undo(replacement, by=curator(), reason="Erreur") == []
    assert ProposalText.objects.count() == count


@pytest.mark.django_db
def test_undoing_needs_a_reason():
    ProposalFactory(number=5)
    replacement = applied(file_of({5: content(title="Après")}))

    with pytest.raises(ValidationError, match="pourquoi"):
        undo(replacement, by=curator(), reason=" ")

    assert title(5) == "Après"


@pytest.mark.django_db
def test_a_file_may_be_applied_again_after_its_undoing():
    replacement = applied(file_of({9: content(title="Neuf")}))
    undo(replacement, by=curator(), reason="Erreur")

    applied(file_of({9: content(title="Neuf")}))

    assert title(9) == "Neuf"
    assert [each.effective_until for each in ProposalText.objects.order_by("pk")][1] is None


def test_every_field_of_a_text_has_its_column():
    assert [column.name for column in COLUMNS] == ["number", *CONTENT]
