"""Where one is in the workshop: each level of the breadcrumb, and the tab of the menu."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from proposals.models import Proposal
from tests.partnerships.propositions.curating import Curating, at
from tests.partnerships.propositions.replacing import PAGE, applied, line, received, undo_page

pytestmark = pytest.mark.django_db
TAB = re.compile(r'desk-menu__link" href="[^"]*" aria-current="(\w+)">([^<]*)<')
ATELIER = ["Accueil", "Propositions", "Atelier"]
ONE = [*ATELIER, "Proposition 5"]
TWENTY, REPLACEMENT = "Les vingt", "Remplacer les vingt"


@pytest.fixture
def work():
    return Curating(title="Titre en vigueur")


def place(response):
    """The levels of the breadcrumb of a page, and the current tab of the workshop with how it is
    marked.
    """
    page = response.content.decode()
    crumbs = page[page.index('class="fr-breadcrumb__list') : page.index("</ol>")]
    levels = re.findall(r'class="fr-breadcrumb__link"[^>]*>([^<]*)<', crumbs)
    tab, *_of_the_proposition = TAB.findall(page)
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


@pytest.mark.parametrize(
    ("name", "tab"),
    [
        ("draft", ("page", "Brouillon")),
        ("publish", ("page", "Publication")),
        ("history", ("page", "Historique")),
    ],
)
def test_the_texts_of_a_proposition_have_tabs(work, name, tab):
    page = work.get(name).content.decode()

    assert TAB.findall(page)[1:] == [tab]


def test_a_text_is_in_the_tab_of_the_history(work):
    page = work.get("text", work.texts()[0].pk).content.decode()

    assert TAB.findall(page)[1:] == [("true", "Historique")]


@pytest.mark.parametrize("is_listed", [True, False])
def test_only_a_proposition_that_anyone_reads_leads_to_its_page(work, is_listed):
    if not is_listed:
        Proposal.objects.update(published_from=timezone.now() + timedelta(days=1))

    for name in ("proposal", "draft", "publish", "history", "note"):
        page = work.get(name).content.decode()
        assert ('href="/propositions/5/"' in page) is is_listed, name
