import re

import pytest
from django.core.management import CommandError
from django.db import transaction

from partnerships.models import AppendOnlyError, Dossier, DossierEvent, JournalAnchor
from tests.factories.anchors import anchor, anchored, raw, verify
from tests.factories.dossiers import dossier_in
from tests.modules import modules

pytestmark = pytest.mark.django_db


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


UPSERT = {"update_conflicts": True, "unique_fields": ["id"], "update_fields": ["digest"]}
CHANGES = {
    "save": lambda row: row.save(),
    "save by key": lambda row: type(row).objects.update_or_create({"digest": "x"}, pk=row.pk),
    "delete": lambda row: row.delete(),
    "update all": lambda row: type(row).objects.update(digest="x"),
    "update many": lambda row: type(row).objects.bulk_update([row], ["digest"]),
    "create over": lambda row: type(row).objects.bulk_create([row], **UPSERT),
    "delete all": lambda row: type(row).objects.filter(pk=row.pk).delete(),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("model", [DossierEvent, JournalAnchor])
def test_events_and_anchors_are_only_added(settings, tmp_path, model, change):
    anchored(settings, tmp_path / "ailleurs")
    dossier_in("submitted")
    anchor()
    before = list(model.objects.order_by("pk").values())
    assert before

    with pytest.raises(AppendOnlyError), transaction.atomic():
        CHANGES[change](model.objects.last())

    assert list(model.objects.order_by("pk").values()) == before


def test_nothing_but_the_journal_makes_exceptions():
    """By the function, by the setting that the triggers read, or by putting triggers to sleep."""
    ways = re.compile(
        r"\bjournal_exception\b|EXCEPTION_SETTING|session_replication|(?i:disable trig)"
    )
    making = {name for name, path, _tree in modules() if ways.search(path.read_text())}

    assert making == {
        "partnerships.models.append_only",
        "partnerships.models.journal",
        "partnerships.workflow.journal_triggers",
    }
