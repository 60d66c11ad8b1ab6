"""What people type reaches paper as it is: never run, drawn or said not to be, on one page."""

from uuid import uuid4

import pytest

from partnerships.pages.papers.dossier_paper import dossier_paper
from partnerships.pages.papers.summary_paper import summary_paper
from tests.factories.dossiers import dossier_in
from tests.factories.filling import budget_lines
from tests.factories.messages import dossier_with_budget
from tests.factories.pdf import opened, text_of_pdf

pytestmark = pytest.mark.django_db
HOSTILE = [
    '#read("/etc/passwd")',
    '#import "page.typ": data',
    "#{ panic(1) }",
    "\\ $ x^2 $ [ ] * _ ` ``` @ref <label> // /* = titre",
    ']} #eval("1+1") {[',
    "émoji 😀 漢字 ไทย",
    "NUL \x00 et demi \ud800 caractère",
    "\u202egnirts desrever\u202c",
    "مرحبا שלום Привет Ωμέγα",
    "e\u0301\u0323\u0300 q\u0303\u0334",
    "\u2028\u2029\x85\t\r\n\v",
    "",
]


@pytest.mark.parametrize("make", [dossier_paper, summary_paper])
@pytest.mark.parametrize("typed", HOSTILE)
def test_what_is_typed_is_never_run(make, typed):
    uuid = str(uuid4())
    names = ("title", "summary", "objectives", "results_here", "contact.name", "state_case")
    dossier = dossier_in("draft")
    said = {
        **dict.fromkeys(names, typed),
        **budget_lines(1, year=typed),
        f"images.{uuid}.caption": typed,
    }
    dossier.buffer = {**dossier.buffer, **said, "images": [uuid]}

    text = text_of_pdf(make(dossier))

    assert "root:" not in text
    if typed.isascii() and typed.isprintable() and typed:
        assert typed in text


def test_signs_that_no_font_draws_are_replaced_and_it_is_said():
    text = text_of_pdf(dossier_paper(dossier_in("draft", title="Ville 漢 et Оренбург")))

    assert "Ville □ et Оренбург" in text
    assert "remplacés par □" in text


def test_signs_that_fonts_draw_are_kept_and_nothing_is_said():
    text = text_of_pdf(dossier_paper(dossier_in("draft", title="Œuvre à Оренбург – 5 €")))

    assert "Œuvre à Оренбург – 5 €" in text
    assert "□" not in text


@pytest.mark.parametrize(
    "fields",
    [
        {"objectives": "W" * 900_000},
        {"summary": "mot " * 200_000},
        {"objectives": "l\n" * 100_000},
        {"title": "M" * 5_000, "summary": "W" * 2_000, "objectives": "W" * 20_000},
        {"themes": [f"t{n}" for n in range(2_000)]},
        {**budget_lines(300, amount="999999999999,99"), "objectives": "mot " * 500},
        {
            **dict.fromkeys(("title", "summary", "objectives", "state_case"), "W" * 3000),
            **dict.fromkeys(("kind", "phase", "starts_on", "ends_on"), "X" * 3000),
            **dict.fromkeys(("total_cost", "state_authorised_on"), "Y" * 3000),
            **dict.fromkeys(("convention_signed_on", "themes"), "Z" * 3000),
        },
    ],
    ids=["one word", "long", "many lines", "wide", "many themes", "budget", "all"],
)
def test_summary_is_one_page_and_says_that_it_is_cut(fields):
    dossier = dossier_in("draft")
    dossier.buffer = {**dossier.buffer, **fields}

    content = summary_paper(dossier)

    assert len(opened(content).pages) == 1
    assert "Suite dans le dossier complet" in text_of_pdf(content)


def test_summary_that_says_all_does_not_say_it_is_cut():
    dossier = dossier_with_budget("submitted")

    text = text_of_pdf(summary_paper(dossier, dossier.submissions.first()))

    assert "Note de synthèse".upper() in text.upper()
    assert "Un éclairage sobre, pensé avec les habitants." in text
    assert "1 200,00 €" in text
    assert "Suite dans" not in text


def test_unit_of_amounts_is_written_once():
    dossier = dossier_with_budget("submitted")
    dossier.buffer = {**dossier.buffer, "total_cost": "2500"}

    text = text_of_pdf(dossier_paper(dossier))

    assert "2 500,00 €" in text.replace("\u202f", " ").replace("\xa0", " ")
    assert "Montant" in text
    assert "(€)" not in text
