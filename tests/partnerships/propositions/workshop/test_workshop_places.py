"""Where one is in the workshop: each level of the breadcrumb, and the tab of the menu."""

import re

import pytest

from tests.partnerships.propositions.curating import Curating, at
from tests.partnerships.propositions.replacing import PAGE, applied, line, received, undo_page

pytestmark = pytest.mark.django_db
ATELIER = ["Accueil", "Propositions", "Atelier"]
ONE = [*ATELIER, "Proposition 5"]
TWENTY, REPLACEMENT = "Les vingt", "Remplacer les vingt"


@pytest.fixture
def work():
    return Curating(title="Titre en vigueur")


def place(response):
    """The levels of the breadcrumb of a page, and the current tab with how it is marked."""
    page = response.content.decode()
    crumbs = page[page.index('class="fr-breadcrumb__list') : page.index("</ol>")]
    levels = re.findall(r'class="fr-breadcrumb__link"[^>]*>([^<]*)<', crumbs)
    [tab] = re.findall(r'desk-menu__link" href="[^"]*" aria-current="(\w+)">([^<]*)<', page)
    return levels, tab


@pytest.mark.parametrize(
    ("name", "current"),
    [
        ("draft", "Texte"),
        ("publish", "Publication"),
        ("history", "Historique"),
        ("note", "Avancement"),
        ("illustration", "Illustration"),
        ("settings", "Publication et liens"),
    ],
)
def test_pages_of_a_proposition_are_under_it(work, name, current):
    assert place(work.get(name)) == ([*ONE, current], ("true", TWENTY))


def test_a_text_is_under_the_history_of_its_proposition(work):
    page = work.get("text", work.texts()[0].pk)

    assert place(page) == ([*ONE, "Historique", "Titre en vigueur"], ("true", TWENTY))


def test_a_proposition_is_under_the_workshop(work):
    assert place(work.client.get(at("proposal"))) == (ONE, ("true", TWENTY))
    assert place(work.client.get("/propositions/atelier/")) == (ATELIER, ("page", TWENTY))
    order = place(work.client.get("/propositions/atelier/ordre/"))
    assert order == ([*ATELIER, "Ordre"], ("page", "Ordre"))


def test_pages_of_a_replacement_are_under_that_of_all(work):
    address = received(work.client, line(5, "Un"))
    undo = undo_page(applied(work.client, line(5, "Deux")))

    assert place(work.client.get(PAGE)) == ([*ATELIER, REPLACEMENT], ("page", REPLACEMENT))
    for page, current in ((address, "Relire"), (undo, "Annuler")):
        levels = [*ATELIER, REPLACEMENT, current]
        assert place(work.client.get(page)) == (levels, ("true", REPLACEMENT))
