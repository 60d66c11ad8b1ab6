"""The budget: typed line by line or pasted from a spreadsheet, summed and balanced."""

import re

import pytest

from partnerships.document.pasted.budget import LINES_MAX, read_pasted
from partnerships.models import Dossier
from tests.factories.filling import errors_of, post, saved, step_of, text_of

pytestmark = pytest.mark.django_db
PASTED = (
    "Année\tSource\tNature\tMontant\r\n"
    "2024\tAFD\tNuméraire\t12 500,50 €\r\n"
    "2024\tMinistère chargé des affaires étrangères\tnumeraire\t3000\r\n"
    "2025\tcollectivité\tvalorisation en nature\t1 234,50\r\n"
)


def lines_of(dossier):
    buffer = saved(dossier)
    names = ("year", "source", "nature", "amount")
    return [
        tuple(buffer.get(f"budget.{uuid}.{name}", "") for name in names)
        for uuid in buffer.get("budget", [])
    ]


def plain(page):
    return re.sub(r"[\s\u00a0]+", " ", re.sub(r"<[^>]+>", " ", page))


def test_pasted_lines_go_to_the_table(member, dossier):
    post(member, dossier, "budget", "paste:budget", budget_pasted=PASTED)

    assert lines_of(dossier) == [
        ("2024", "afd", "cash", "12 500,50 €"),
        ("2024", "ministry", "cash", "3000"),
        ("2025", "lead_authority", "in_kind", "1 234,50"),
    ]
    assert saved(dossier)["budget_pasted"] == ""
    assert errors_of(Dossier.objects.get(pk=dossier.pk)) == {}


def test_unreadable_lines_stay_in_the_field_with_the_reason(member, dossier):
    wrong = "2025;AFD;12;14\nbonjour\n2024"

    post(
        member,
        dossier,
        "budget",
        "paste:budget",
        budget_pasted=f"2024;UE;en nature;7\n{wrong}",
    )
    page = text_of(member.get(step_of(dossier, "budget")))

    assert lines_of(dossier) == [("2024", "european_union", "in_kind", "7")]
    assert saved(dossier)["budget_pasted"] == wrong
    assert "Ligne 1 : Plusieurs montants ici (12, 14)" in page
    assert "Ligne 2 : « bonjour » : il n’y a ni année, ni montant" in page
    assert "Ligne 3 : « 2024 »" in page


def test_same_page_sent_twice_adds_its_lines_once(member, dossier):
    for _click in range(2):
        post(member, dossier, "budget", "paste:budget", budget_pasted=PASTED)

    assert len(lines_of(dossier)) == 3


def test_identical_lines_in_one_paste_are_two_lines(member, dossier):
    post(member, dossier, "budget", "paste:budget", budget_pasted="2024;AFD;argent;5\n" * 2)

    assert lines_of(dossier) == [("2024", "afd", "cash", "5")] * 2


def test_line_changed_by_hand_is_not_written_over_by_the_same_paste(member, dossier):
    post(member, dossier, "budget", "paste:budget", budget_pasted="2024;AFD;argent;5")
    (uuid,) = saved(dossier)["budget"]
    post(member, dossier, "budget", **{f"budget.{uuid}.amount": "6"})

    post(member, dossier, "budget", "paste:budget", budget_pasted="2024;AFD;argent;5")

    assert [line[3] for line in lines_of(dossier)] == ["6", "5"]


def test_unread_pasted_text_is_kept_and_blocks_the_deposit(member, dossier):
    post(member, dossier, "budget", budget_pasted="2024;AFD;numéraire;5")

    errors = errors_of(Dossier.objects.get(pk=dossier.pk))

    assert saved(dossier)["budget_pasted"] == "2024;AFD;numéraire;5"
    assert "Ajouter au tableau" in errors["budget_pasted"]


@pytest.mark.parametrize("text", ["\x00", "\ud800", ";;;", "\t\t", "x" * 5000, "2024"])
def test_anything_pasted_is_kept(member, dossier, text):
    response = post(
        member, dossier, "budget", "paste:budget", budget_pasted=text.replace("\ud800", "?")
    )

    assert response.status_code == 302
    assert lines_of(dossier) == []
    assert member.get(step_of(dossier, "budget")).status_code == 200


def test_lines_after_the_most_wait_for_the_next_time(member, dossier):
    line = "2024;AFD;numéraire;{}"
    pasted = "\n".join(line.format(n) for n in range(LINES_MAX + 2))

    post(member, dossier, "budget", "paste:budget", budget_pasted=pasted)

    assert len(lines_of(dossier)) == LINES_MAX
    assert saved(dossier)["budget_pasted"] == f"{line.format(500)}\n{line.format(501)}"
    assert "500 lignes au plus" in read_pasted(pasted)[-1].fault


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("12,5;2024;AFD;numéraire", {"year": "2024", "amount": "12,5"}),
        ("2024;2025;AFD;numéraire", {"year": "2024", "amount": "2025"}),
        ('"2024";"Agence de l\'eau";"Valorisation";"1 000"', {"source": "water_agency"}),
    ],
)
def test_columns_are_recognised_by_their_content(text, fields):
    (line,) = read_pasted(text)

    assert line.fault == ""
    assert fields.items() <= line.fields.items()


@pytest.mark.parametrize(
    ("cost", "sentence"),
    [
        ("16 735", "équilibré"),
        ("20 000", "reste à financer 3 265,00 €"),
        ("10 000", "dépasse de 6 735,00 €"),
    ],
)
def test_sums_by_year_and_source_and_the_balance(member, dossier, cost, sentence):
    post(member, dossier, "budget", "paste:budget", budget_pasted=PASTED)
    post(member, dossier, "budget", total_cost=cost)

    page = plain(text_of(member.get(step_of(dossier, "budget"))))

    assert "2024 15 500,50 0,00 15 500,50" in page
    assert "Collectivité cheffe de file 0,00 1 234,50 1 234,50" in page
    assert "Ensemble 15 500,50 1 234,50 16 735,00" in page
    assert sentence in page


def test_totals_show_before_anything_is_typed(member, dossier):
    page = plain(text_of(member.get(step_of(dossier, "budget"))))

    assert "Financements 0,00 €" in page
    assert "Solde" not in page


def test_line_that_waits_on_the_page_is_saved_when_it_is_typed_in(member, dossier):
    page = member.get(step_of(dossier, "budget")).content.decode()
    path = re.search(r'name="(budget\.[^"]+)\.year"', page)[1]
    before = saved(dossier)

    post(member, dossier, "budget", **{f"{path}.year": "", f"{path}.amount": ""})
    untouched = saved(dossier)
    post(member, dossier, "budget", **{f"{path}.year": "2024", f"{path}.amount": "5"})

    assert untouched == before
    assert lines_of(dossier) == [("2024", "", "", "5")]
    assert f'name="{path}.year" value="2024"' in text_of(member.get(step_of(dossier, "budget")))


def test_thirty_lines_leave_one_to_type_in(member, dossier):
    pasted = "".join(f"20{10 + n % 20};AFD;numéraire;{n}\n" for n in range(30))

    post(member, dossier, "budget", "paste:budget", budget_pasted=pasted)
    page = member.get(step_of(dossier, "budget")).content.decode()

    assert len(lines_of(dossier)) == 30
    assert len(re.findall(r'name="budget\.[^"]+\.year"', page)) == 31
