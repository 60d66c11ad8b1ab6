"""What a file of twinnings gets wrong is told, and the rest loads."""

import csv
import io

import pytest
from django.core.management import CommandError

from partnerships.imports.twinnings.rows import COLUMNS
from partnerships.models import Partnership
from tests.factories.twinnings import load, row, run

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"destination_countryLabel": "France"}, "Les deux villes sont françaises"),
        (
            {"destination_countryLabel": "Prussia"},
            "«\u202fPrussia\u202f» n’est pas un pays d’aujourd’hui",
        ),
        ({"destination_countryLabel": "Ruritania"}, "n’est le nom d’aucun pays connu"),
        ({"origincountry": "Belgium"}, "n’est pas en France"),
        ({"origincityLabel": ""}, "est vide"),
        ({"sistercityLabel": " "}, "est vide"),
        ({"sistercityLabel": "…"}, "n’a aucune lettre"),
        ({"sistercityLabel": "Q16511122"}, "identifiant nu"),
        ({"sistercityLabel": '=HYPERLINK("x")'}, "formule"),
        ({"sistercityLabel": "+1"}, "formule"),
        ({"sistercityLabel": "-1+cmd"}, "formule"),
        ({"sistercityLabel": "@SUM(A1)"}, "formule"),
        ({"sistercityLabel": "\uff1d1+1"}, "formule"),
        ({"sistercityLabel": "Ros\x00tock"}, "caractère de contrôle"),
        ({"sistercityLabel": "Rostock\u202e"}, "retourne le texte"),
        ({"sistercityLabel": "R" * 81}, "trop long"),
        ({"sistercityLabel": "R" * 30_000}, "La ligne est trop longue"),
        ({"sistercityLabel": "Rostock\xff"}, "La ligne n’est pas en UTF-8"),
        ({"sistercityLabel": "Rostock\tHansestadt"}, "10 cellules au lieu de 9"),
        ({"destinationlat": "91"}, "absentes ou impossibles"),
        ({"destinationlong": "-181"}, "absentes ou impossibles"),
        ({"destinationlat": "NaN"}, "absentes ou impossibles"),
        ({"originlat": "inf"}, "absentes ou impossibles"),
        ({"originlat": ""}, "absentes ou impossibles"),
        ({"originlat": "51,03"}, "absentes ou impossibles"),
        ({"originlat": "0", "originlong": "0"}, "absentes ou impossibles"),
        ({"origincityLabel": "Nulle-Part"}, "ne porte ni n’a porté"),
    ],
)
def test_bad_row_is_refused_with_its_reason_and_the_others_load(world, write, changes, reason):
    reasons = load(write(row(**changes), row("Leffrinckoucke", at=("51.05", "2.44"))))

    assert reason in reasons[2]
    assert reasons[3] == ""
    assert Partnership.objects.get().title == "Jumelage Leffrinckoucke – Rostock"


def test_short_line_and_blank_line_keep_the_numbers_of_the_next(world, write):
    reasons = load(write("Dunkirk\tFrance", "", row()))

    assert sorted(reasons) == [2, 4]
    assert reasons[2] == "La ligne a 2 cellules au lieu de 9."


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "Le fichier est vide"),
        (b"a;b;c\n1;2;3\n", "pas un fichier de jumelages"),
        ("\t".join(COLUMNS).encode("utf-16"), "pas en UTF-8"),
        ("\t".join(COLUMNS[1:]).encode(), "origincityLabel"),
        ("\t".join([*COLUMNS, COLUMNS[0]]).encode(), "origincityLabel"),
        (b"x" * 50_000, "Le fichier est vide, ou"),
    ],
)
def test_file_without_the_columns_is_refused_whole(world, tmp_path, content, message):
    path = tmp_path / "other.tsv"
    path.write_bytes(content)

    with pytest.raises(CommandError, match=message):
        run(path)

    assert Partnership.objects.count() == 0


def test_file_with_a_byte_order_mark_and_more_columns_loads(world, tmp_path):
    path = tmp_path / "bom.tsv"
    values = row()
    lines = ["\t".join([*COLUMNS, "dist"]), "\t".join([*(values[c] for c in COLUMNS), "900"])]
    path.write_bytes(b"\xef\xbb\xbf" + "\r\n".join(lines).encode())

    run(path)

    assert Partnership.objects.count() == 1


def test_missing_file_and_unwritable_report_are_told(world, write, tmp_path):
    with pytest.raises(CommandError, match="Fichier illisible"):
        run(tmp_path / "nowhere.tsv")
    with pytest.raises(CommandError, match="Fichier illisible"):
        run(write(row()), "--report", str(tmp_path))

    assert Partnership.objects.count() == 0


def test_report_over_the_file_itself_is_refused(world, write):
    path = write(row())

    with pytest.raises(CommandError, match="remplacerait le fichier"):
        run(path, "--report", str(path))

    assert path.read_bytes().startswith(b"origincityLabel")


def test_file_refused_whole_leaves_the_last_report(world, tmp_path):
    path, report = tmp_path / "other.tsv", tmp_path / "report.csv"
    path.write_bytes(b"a\tb\n")
    report.write_text("hier")

    with pytest.raises(CommandError):
        run(path, "--report", str(report))

    assert report.read_text() == "hier"


def test_reference_data_missing_is_told(write):
    with pytest.raises(CommandError, match="load_reference_data"):
        run(write(row()))


def test_report_cells_start_no_formula(world, write, tmp_path):
    report = tmp_path / "report.csv"

    run(
        write(
            row(partner=("=1+1", "1", "1", "Germany")), row(origincountry="Belgium", origin="@a")
        ),
        "--report",
        str(report),
    )

    lines = list(csv.reader(io.StringIO(report.read_text("utf-8-sig")), delimiter=";"))
    assert lines[1][4] == "'=1+1"
    assert lines[2][3] == "'@a"
