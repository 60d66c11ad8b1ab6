"""The pages of the portal among what is found: those of its plan, by title and by other words."""

import re

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from tests.factories.accounts import UserFactory
from tests.factories.filling import text_of
from tests.partnerships.search.searched import SEARCH, found, groups

pytestmark = pytest.mark.django_db
LINKS = re.findall(
    r'<a href="([^"]+)"(?: data-words="([^"]+)")?>([^<]+)</a>',
    render_to_string("pages/_site_map_lists.html"),
)


@pytest.mark.parametrize("link", LINKS, ids=lambda link: link[0])
def test_page_of_the_plan_is_found_by_its_title_and_by_its_words(client, registry, link):
    address, words, title = link

    for text in (title, *filter(None, words.split(", "))):
        assert title in groups(found(client, text))["pages"], text
    assert client.get(address.split("#")[0]).status_code == 200


def test_plan_shows_the_pages_that_are_searched(client, registry):
    plan = text_of(client.get(reverse("portal:site_map")))

    for address, _words, title in LINKS:
        assert f'href="{address}"' in plan
        assert title in plan


def test_word_of_a_page_is_not_corrected(client, registry):
    page = found(client, "contacter")

    assert (page.is_corrected, page.groups[0].kind.value) == (False, "pages")


def test_page_says_what_it_is(client, registry):
    text = text_of(client.get(SEARCH, {"q": "RGPD"}))

    assert "« RGPD » : 1 page du portail" in text
    assert 'href="/donnees-personnelles/"' in text


def test_pages_of_who_is_signed_in_are_not_searched(client, registry):
    client.force_login(UserFactory())

    assert "pages" not in groups(found(client, "Double authentification", tel_quel="1"))
