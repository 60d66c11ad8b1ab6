"""The list of acts on many dossiers."""

import pytest
from django.urls import reverse

from partnerships.models import BulkItem, BulkItemState
from tests.factories.accounts import lead_reviewer, reviewer
from tests.factories.authorities import MemberFactory
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
    assert "En cours, dossiers traités\u202f: 2 sur 3" in progress


def test_run_of_a_colleague_hides_the_dossiers_of_ones_own_authority(client):
    officer, lead = reviewer(), lead_reviewer()
    own, other = (dossier_in("under_review", officer=officer) for _ in range(2))
    MemberFactory(user=lead, authority=own.lead_authority)
    run = acceptance_run([own, other], officer)
    pages = {}
    for who in (officer, lead):
        client.force_login(who)
        pages[who] = client.get(run.get_absolute_url()).content.decode()

    assert own.reference in pages[officer]
    assert "pas montré" not in pages[officer]
    assert other.reference in pages[lead]
    assert own.reference not in pages[lead]
    assert "1 dossier de votre collectivité" in pages[lead]
