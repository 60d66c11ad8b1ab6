"""A scheduled text of a proposition takes effect when it is read: no page is kept past it."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from proposals.models import Wording
from proposals.publishing import publish_text
from tests.delivery.public_pages import files_in, full_page, public_addresses
from tests.factories.lists import ProposalFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 1, 10, 0, tzinfo=UTC)
THEN = NOW + timedelta(seconds=20)
BEFORE, AFTER = "Formule d’avant", "Formule d’après"


@pytest.fixture
def clock(monkeypatch):
    def move(now):
        monkeypatch.setattr(timezone, "now", lambda: now)

    move(NOW)
    return move


def schedule(proposal, **changes):
    return publish_text(proposal, {**proposal.text.content, **changes}, by=None, at=THEN)


def read(address):
    return Client().get(address)


def test_every_public_page_changes_at_that_instant(kept_pages, clock):
    full_page()
    proposal = ProposalFactory(number=5)
    publish_text(proposal, {**proposal.text.content, "title": BEFORE}, by=None)
    schedule(proposal, title=AFTER)
    addresses = public_addresses().values()
    shown = [address for address in addresses if BEFORE in read(address).content.decode()]
    assert {"/", "/propositions/", "/propositions/5/", "/propositions/atom/"} <= set(shown)
    assert files_in(kept_pages) != []
    for address in shown:
        assert "s-maxage=20," in read(address)["Cache-Control"]

    clock(THEN - timedelta(microseconds=1))
    assert all(BEFORE in read(address).content.decode() for address in shown)
    clock(THEN)

    for address in shown:
        text = read(address).content.decode()
        assert AFTER in text, address
        # The story of a proposition still tells its earlier title.
        assert text.count(BEFORE) == (1 if address == "/propositions/5/" else 0), address


def test_every_public_page_changes_when_a_window_opens_or_ends(kept_pages, clock):
    full_page()
    opening = ProposalFactory(number=15, title=AFTER, published_from=THEN)
    ending = ProposalFactory(number=16, title=BEFORE, published_until=THEN)
    own = {opening.get_absolute_url(), ending.get_absolute_url()}
    addresses = own | {*public_addresses().values()}

    def shown(title):
        return {address for address in addresses if title in read(address).content.decode()}

    lists = {"/", "/propositions/", "/propositions/atom/"}
    for instant in (NOW, THEN - timedelta(microseconds=1)):
        clock(instant)
        assert shown(AFTER) == set()
        assert {*lists, ending.get_absolute_url()} <= shown(BEFORE)
    assert files_in(kept_pages) != []
    clock(THEN)

    assert {*lists, opening.get_absolute_url()} <= shown(AFTER)
    assert shown(BEFORE) == set()
    assert read(ending.get_absolute_url()).status_code == 404


def test_searches_find_the_words_in_force(kept_pages, clock):
    proposal = ProposalFactory(number=5, title="Une fondation")
    schedule(proposal, title="Une agence", body="Des mots nouveaux.")
    found = "/propositions/5/"

    assert found in read("/recherche/?q=fondation").content.decode()
    assert found not in read("/recherche/?q=agence").content.decode()
    clock(THEN)

    assert found not in read("/recherche/?q=fondation").content.decode()
    assert found in read("/recherche/?q=agence").content.decode()
    assert found in read("/recherche/?q=nouveaux").content.decode()


def test_a_first_shown_text_appears_everywhere_at_that_instant(kept_pages, clock):
    """In service a working text is not shown; the reported one that follows it is."""
    proposal = ProposalFactory(number=5, title="Titre de travail", wording=Wording.WORKING)
    schedule(proposal, title=AFTER, wording=Wording.REPORTED)
    addresses = ("/propositions/", "/", "/propositions/atom/")
    part = re.search(r"<loc>https?://[^/]+(.*?)</loc>", read("/sitemap.xml").content.decode())[1]
    assert all("Titre de travail" not in read(each).content.decode() for each in addresses)
    assert "/propositions/5/" not in read(part).content.decode()
    assert read("/propositions/5/").status_code == 404

    clock(THEN)

    assert all(AFTER in read(each).content.decode() for each in addresses)
    assert "/propositions/5/" in read(part).content.decode()
    assert AFTER in read("/propositions/5/").content.decode()


def test_the_picture_and_the_feed_follow_the_text(kept_pages, clock):
    proposal = ProposalFactory(number=5, title=BEFORE)
    schedule(proposal, title=AFTER)
    first = read("/propositions/5/apercu.png")["Location"]

    clock(THEN)

    assert read("/propositions/5/apercu.png")["Location"] != first
    feed = read("/propositions/atom/").content.decode()
    assert ":00:20" in feed


def test_conditional_requests_are_answered_anew_after_it(kept_pages, clock):
    proposal = ProposalFactory(number=5, title=BEFORE)
    schedule(proposal, title=AFTER)
    etag = read("/propositions/5/")["ETag"]
    assert Client(headers={"If-None-Match": etag}).get("/propositions/5/").status_code == 304

    clock(THEN)

    response = Client(headers={"If-None-Match": etag}).get("/propositions/5/")
    assert response.status_code == 200
    assert AFTER in response.content.decode()
