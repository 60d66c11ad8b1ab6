"""The pages of the officers' queue."""

from datetime import date

import pytest

from partnerships.models import Dossier
from partnerships.pages.queue.queue_listing import DUE, OLDEST, PAGE_SIZE
from tests.factories.accounts import reviewer
from tests.factories.authorities import MemberFactory
from tests.factories.dossiers import dossier_in
from tests.partnerships.queue.listing import QUEUE

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def dossiers(shared_rows):
    """The keys of the dossiers of a page and of two more; every other one has a last day."""
    member = MemberFactory()
    keys = [dossier_in("submitted", member=member).pk for _ in range(PAGE_SIZE + 2)]
    Dossier.objects.filter(pk__in=keys[::2]).update(due_on=date(2026, 6, 1))
    return keys


@pytest.mark.parametrize(
    "sort", [OLDEST, DUE, "titre", "pays", "-etat", "instructeur", "-instructeur"]
)
def test_pages_go_by_key_and_lose_no_dossier(client, dossiers, sort):
    client.force_login(reviewer())
    first = client.get(QUEUE, {"tri": sort}, follow=True).context["page"]

    second = client.get(QUEUE + first.listing.after_address).context["page"]
    back = client.get(QUEUE + second.listing.before_address).context["page"]

    found = [each.row.dossier.pk for each in [*first.rows, *second.rows]]
    assert sorted(found) == sorted(dossiers)
    assert len(first.rows) == PAGE_SIZE
    assert [each.row for each in back.rows] == [each.row for each in first.rows]


@pytest.mark.parametrize("key", ["x", "apres", "99999999999999999999", "\x00", "a,b,c", "é|1"])
def test_malformed_page_key_is_ignored(client, dossiers, key):
    client.force_login(reviewer())

    for name in ("apres", "avant"):
        assert client.get(QUEUE, {name: key}).status_code in {200, 404}
