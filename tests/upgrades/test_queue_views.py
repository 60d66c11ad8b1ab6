"""Saved views of the queue show after the upgrade what they showed before."""

from importlib import import_module

import pytest
from django.apps import apps

from partnerships.models import QueueView
from tests.factories.accounts import reviewer

migration = import_module("partnerships.migrations.0036_queue")
USUAL = ["collectivite", "pays", "etat", "depot", "echeance", "instructeur", "avis"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("before", "after"),
    [
        (("", "depot", USUAL), ("etat=tous", "", [])),
        (("q=eau&pays=MA", "titre", ["pays"]), ("q=eau&etat=tous&pays=MA", "titre", ["pays"])),
        (("etat=ouverts&instructeur=moi", "depot-recent", []), ("instructeur=moi", "-depot", [])),
        (("etat=ouverts&etat=closed", "", []), ("etat=tous", "", [])),
        (("etat=ouverts&etat=submitted", "", []), ("", "", [])),
        (("etat=closed", "", []), ("etat=closed", "", [])),
    ],
)
def test_view_shows_the_same_dossiers(client, before, after):
    officer = reviewer()
    query, sort, columns = before
    view = QueueView.objects.create(
        owner=officer, name="Vue", query=query, sort=sort, columns=columns
    )

    migration.keep_what_views_show(apps, None)

    view.refresh_from_db()
    assert (view.query, view.sort, view.columns) == after
    client.force_login(officer)
    page = client.get(view.get_absolute_url()).context["page"]
    assert not page.is_view_changed or "MA" in query
