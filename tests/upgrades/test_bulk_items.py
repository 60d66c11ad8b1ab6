"""Dossiers that a bulk act refused, before plans told those that they do not concern apart."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from partnerships.models import BulkItem
from tests.factories.accounts import reviewer
from tests.factories.bulk import acceptance_run
from tests.factories.dossiers import dossier_in

pytestmark = pytest.mark.django_db
migration = import_module("partnerships.migrations.0037_bulk")


def test_refused_items_are_not_concerned_in_a_plan_and_not_done_in_a_run():
    officer = reviewer()
    dossiers = [dossier_in("under_review", officer=officer) for _rank in range(2)]
    planned = acceptance_run(dossiers[:1], officer, is_started=False)
    started = acceptance_run(dossiers[1:], officer)
    BulkItem.objects.update(state="refused")

    migration.tell_plans_apart(apps, connection.SchemaEditorClass(connection))

    assert planned.items.get().is_not_concerned
    assert started.items.get().is_not_done
    migration.refuse_again(apps, connection.SchemaEditorClass(connection))
    assert set(BulkItem.objects.values_list("state", flat=True)) == {"refused"}
