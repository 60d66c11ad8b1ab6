"""The propositions of the form: what each says, who carries it, the nearest first."""

from html import unescape

import pytest

from partnerships.document.nearest_proposals import nearest_proposals
from partnerships.document.steps.references import References
from partnerships.models import Facet, FacetCount
from partnerships.publication.contribution_values import ACCEPTED, DECLARED, contribution_value
from proposals.models import ProposalText, Wording
from tests.factories.dossiers import dossier_in
from tests.factories.filling import post, saved, step_of, text_of
from tests.factories.lists import ProposalFactory

pytestmark = pytest.mark.django_db
TITLES = {
    1: ("Ouvrir les données", "Des données publiques pour les coopérations."),
    2: ("Gérer l’eau ensemble", "Des forages et des écoles pour les coopérations."),
    3: ("Former les agents", "Des stages et des échanges pour les coopérations."),
    4: ("Éclairer sobrement", "Des lampadaires et des forages pour les coopérations."),
    5: ("Faire classe ensemble", "Des écoles jumelées pour les coopérations."),
    6: ("Autre chose", "Sans lien, pour les coopérations."),
    7: ("Encore autre", "Sans rapport, pour les coopérations."),
    8: ("Une dernière", "Rien de commun, pour les coopérations."),
}


@pytest.fixture
def dossier():
    for number, (title, summary) in TITLES.items():
        ProposalFactory(number=number, title=title, summary=summary)
    return dossier_in(
        "draft", title="Un forage", summary="Des écoles et des coopérations", objectives=""
    )


def page_of(member, dossier):
    return unescape(text_of(member.get(step_of(dossier, "propositions"))))


def numbers_in_order(page):
    return sorted(TITLES, key=lambda number: page.index(f"{number}. {TITLES[number][0]}"))


def near(dossier, **fields):
    buffer = {**saved(dossier), **fields}
    return {p.number: shared for p, shared in nearest_proposals(References(dossier, buffer))}


def test_the_nearest_come_first_with_the_words_they_share(member, dossier):
    page = page_of(member, dossier)

    assert numbers_in_order(page) == [2, 1, 3, 4, 5, 6, 7, 8]
    assert "Les plus proches de ce que vous avez écrit" in page
    assert "Mots en commun avec votre dossier : forages, écoles" in page
    assert page.index("Les autres propositions") < page.index("1. Ouvrir les données")


def test_at_most_three_are_near_the_nearest_first(dossier):
    shared = near(dossier, summary="Des écoles, des forages, des lampadaires, des classes jumelées")

    assert list(shared) == [5, 2, 4]
    assert shared[5] == ["classe", "écoles", "jumelées"]


@pytest.mark.parametrize(
    "text", ["Faire jouer des fanfares", "Un stage", "Ouvrir", "Sans rapport", "Faire et faire"]
)
def test_a_single_word_in_common_suggests_nothing(member, dossier, text):
    post(member, dossier, "identite", title=text)
    post(member, dossier, "sujet", summary=text)

    page = page_of(member, dossier)

    assert "Les plus proches" not in page
    assert numbers_in_order(page) == list(TITLES)


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("Faire jouer ensemble les fanfares", []),
        ("Un savoir-faire d’artisans", [9]),
        ("Savoir faire des fêtes", []),
        ("Faire tout ce qu’elle peut faire", []),
    ],
)
def test_verbs_of_grammar_do_not_count_but_in_a_compound(dossier, text, nearest):
    ProposalFactory(number=9, title="Conjuguer les savoir-faire", summary="Elle fait tout.")

    assert list(near(dossier, title=text, summary="")) == nearest


def test_word_of_most_propositions_brings_none_near(dossier):
    assert near(dossier, title="Les coopérations", summary="Coopération") == {}


def test_nothing_written_invents_no_nearness(member, dossier):
    dossier.buffer = {**dossier.buffer, "title": "", "summary": ""}
    dossier.save()

    page = page_of(member, dossier)

    assert numbers_in_order(page) == list(TITLES)
    assert "Les plus proches" not in page
    assert "Les autres propositions" not in page


@pytest.mark.parametrize("value", [["liste"], None, "\x00", "12 34"])
def test_unreadable_values_share_nothing(dossier, value):
    fields = {"title": value, "summary": "", "themes": ["inconnu"]}

    assert near(dossier, **{name: each for name, each in fields.items() if each is not None}) == {}


def test_each_has_its_summary_who_carries_it_and_its_page(member, dossier):
    for status, count in ((ACCEPTED, 2), (DECLARED, 3)):
        value = contribution_value(2, status)
        FacetCount.objects.create(facet=Facet.CONTRIBUTION, value=value, count=count)

    page = page_of(member, dossier)

    assert TITLES[2][1] in page
    assert "Partenariats qui la portent : 2 acceptés, 3 déclarés" in page
    assert page.count("Aucun partenariat public ne la porte encore") == len(TITLES) - 1
    assert 'href="/propositions/2/"' in page


def test_the_source_of_the_words_is_told_once_or_beside_each(member, dossier):
    once = page_of(member, dossier)
    ProposalText.objects.filter(proposal__number=3).update(wording=Wording.OFFICIAL, source_page=3)
    each = page_of(member, dossier)

    reported, official = (f">{Wording(code).label}<" for code in ("reported", "official"))
    assert once.lower().count(reported.lower()) == 1
    assert each.lower().count(reported.lower()) == len(TITLES) - 1
    assert each.lower().count(official.lower()) == 1
    assert "wording-mark" not in once + each


def test_ticking_a_near_one_saves_it(member, dossier):
    page = page_of(member, dossier)
    name = page.split('" value="2"')[0].rpartition('name="')[2]

    post(member, dossier, "propositions", **{name: "2"})

    (uuid,) = saved(dossier)["contributions"]
    assert saved(dossier)[f"contributions.{uuid}.proposal"] == "2"
