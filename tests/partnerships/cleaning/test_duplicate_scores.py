"""What each pair of partnerships scores: a table of pairs that officers judged."""

import pytest
from django.urls import reverse

from partnerships.models import DuplicatePair, Provenance
from partnerships.publication.duplicates.looking import look_for_duplicates
from partnerships.publication.duplicates.reasons import MIN_SCORE
from tests.factories.accounts import reviewer
from tests.factories.authorities import LocalAuthorityFactory
from tests.factories.lists import ThemeFactory
from tests.factories.partnerships import InternationalPartnerFactory, published

pytestmark = pytest.mark.django_db
CLIMATE = {"title": "Plan climat partagé", "themes": ["climat"], "starts_on": "2015-01-01"}
WATER = {"title": "Eau potable des quartiers", "themes": ["eau-potable"], "starts_on": "2019"}
IMPORTED = {"title": "Lille – Oujda", "provenance": Provenance.WIKIDATA, "kind": "twinning"}
# Fields of two partnerships of one authority with one partner → their score, and whether they are
# one project in truth.
PAIRS = {
    "the same, declared twice": (CLIMATE, CLIMATE, 100, True),
    "the same in other words, on the same days": (
        CLIMATE,
        {**CLIMATE, "title": "Résilience urbaine"},
        50,
        True,
    ),
    "the same, one title longer": (CLIMATE, {**CLIMATE, "title": "Le plan climat"}, 90, True),
    "the same, only titles are known": (
        {"title": "Plan climat"},
        {"title": "Plan climat"},
        85,
        True,
    ),
    "the same, with slips of the pen": (
        {"title": "Assainissement des quartiers de Faladié"},
        {"title": "Asainissement des quartier de Faladié"},
        75,
        True,
    ),
    "two phases of one project, years apart": (
        {"title": "Assainissement, phase 1", "starts_on": "2001", "ends_on": "2003"},
        {"title": "Assainissement, phase 2", "starts_on": "2015"},
        45,
        False,
    ),
    "the same, of a child of the theme": (CLIMATE, {**CLIMATE, "themes": ["chaleur"]}, 100, True),
    "a twinning, imported and declared": (
        {**IMPORTED, "starts_on": "1988"},
        {"title": "Jumelage avec Oujda", "kind": "twinning", "starts_on": "1988-06"},
        85,
        True,
    ),
    "a twinning, imported, and declared under another kind": (
        IMPORTED,
        {**CLIMATE, "kind": "agreement"},
        50,
        True,
    ),
    "two projects": (CLIMATE, WATER, 10, False),
    "two projects that share a word": (
        CLIMATE,
        {**WATER, "title": "Plan de gestion de l’eau potable"},
        20,
        False,
    ),
    "two projects begun on one day": (CLIMATE, {**WATER, "starts_on": "2015-01-01"}, 35, False),
    "two projects on one theme, years apart": (
        {**CLIMATE, "ends_on": "2017-12-31"},
        {**CLIMATE, "title": "Forêts urbaines", "starts_on": "2020-01-01"},
        5,
        False,
    ),
    "two projects on one theme": (
        CLIMATE,
        {**CLIMATE, "title": "Forêts urbaines", "starts_on": "2019"},
        25,
        False,
    ),
    "two projects, only titles are known": ({"title": "Puits"}, {"title": "Écoles"}, 35, False),
    "one title, other themes, years apart": (
        {"title": "Coopération", "themes": ["climat"], "starts_on": "2001", "ends_on": "2003"},
        {"title": "Coopération", "themes": ["eau-potable"], "starts_on": "2015"},
        40,
        False,
    ),
}


@pytest.fixture
def _themes():
    climate, water = ThemeFactory(slug="climat"), ThemeFactory(slug="eau")
    ThemeFactory(slug="chaleur", parent=climate)
    ThemeFactory(slug="eau-potable", parent=water)


@pytest.mark.usefixtures("_themes")
@pytest.mark.parametrize("name", PAIRS)
def test_pair_has_its_score_and_is_proposed_if_it_is_a_duplicate(client, name):
    one, other, score, is_duplicate = PAIRS[name]
    lille, oujda = LocalAuthorityFactory(), InternationalPartnerFactory()
    rows = [published([lille], [oujda], **fields) for fields in (one, other)]

    look_for_duplicates()

    scores = {pair.ids: pair.score for pair in DuplicatePair.objects.filter(kind="partnership")}
    assert scores == ({tuple(row.pk for row in rows): score} if is_duplicate else {})
    assert (score >= MIN_SCORE) == is_duplicate
    client.force_login(reviewer())
    address = reverse("partnerships:record_pair", args=["partnership", *(row.pk for row in rows)])
    assert client.get(address).context["pair"].score == score
