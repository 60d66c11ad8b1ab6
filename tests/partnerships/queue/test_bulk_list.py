"""The list of acts on many dossiers."""

import pytest
from django.urls import reverse

from partnerships.models import BulkItem, BulkItemState
from tests.factories.accounts import reviewer
from tests.factories.bulk import acceptance_run
from tests.factories.dossiers import dossier_in

pytestmark = pytest.mark.django_db


def test_list_tells_how_far_a_run_is(client):
    officer = reviewer()
    run = acceptance_run([dossier_in("under_review", officer=officer) for _ in range(4)], officer)
    run.items.update(state=BulkItemState.PLANNED)
    done, left, not_concerned, _to_do = run.items.order_by("pk")
    BulkItem.objects.filter(pk=done.pk).update(state=BulkItemState.DONE)
    BulkItem.objects.filter(pk=left.pk).update(state=BulkItemState.LEFT)
    BulkItem.objects.filter(pk=not_concerned.pk).update(state=BulkItemState.NOT_CONCERNED)
    client.force_login(officer)

    page = client.get(reverse("partnerships:bulk_list")).content.decode()

    assert "en cours, 1 sur 2" in page
