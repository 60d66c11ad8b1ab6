"""Saved views of the queue: an officer's own, and those that lead reviewers share."""

import pytest
from django.urls import reverse

from partnerships.models import QueueView
from partnerships.pages.members.personal_data import personal_parts
from tests.factories.accounts import UserFactory, lead_reviewer, reviewer
from tests.factories.authorities import MemberFactory
from tests.factories.dossiers import dossier_in

pytestmark = pytest.mark.django_db
QUEUE = reverse("partnerships:queue")
VIEWS = reverse("partnerships:queue_view_list")
SHOWN = "etat=submitted&etat=under_review&instructeur=moi&tri=titre&colonnes=pays&colonnes=echeance"
FILTERS = "etat=submitted&etat=under_review&instructeur=moi"


def keep(client, user, name="Mes urgences", query=SHOWN, **data):
    client.force_login(user)
    return client.post(VIEWS, {"name": name, "query": query, **data})


def act(client, user, view, what, **data):
    client.force_login(user)
    return client.post(reverse(f"partnerships:queue_view_{what}", args=[view.uuid]), data)


def test_shown_filters_are_saved_as_a_view_and_opened_again(client):
    officer = reviewer()
    dossier = dossier_in("under_review", officer=officer)
    dossier_in("submitted")

    response = keep(client, officer)

    view = QueueView.objects.get()
    assert (view.owner, view.name) == (officer, "Mes urgences")
    assert (view.query, view.sort) == (FILTERS, "titre")
    assert view.columns == ["pays", "echeance"]
    assert response.url == view.get_absolute_url()
    page = client.get(response.url).context["page"]
    assert page.view == view
    assert not page.is_view_changed
    assert [each.row.dossier for each in page.rows] == [dossier]
    assert [column.name for column in page.listing.columns] == ["pays", "echeance"]
    assert page.listing.sort == "titre"


def test_view_saves_only_what_the_queue_can_read(client):
    officer = reviewer()

    keep(client, officer, query="etat=nimporte&pays=ZZ&tri=nul&colonnes=x&apres=0-1&q=%00eau")

    view = QueueView.objects.get()
    assert (view.query, view.sort) == ("q=eau", "")
    assert client.get(view.get_absolute_url()).status_code == 200


def test_shared_view_of_me_means_the_officer_who_opens_it(client):
    lead, officer = lead_reviewer(), reviewer()
    dossier = dossier_in("under_review", officer=officer)

    keep(client, lead, is_shared="on")

    view = QueueView.objects.get()
    assert view.is_shared
    client.force_login(officer)
    page = client.get(view.get_absolute_url()).context["page"]
    assert [each.row.dossier for each in page.rows] == [dossier]
    assert page.views == [view]


def test_only_lead_reviewers_edit_shared_views(client):
    lead, officer = lead_reviewer(), reviewer()
    keep(client, officer, name="Partagée ?", is_shared="on")
    keep(client, lead, name="Commune", is_shared="on")
    own, shared = QueueView.objects.get(owner=officer), QueueView.objects.get(owner=None)

    for what in ("rename", "update", "delete"):
        assert act(client, officer, shared, what, name="Prise", query="").status_code == 404
        assert act(client, lead, own, what, name="Prise", query="").status_code == 404

    assert {view.name for view in QueueView.objects.all()} == {"Partagée ?", "Commune"}
    assert act(client, lead_reviewer(), shared, "rename", name="À tous").status_code == 302
    assert QueueView.objects.get(owner=None).name == "À tous"


def test_views_of_others_are_not_visible(client):
    keep(client, reviewer(), name="Zorglub")
    view = QueueView.objects.get()
    client.logout()
    client.force_login(lead_reviewer())

    for address in (QUEUE, VIEWS, reverse("partnerships:desk"), view.get_absolute_url()):
        assert "Zorglub" not in client.get(address).content.decode()


def test_view_is_updated_from_the_filters_shown_only_when_asked(client):
    officer = reviewer()
    keep(client, officer)
    view = QueueView.objects.get()
    page = client.get(QUEUE, {"vue": view.uuid, "etat": "closed"}).context["page"]
    assert page.is_view_changed
    assert page.may_change_view

    act(client, officer, view, "update", query=page.query)

    view.refresh_from_db()
    assert (view.name, view.query) == ("Mes urgences", "etat=closed")
    assert not client.get(view.get_absolute_url()).context["page"].is_view_changed


@pytest.mark.parametrize("name", ["", "   ", "\x00", "a" * 81, "\u202e"])
def test_view_needs_a_readable_name(client, name):
    response = keep(client, reviewer(), name=name)

    assert response.status_code == 422
    assert not QueueView.objects.exists()
    assert FILTERS.replace("&", "&amp;") in response.content.decode()


def test_two_views_of_one_person_have_different_names(client):
    officer = reviewer()
    keep(client, officer)
    keep(client, officer, name="Autre")

    again = keep(client, officer)
    other = act(client, officer, QueueView.objects.get(name="Autre"), "rename", name="Mes urgences")

    assert again.status_code == other.status_code == 422
    assert "déjà" in again.content.decode()
    assert "déjà" in other.content.decode()
    assert sorted(view.name for view in QueueView.objects.all()) == ["Autre", "Mes urgences"]
    assert keep(client, reviewer()).status_code == 302


def test_view_is_deleted_once_and_its_dossiers_stay(client):
    officer = reviewer()
    dossier = dossier_in("submitted")
    keep(client, officer)
    view = QueueView.objects.get()

    for _click in range(2):
        assert act(client, officer, view, "delete").status_code == 302

    assert not QueueView.objects.exists()
    assert client.get(QUEUE, {"vue": view.uuid}).context["page"].rows[0].row.dossier == dossier
    assert client.get(QUEUE, {"vue": "x\x00"}).status_code == 200


def test_views_are_closed_to_members_and_strangers(client):
    keep(client, lead_reviewer(), name="Zorglub", is_shared="on")
    view = QueueView.objects.get()

    for user in (UserFactory(), MemberFactory(manager=True).user):
        client.force_login(user)
        assert client.get(VIEWS).status_code == 403
        assert keep(client, user).status_code == 403
        for what in ("rename", "update", "delete"):
            assert act(client, user, view, what, name="X").status_code == 403
    assert QueueView.objects.get().name == "Zorglub"


def test_data_export_holds_ones_own_views_and_no_others(client):
    officer = reviewer()
    keep(client, officer)
    keep(client, reviewer(), name="Zorglub")

    views = dict(personal_parts(officer))["vues.json"]

    assert views == [{"nom": "Mes urgences", "filtres": FILTERS, "tri": "titre"}]
