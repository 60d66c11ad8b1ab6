"""The Atom feeds, read as others read them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.http import http_date
from lxml import etree

from partnerships.models import Partnership, PublicChange
from tests.delivery.public_pages import full_page
from tests.factories.authorities import LocalAuthorityFactory
from tests.factories.lists import CountryFactory, ProposalFactory
from tests.factories.partnerships import InternationalPartnerFactory, published
from tests.partnerships.public.atom import ATOM, link, read, titles

pytestmark = pytest.mark.django_db
FEED = "/registre/atom/"


def test_each_kind_of_page_has_its_feed(client):
    page = full_page()
    other = published(
        partners=[InternationalPartnerFactory(country=CountryFactory(iso2="SN", name="Sénégal"))],
        title="Autre",
    )
    authority, partner = page.lead_authority, page.partners.get()
    profiles = (authority, partner, partner.country)
    for address in (
        f"{FEED}?pays=MA",
        f"{FEED}?q=partage",
        f"{FEED}?proposition=5",
        "/propositions/5/atom/",
        *(f"{row.get_absolute_url()}atom/" for row in profiles),
    ):
        feed = read(client, address)
        assert titles(feed) == [page.title], address
        assert link(feed, "self") == [f"http://127.0.0.1:8000{address}"]
    for place in (authority.region, authority.departement):
        assert len(read(client, f"{place.get_absolute_url()}atom/").entries) == 2
    assert set(titles(read(client, FEED))) == {page.title, other.title}


def test_pages_name_their_feed(client):
    page = full_page()
    rows = (page.lead_authority, page.partners.get(), page.partners.get().country)
    for address, feed in (
        ("/registre/?pays=MA&tri=titre", f"{FEED}?pays=MA"),
        ("/registre/tableau/?pays=MA", f"{FEED}?pays=MA"),
        ("/carte/?pays=MA", f"{FEED}?pays=MA"),
        ("/chiffres/?pays=MA", f"{FEED}?pays=MA"),
        *((row.get_absolute_url(), f"{row.get_absolute_url()}atom/") for row in rows),
        ("/propositions/", "/propositions/atom/"),
        ("/propositions/5/", "/propositions/5/atom/"),
    ):
        text = client.get(address).content.decode()
        named = 'rel="alternate" type="application/atom+xml" title='
        assert named in text, address
        assert text.count(f'href="{feed}"') == 2, address


def test_entry_says_who_and_when_and_keeps_its_identifier(client, settings):
    at = datetime(2024, 3, 1, 10, 30, tzinfo=UTC)
    page = published(title="Eau", summary="Un résumé", at=at)
    [entry] = read(client, FEED).entries

    assert entry.link == f"http://127.0.0.1:8000{page.get_absolute_url()}"
    assert datetime(*entry.updated_parsed[:6], tzinfo=UTC) == at
    assert page.lead_authority.name in entry.summary
    assert "Maroc" in entry.summary
    assert "Un résumé" in entry.summary

    settings.SITE_URL = "https://ailleurs.example"
    Partnership.objects.update(title="Eau vive", slug="eau-vive")
    [later] = read(client, FEED).entries
    assert later.id == entry.id
    assert later.link.startswith("https://ailleurs.example/")


def test_last_changed_is_first_whatever_its_publication(client):
    first = published(title="Ancien", at=datetime(2020, 1, 1, tzinfo=UTC))
    published(title="Récent", at=datetime(2024, 1, 1, tzinfo=UTC))
    Partnership.objects.filter(pk=first.pk).update(updated_at=datetime(2025, 1, 1, tzinfo=UTC))

    feed = read(client, FEED)

    assert titles(feed) == ["Ancien", "Récent"]
    assert feed.feed.updated_parsed[:3] == (2025, 1, 1)


@pytest.fixture
def small(monkeypatch):
    monkeypatch.setattr("partnerships.pages.components.feed.partnership_feed.PAGE_SIZE", 3)


def test_feed_is_read_page_by_page_to_its_end(client, small):
    same = datetime(2024, 1, 1, tzinfo=UTC)
    for number in range(8):
        published(title=f"Partage {number}", at=same)
    found, address = [], FEED
    while address:
        feed = read(client, address)
        assert link(feed, "first") == [f"http://127.0.0.1:8000{FEED}"]
        found += titles(feed)
        assert len(feed.entries) <= 3
        last, address = address, next(iter(link(feed, "next")), "")

    assert sorted(found) == [f"Partage {number}" for number in range(8)]
    assert feed.feed.id == read(client, FEED).feed.id
    [before] = link(read(client, last), "previous")
    assert len(read(client, before).entries) == 3


def test_part_of_a_query_that_is_not_known_is_not_found(client):
    full_page()

    assert client.get(f"{FEED}?pays=XX").status_code == 404
    assert client.get(f"{FEED}?pays=MA&theme=absent").status_code == 404
    assert client.get("/pays/XX/atom/").status_code == 404
    assert client.get("/collectivites/absente/atom/").status_code == 404


def test_feed_of_what_has_no_partnership_is_empty_and_valid(client):
    authority = LocalAuthorityFactory(name="Sans lien")

    feed = read(client, f"{authority.get_absolute_url()}atom/")

    assert feed.entries == []
    assert feed.feed.updated_parsed is not None


HOSTILE = "</title><script>alert(1)</script>&amp;\x0b\x1b\ufffe]]>\"'"


def test_hostile_texts_are_texts(client):
    published(
        [LocalAuthorityFactory(name=HOSTILE)],
        [InternationalPartnerFactory(name=HOSTILE)],
        title=HOSTILE,
        summary=HOSTILE,
    )
    response = client.get(FEED)

    root = etree.fromstring(response.content)
    title = root.findtext(f"{ATOM}entry/{ATOM}title")
    assert title == "</title><script>alert(1)</script>&amp;]]>\"'"
    assert b"<script" not in response.content


def test_suspended_and_merged_leave_the_feed(client):
    kept, gone, hidden = (published(title=name) for name in ("Gardé", "Réuni", "Caché"))
    Partnership.objects.filter(pk=gone.pk).update(merged_into=kept)
    Partnership.objects.filter(pk=hidden.pk).update(is_suspended=True)

    assert titles(read(client, FEED)) == ["Gardé"]


def test_feed_of_a_merged_record_leads_to_that_of_today(client):
    old, heir = LocalAuthorityFactory(), LocalAuthorityFactory()
    old.successor = heir
    old.save()
    partner, other = InternationalPartnerFactory(), InternationalPartnerFactory()
    partner.merged_into = other
    partner.save()

    for before, after in ((old, heir), (partner, other)):
        response = client.get(f"{before.get_absolute_url()}atom/")
        assert response.status_code == 301
        assert response.url == f"{after.get_absolute_url()}atom/"


def test_propositions_are_told_with_their_last_change(client):
    ProposalFactory(number=3, title="Ancienne")
    changed = ProposalFactory(number=7, title="Changée")
    changed.texts.update(effective_from=datetime(2025, 5, 1, tzinfo=UTC))

    feed = read(client, "/propositions/atom/")

    assert "Changée" in feed.entries[0].title
    assert feed.entries[0].updated_parsed[:3] == (2025, 5, 1)
    assert len(feed.entries) == 2


def test_unchanged_feed_is_not_sent_again(kept_pages):
    full_page()
    PublicChange.objects.update(at=timezone.now() - timedelta(minutes=5))
    first = Client().get(FEED)

    for headers in (
        {"if-none-match": first["ETag"]},
        {"if-modified-since": first["Last-Modified"]},
    ):
        assert Client(headers=headers).get(FEED).status_code == 304, headers

    published(title="Nouveau")
    assert Client(headers={"if-none-match": first["ETag"]}).get(FEED).status_code == 200
    again = Client(headers={"if-modified-since": first["Last-Modified"]}).get(FEED)
    assert again.status_code == 200


def test_proposition_that_appears_on_its_day_reaches_who_asks_since_a_date(kept_pages):
    """Nothing is written that day."""
    ProposalFactory(number=3, published_from=timezone.now() - timedelta(minutes=1))
    changed = timezone.now() - timedelta(minutes=5)
    PublicChange.objects.update(at=changed)

    since = Client(headers={"if-modified-since": http_date(changed.timestamp())})

    assert len(read(since, "/propositions/atom/").entries) == 1
    assert since.get(FEED).status_code == 304


def test_change_of_this_second_has_no_date(kept_pages):
    """Another one of the same second would be taken for it."""
    full_page()

    assert "Last-Modified" not in Client().get(FEED)


@pytest.mark.parametrize("rows", [1, 3])
def test_feed_asks_the_same_queries_for_any_number_of_rows(client, rows, django_assert_num_queries):
    for number in range(rows):
        published(title=f"Éclairage {number}")

    with django_assert_num_queries(15):
        client.get(FEED)
    with django_assert_num_queries(8):
        client.get("/pays/MA/atom/")
