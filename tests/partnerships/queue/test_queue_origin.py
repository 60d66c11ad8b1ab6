"""The queue that goes along to the page of a dossier: its address, the dossiers around."""

from datetime import date
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.urls import reverse

from partnerships.models import Dossier
from partnerships.pages.queue.queue_listing import SORTS, QueueListing
from partnerships.pages.queue.queue_origin import QueueOrigin, origin_query
from tests.factories.accounts import reviewer
from tests.factories.dossiers import dossier_in
from tests.factories.messages import review_page
from tests.partnerships.queue.listing import listed, shown

pytestmark = pytest.mark.django_db
QUEUE = reverse("partnerships:queue")


def origin(query, dossier):
    listing = QueueListing(reviewer(), QueryDict(query))
    return QueueOrigin.of(listing.user, QueryDict(origin_query(listing, dossier)[1:]))


def neighbours(came_from, dossier):
    return tuple(each and each.dossier for each in came_from.neighbours(dossier))


@pytest.fixture
def dossiers():
    """Five open dossiers: two with a last day in the order of their deposits, two without."""
    rows = [dossier_in("submitted", title=title) for title in ("Eau", "École", "Air", "Bus", "Zoo")]
    for rank, day in ((0, 3), (2, 1), (3, 2)):
        Dossier.objects.filter(pk=rows[rank].pk).update(due_on=date(2026, 6, day))
    return [Dossier.objects.get(pk=row.pk) for row in rows]


@pytest.mark.parametrize("sort", SORTS)
def test_neighbours_are_those_of_the_list(client, dossiers, sort):
    shown = listed(client, reviewer(), tri=sort)

    for rank, dossier in enumerate(shown):
        before = shown[rank - 1] if rank else None
        after = shown[rank + 1] if rank + 1 < len(shown) else None
        assert neighbours(origin(f"tri={sort}", dossier), dossier) == (before, after)


def test_a_dossier_that_left_the_list_keeps_its_neighbours(dossiers):
    first, _second, third, fourth, _fifth = dossiers
    came_from = origin("etat=submitted&tri=echeance", fourth)
    Dossier.objects.filter(pk=fourth.pk).update(due_on=None, status="closed")

    assert neighbours(came_from, Dossier.objects.get(pk=fourth.pk)) == (third, first)


@pytest.mark.parametrize("sort", ["etat", "-etat", "instructeur", "-instructeur"])
def test_a_dossier_that_was_taken_and_decided_keeps_its_neighbours(client, dossiers, sort):
    officers = [reviewer(last_name=name) for name in ("Élie", "Zola")]
    for dossier, officer in zip(dossiers[1:3], officers, strict=True):
        fields = {"status": "under_review", "reviewer": officer}
        Dossier.objects.filter(pk=dossier.pk).update(**fields)
    shown = listed(client, reviewer(), tri=sort)
    for rank, dossier in enumerate(shown):
        came_from, was = origin(f"tri={sort}", dossier), Dossier.objects.filter(pk=dossier.pk)
        before = {"status": dossier.status, "reviewer": dossier.reviewer}
        expected = neighbours(came_from, dossier)

        was.update(status="decided", reviewer=officers[1 - rank % 2])

        assert neighbours(came_from, was.get()) == expected
        was.update(**before)


@pytest.mark.parametrize("place", ["x", "²", "closed\x00", "9" * 30, "-1", "2026-02-30", "0"])
@pytest.mark.parametrize("sort", SORTS)
def test_unknown_place_leads_to_some_page(client, dossiers, sort, place):
    client.force_login(reviewer())
    query = urlencode({"liste": f"tri={sort}", "rang": place})

    response = client.get(f"{review_page(dossiers[1])}?{query}")

    assert response.status_code == 200


def test_the_address_of_the_list_is_read_and_written_again(dossiers):
    dossier = dossiers[0]

    for query, kept in (
        ("", ""),
        ("q=&tri=depot&etat=ouverts&age_min=", ""),
        ("etat=ouverts&etat=closed", "?etat=tous"),
        ("tri=-titre&etat=submitted&inconnu=1", "?etat=submitted&tri=-titre"),
        (f"apres=0-{dossier.pk}", f"?apres=0-{dossier.pk}"),
    ):
        assert origin(query, dossier).address == f"{QUEUE}{kept}"
    assert QueueOrigin.of(reviewer(), QueryDict("suivant=1")) is None
    forged = QueueOrigin.of(reviewer(), QueryDict("liste=//ailleurs.example/&rang=2026-99-99"))
    assert forged.address == QUEUE
    assert neighbours(forged, dossier) == (None, dossiers[1])


def test_each_neighbour_is_one_query(dossiers, django_assert_num_queries):
    came_from = origin("tri=echeance", dossiers[2])

    with django_assert_num_queries(2):
        came_from.neighbours(dossiers[2])


def test_filters_of_the_data_go_along(dossiers):
    came_from = origin("pays=MA&region=94", dossiers[0])

    assert came_from.address == f"{QUEUE}?pays=MA"


def test_rows_lead_to_their_dossier_with_the_queue(client, dossiers):
    page = shown(client, reviewer(), etat="submitted", tri="echeance")

    query = page.rows[0].query

    assert query == "?liste=etat%3Dsubmitted%26tri%3Decheance&rang=2026-06-01"
    address = reverse("partnerships:review_detail", args=[dossiers[2].uuid])
    html = client.get(QUEUE, {"etat": "submitted", "tri": "echeance"}).content.decode()
    assert f'href="{address}{query.replace("&", "&amp;")}"' in html
    assert client.get(f"{address}{query}").status_code == 200
