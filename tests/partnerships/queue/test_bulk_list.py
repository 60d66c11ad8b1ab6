"""The list of acts on many dossiers."""

import pytest
from django.urls import reverse

from partnerships.models import BulkItem, BulkItemState
from tests.factories.accounts import reviewer
from tests.factories.bulk import acceptance_run
from tests.factories.dossiers import dossier_in

pytestmark = pytest.mark.django_db


def test_list_and_page_tell_how_far_a_run_is_alike(client):
    """What the plan leaves out, or does not concern, is not counted."""
    officer = reviewer()
    states = BulkItemState.values
    run = acceptance_run([dossier_in("under_review", officer=officer) for _ in states], officer)
    for item, state in zip(run.items.order_by("pk"), states, strict=True):
        BulkItem.objects.filter(pk=item.pk).update(state=state)
    client.force_login(officer)

    listed = client.get(reverse("partnerships:bulk_list")).content.decode()
    progress = client.get(run.get_absolute_url()).content.decode()

    assert "en cours, 2 sur 3" in listed
    assert "En cours\u202f: 2 sur 3" in progress
