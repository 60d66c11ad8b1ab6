"""A working title is never shown in service unless it is allowed, nor anywhere without its mark."""

import re
from html import unescape

import pytest
from django.core.management import call_command
from django.test import Client

from partnerships.pages.propositions.proposal_metadata import proposal_card
from partnerships.registry.facets.partnership_counts import PartnershipCounts
from proposals.models import Proposal, Wording
from proposals.publishing import publish_text
from tests.delivery.public_pages import full_page, public_addresses

pytestmark = pytest.mark.django_db
MARK = "ormulation de travail, pas le texte du rapport"
# In a row of the comparison, under the head « Formulation ».
CELL = 'wording-mark--working" aria-hidden="true"></span>de travail<'
# Beside those of `public_addresses`, which number 5 has: what shows or searches propositions.
OTHERS = (
    *(f"/propositions/{number}/" for number in range(1, 21)),
    *(f"/propositions/{number}/atom/" for number in range(1, 21)),
    "/recherche/?q=proposition",
    "/recherche/?q=partager",
    "/recherche/suggestions/?q=proposition",
    "/registre/?proposition=5",
    "/registre/filtres/proposition/",
    "/registre/export.csv",
    "/sitemap/pages-0.xml",
    "/plan-du-site/",
    "/aide/",
)


@pytest.fixture
def titles():
    """Those of the working propositions; one of them is carried by a partnership."""
    call_command("load_proposals", verbosity=0)
    five = Proposal.objects.get(number=5)
    content = {**five.text.content, "title": "Un titre de travail", "wording": Wording.WORKING}
    publish_text(five, content, by=None)
    full_page()
    working = Proposal.objects.with_text().filter(text__wording=Wording.WORKING)
    return {each.title for each in working}


def pages():
    """Yields (address, its text) of every public page, file and feed that is shown."""
    for address in dict.fromkeys([*public_addresses().values(), *OTHERS]):
        response = Client().get(address)
        if response.status_code == 200 and not response.streaming:
            yield address, unescape(response.content.decode(errors="replace"))


def test_no_working_title_shows_in_service(titles):
    assert len(titles) == 14

    shown = {address: [each for each in titles if each in text] for address, text in pages()}

    assert {address: found for address, found in shown.items() if found} == {}


@pytest.mark.parametrize("setting", ["DEMONSTRATION", "PROPOSALS_SHOW_WORKING"])
def test_each_working_title_has_its_mark_where_it_is_allowed(titles, settings, setting):
    setattr(settings, setting, True)
    without, count = {}, 0

    for address, text in pages():
        found = {each for each in titles if each in text}
        count += len(found)
        if len(re.findall(f"{MARK}|{CELL}", text)) < len(found):
            without[address] = found

    assert without == {}
    assert count > 50


def test_pictures_of_working_titles_have_their_mark(titles, settings):
    settings.PROPOSALS_SHOW_WORKING = True

    for proposal in Proposal.objects.listed():
        is_marked = MARK in proposal_card(proposal, PartnershipCounts()).detail
        assert is_marked is (proposal.wording == Wording.WORKING)
