import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from partnerships.models import AppendOnlyError, Dossier, DossierEvent, Submission
from tests.factories.dossiers import dossier_in

pytestmark = pytest.mark.django_db


def verify():
    out = io.StringIO()
    call_command("verify_journal", stdout=out, stderr=out)
    return out.getvalue()


def raw(sql, *params):
    """Run SQL as someone with direct access to the database would."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def test_verify_journal_finds_nothing_in_an_intact_journal():
    dossier_in("closed")
    dossier_in("changes_requested")

    assert "2" in verify()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE partnerships_dossierevent SET action = 'withdraw' WHERE sequence = 2",
        "UPDATE partnerships_dossierevent SET detail = '{}' WHERE sequence = 4",
        "UPDATE partnerships_dossierevent SET at = '2020-01-01 00:00:00+00:00' WHERE sequence = 1",
        "DELETE FROM partnerships_dossierevent WHERE sequence = 2",
        "DELETE FROM partnerships_dossierevent WHERE sequence = 5",
        "UPDATE partnerships_dossier SET status = 'submitted'",
        "UPDATE partnerships_submission SET document_text = '{}'",
    ],
)
def test_verify_journal_finds_each_tampering(change):
    dossier = dossier_in("closed")
    verify()

    raw(change)

    with pytest.raises(CommandError):
        verify()
    assert Dossier.objects.get().reference == dossier.reference


def test_verify_journal_finds_a_rewritten_event():
    """The digest is recomputed, but the next event holds the old one."""
    dossier_in("closed")
    event = DossierEvent.objects.get(sequence=2)

    raw(
        "UPDATE partnerships_dossierevent SET actor = (SELECT actor FROM partnerships_dossierevent "
        "WHERE sequence = 3), digest = %s WHERE id = %s",
        "0" * 64,
        event.pk,
    )

    with pytest.raises(CommandError):
        verify()


def test_events_are_only_added():
    dossier = dossier_in("submitted")
    event = dossier.events.first()

    with pytest.raises(AppendOnlyError):
        event.save()
    with pytest.raises(AppendOnlyError):
        event.delete()
    with pytest.raises(AppendOnlyError):
        dossier.events.all().delete()
    with pytest.raises(AppendOnlyError):
        dossier.events.update(action="x")
    assert Submission.objects.count() == 1
