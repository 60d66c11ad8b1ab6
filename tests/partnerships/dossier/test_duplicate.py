"""A new draft that begins with what lasts of an earlier dossier."""

from uuid import uuid4

import pytest
from django.urls import reverse

from partnerships.models import Dossier
from partnerships.workflow.creation import create_dossier
from tests.factories.accounts import reviewer
from tests.factories.authorities import MemberFactory
from tests.factories.dossiers import dossier_in
from tests.factories.filling import budget_lines
from tests.factories.roles import text_of

pytestmark = pytest.mark.django_db


def duplicate(client, dossier, user, uuid=""):
    client.force_login(user)
    address = reverse("partnerships:dossier_duplicate", args=[dossier.uuid])
    return client.post(address, {"uuid": uuid}, follow=True)


def copies(dossier):
    return Dossier.objects.exclude(pk=dossier.pk)


def texts_under(buffer, start):
    """What is typed in the list `start`, whatever the uuids of its items."""
    return sorted(
        (path.rpartition(".")[2], str(value))
        for path, value in buffer.items()
        if path.startswith(f"{start}.") and value
    )


@pytest.mark.parametrize("status", ["draft", "submitted", "changes_requested", "closed"])
def test_what_lasts_is_taken_up_and_the_rest_is_left(client, status):
    source = dossier_in(status, results_here="Un effet", **budget_lines(2))

    page = duplicate(client, source, source.created_by)

    copy = copies(source).get()
    assert (copy.status, copy.lead_authority) == ("draft", source.lead_authority)
    assert copy.kind == "registration"
    assert copy.title == source.title
    for name in ("title", "summary", "objectives", "kind", "themes"):
        assert copy.buffer.get(name) == source.buffer.get(name), name
    for name in ("authorities", "partners", "contributions"):
        assert texts_under(copy.buffer, name) == texts_under(source.buffer, name)
    left = ("phase", "starts_on", "ends_on", "results_here", "budget", "documents", "images")
    assert [name for name in left if copy.buffer.get(name)] == []
    assert f"Ce brouillon reprend {source.reference}" in text_of(page)
    assert source.reference in copy.events.get().detail


def test_last_deposit_is_what_is_taken_up(client):
    source = dossier_in("changes_requested", title="Titre déposé")
    source.buffer = {**source.buffer, "title": "Titre en cours"}
    source.save()

    duplicate(client, source, source.created_by)

    assert copies(source).get().buffer["title"] == "Titre déposé"


def test_double_click_makes_one_draft(client):
    source, uuid = dossier_in("submitted"), str(uuid4())

    for _ in range(2):
        duplicate(client, source, source.created_by, uuid)

    assert str(copies(source).get().uuid) == uuid


@pytest.mark.parametrize("uuid", ["", "x", "\x00", "../../"])
def test_malformed_uuid_is_replaced(client, uuid):
    source = dossier_in("submitted")

    duplicate(client, source, source.created_by, uuid)

    assert copies(source).exists()


def test_only_who_writes_the_dossier_may_duplicate_it(client):
    source = dossier_in("submitted")
    people = [
        MemberFactory().user,
        MemberFactory(authority=source.lead_authority, pending=True).user,
        MemberFactory(authority=source.lead_authority, revoked=True).user,
        reviewer(),
    ]

    for user in people:
        assert duplicate(client, source, user).status_code == 404
    assert not copies(source).exists()


def test_page_of_a_dossier_offers_it_to_its_authority(client):
    source = dossier_in("closed")
    client.force_login(source.created_by)

    page = text_of(client.get(source.get_absolute_url()))

    assert "Dupliquer ce dossier" in page
    assert "Proposez plutôt une modification" in page


def test_who_waits_to_join_duplicates_the_draft_that_they_began(client):
    pending = MemberFactory(pending=True)
    begun = create_dossier(pending.authority, pending.user)

    duplicate(client, begun, pending.user)

    copy = copies(begun).get()
    assert (copy.created_by, copy.is_entered_by_officer) == (pending.user, False)
    assert not copy.dossier_authorities.exists()
