"""The feed of pages suspended, merged or renamed."""

import pytest
from django.utils import timezone
from lxml import etree

from partnerships.cleaning.merge import undo_merge
from partnerships.models import Partnership, RecordKind, Renaming
from partnerships.publication.correct import correct
from partnerships.publication.suspend import resume, suspend
from tests.factories.accounts import lead_reviewer, reviewer
from tests.factories.authorities import LocalAuthorityFactory
from tests.factories.duplicates import merged
from tests.factories.partnerships import InternationalPartnerFactory, published
from tests.partnerships.public.atom import read, titles

pytestmark = pytest.mark.django_db
FEED = "/registre/atom/"
DELETED = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
ADDRESSES = "/registre/adresses/atom/"


def deleted(client):
    root = etree.fromstring(client.get(ADDRESSES).content)
    return [each.get("ref") for each in root.findall(DELETED)]


def test_suspension_is_told_without_its_reason_nor_its_title(client):
    page, officer = published(title="Accord secret"), reviewer()
    [entry] = read(client, FEED).entries
    suspension = suspend(page, 1, by=officer, reason="Données personnelles")

    feed, text = read(client, ADDRESSES), client.get(ADDRESSES).content.decode()

    assert titles(feed) == [f"Fiche {page.public_id} suspendue"]
    assert deleted(client) == [entry.id]
    assert not any(each in text for each in ("secret", "personnelles"))
    assert client.get(feed.entries[0].link).status_code == 410

    resume(suspension, 1, by=officer, reason="Corrigée")

    feed = read(client, ADDRESSES)
    assert titles(feed) == ["De nouveau en ligne\u202f: Accord secret"]
    assert deleted(client) == []
    assert "Corrigée" not in client.get(ADDRESSES).content.decode()


@pytest.fixture
def pair():
    authority, partner = LocalAuthorityFactory(), InternationalPartnerFactory()
    return [published([authority], [partner], title=name) for name in ("Gardé", "Double")]


def test_merge_is_told_and_its_end_too(client, pair):
    kept, gone = pair
    ids = {each.title: each.id for each in read(client, FEED).entries}
    made = merged(RecordKind.PARTNERSHIP, kept, gone, reason="Motif interne")

    feed = read(client, ADDRESSES)

    assert titles(feed) == [f"Fiche {gone.public_id} réunie à «\u202fGardé\u202f»"]
    assert deleted(client) == [ids["Double"]]
    assert "Motif interne" not in client.get(ADDRESSES).content.decode()
    response = client.get(feed.entries[0].link)
    assert (response.status_code, response.url) == (301, kept.get_absolute_url())

    undo_merge(made, by=lead_reviewer(), reason="Erreur interne")

    feed = read(client, ADDRESSES)
    assert titles(feed) == ["De nouveau une fiche à part\u202f: Double"]
    assert deleted(client) == []


def test_merge_into_a_page_that_is_suspended_names_nothing(client, pair):
    kept, gone = pair
    merged(RecordKind.PARTNERSHIP, kept, gone)
    Partnership.objects.filter(pk=kept.pk).update(is_suspended=True)

    assert titles(read(client, ADDRESSES)) == []


def test_merged_partner_is_told(client):
    kept, gone = (InternationalPartnerFactory(name=name) for name in ("Oujda", "Ville d’Oujda"))
    merged(RecordKind.PARTNER, kept, gone)

    feed = read(client, ADDRESSES)

    assert titles(feed) == ["Ville d’Oujda\u202f: désormais Oujda"]
    assert client.get(feed.entries[0].link).url == kept.get_absolute_url()


def test_new_title_is_told_without_the_former_one(client):
    page = published(title="Nom d’une personne")
    published(title="Autre")
    correct(page, 1, {"title": "Eau partagée"}, by=reviewer(), reason="Coquille")

    feed = read(client, ADDRESSES)

    assert titles(feed) == ["Titre changé\u202f: Eau partagée"]
    assert "personne" not in client.get(ADDRESSES).content.decode()


def test_correction_of_another_text_changes_no_address(client):
    page = published(title="Eau", summary="Un résumé")
    correct(page, 1, {"summary": "Un autre résumé"}, by=reviewer(), reason="Coquille")

    assert titles(read(client, ADDRESSES)) == []


@pytest.mark.parametrize("rows", [1, 3])
def test_feed_asks_the_same_queries_for_any_number_of_changes(
    client, rows, django_assert_num_queries
):
    officer = reviewer()
    for number in range(rows):
        page = published(title=f"Eau {number}")
        correct(page, 1, {"title": f"Livres {number}"}, by=officer, reason="Coquille")
        suspend(published(title="Caché"), 1, by=officer, reason="Erreur")
        merged(RecordKind.PARTNER, InternationalPartnerFactory(), InternationalPartnerFactory())
        authority = LocalAuthorityFactory(former=[{"insee_code": "", "name": "Avant"}])
        Renaming.objects.create(authority=authority, former_name="Avant", renamed_at=timezone.now())

    with django_assert_num_queries(8):
        feed = read(client, ADDRESSES)
    assert len(feed.entries) == 4 * rows
