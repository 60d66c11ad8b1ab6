"""Tampering with a journal, through the database or the anchors, is found."""

from datetime import timedelta

import pytest
from django.utils import timezone

from partnerships.models import Action, Dossier, DossierEvent, DossierTimes
from partnerships.models.append_only import journal_exception
from partnerships.workflow.journal import event_digest
from tests.factories.anchors import anchor, anchored, journal_faults, raw, verify
from tests.factories.dossiers import act, dossier_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    anchored(settings, tmp_path / "ailleurs")


def recompute_digests(dossier):
    """Recompute every digest, as a forger who knows the algorithm would."""
    previous = ""
    for event in DossierEvent.objects.filter(dossier=dossier).order_by("sequence"):
        event.previous_digest = previous
        previous = event_digest(event)
        raw(
            "UPDATE partnerships_dossierevent SET digest = %s, previous_digest = %s WHERE id = %s",
            previous,
            event.previous_digest,
            event.pk,
        )


def remove(dossier, *, above=0):
    """Remove the events after `above`; with none left, the dossier and its rows too."""
    raw(
        "DELETE FROM partnerships_dossierevent WHERE dossier_id = %s AND sequence > %s",
        dossier.pk,
        above,
    )
    if above == 0:
        DossierTimes.countries.through.objects.filter(dossiertimes__dossier=dossier).delete()
        for related in Dossier._meta.related_objects:
            rows = related.related_model._base_manager.filter(**{related.field.name: dossier})
            with journal_exception("DELETE"):
                rows._raw_delete(rows.db)
        raw("DELETE FROM partnerships_dossier WHERE id = %s", dossier.pk)


def add_event(dossier, at):
    last = dossier.events.order_by("-sequence").first()
    event = DossierEvent(
        dossier=dossier,
        sequence=last.sequence + 1,
        action="confirm",
        actor=last.actor,
        at=at,
        from_status=dossier.status,
        to_status=dossier.status,
        detail_digest=last.detail_digest,
        detail=last.detail,
        previous_digest=last.digest,
    )
    event.digest = event_digest(event)
    event.save()


def changed(dossier):
    raw(
        "UPDATE partnerships_dossierevent SET action = 'withdraw' "
        "WHERE sequence = 3 AND dossier_id = %s",
        dossier.pk,
    )
    recompute_digests(dossier)


def cut_in_the_middle(dossier):
    raw("DELETE FROM partnerships_dossierevent WHERE sequence = 3 AND dossier_id = %s", dossier.pk)
    for event in DossierEvent.objects.filter(dossier=dossier, sequence__gt=3).order_by("sequence"):
        raw("UPDATE partnerships_dossierevent SET sequence = sequence - 1 WHERE id = %s", event.pk)
    recompute_digests(dossier)


def reordered(dossier):
    for old, new in ((3, 99), (4, 3), (99, 4)):
        raw(
            "UPDATE partnerships_dossierevent SET sequence = %s "
            "WHERE sequence = %s AND dossier_id = %s",
            new,
            old,
            dossier.pk,
        )
    recompute_digests(dossier)


def cut_at_the_end(dossier):
    remove(dossier, above=4)
    raw("UPDATE partnerships_dossier SET status = 'decided' WHERE id = %s", dossier.pk)


TAMPERINGS = {
    "an event changed": (changed, "n’est plus celui de l’ancre n° 2"),
    "an event removed": (cut_in_the_middle, "manque"),
    "events reordered": (reordered, "n’est plus celui de l’ancre n° 2"),
    "the tail cut": (cut_at_the_end, "l’événement 5, que tient l’ancre n° 2, manque"),
    "one added before": (
        lambda dossier: add_event(dossier, timezone.now() - timedelta(days=2, hours=1)),
        "daté d’avant l’ancre n° 3 a été ajouté après elle",
    ),
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_forgery_with_recomputed_digests_is_found_by_the_anchors(name):
    """Each chain is valid: only the anchors reveal the forgery."""
    tamper, sentence = TAMPERINGS[name]
    anchor(days_ago=4)
    dossier, other = dossier_in("closed"), dossier_in("submitted")
    anchor(days_ago=3)
    anchor(days_ago=2)
    other = act(other, Action.WITHDRAW, other.created_by)
    verify()

    tamper(dossier)

    found = journal_faults()
    assert sentence in found
    assert dossier.reference in found
    assert other.reference not in found


def test_forgery_covered_by_later_anchors_is_found_by_earlier_ones():
    dossier = dossier_in("closed")
    anchor(days_ago=2)
    changed(dossier)
    anchor(days_ago=1)

    assert "n’est plus celui de l’ancre n° 1" in journal_faults()


def test_whole_dossier_removed_since_the_last_anchor_is_found():
    gone = dossier_in("submitted")
    dossier_in("submitted")
    anchor(days_ago=2)
    anchor(days_ago=1)
    remove(gone)

    assert f"{gone.reference} – le dossier a disparu depuis l’ancre n° 2" in journal_faults()


def test_dossier_removed_between_two_anchors_is_found():
    dossier_in("submitted")
    gone = dossier_in("submitted")
    anchor(days_ago=2)
    remove(gone)
    anchor(days_ago=1)

    assert gone.reference in journal_faults()


def test_new_dossier_dated_before_the_last_anchor_is_found():
    dossier_in("submitted")
    anchor()
    forged = dossier_in("draft")
    raw(
        "UPDATE partnerships_dossierevent SET at = %s WHERE dossier_id = %s",
        timezone.now() - timedelta(1),
        forged.pk,
    )
    recompute_digests(forged)

    assert f"{forged.reference} – un événement daté d’avant" in journal_faults()


def test_deposited_dossier_cannot_pass_for_a_draft_deleted_from_the_bin():
    dossier = dossier_in("submitted")
    anchor(days_ago=60)
    thrown = timezone.now() - timedelta(days=50)
    raw("DELETE FROM partnerships_submission")
    raw(
        "UPDATE partnerships_dossier SET submission_count = 0, submitted_at = NULL, "
        "status = 'draft', discarded_at = %s",
        thrown,
    )
    anchor(days_ago=40)
    remove(dossier)

    assert "jamais déposé" in journal_faults()


@pytest.mark.parametrize(("days", "is_found"), [(29, True), (31, False)])
def test_draft_may_vanish_only_after_thirty_days_in_the_bin(days, is_found):
    dossier_in("submitted")
    draft = dossier_in("discarded")
    at = timezone.now() - timedelta(days=days)
    Dossier.objects.filter(pk=draft.pk).update(discarded_at=at)
    anchor(days_ago=1)
    remove(draft)

    found = journal_faults() if is_found else verify()

    assert (draft.reference in found) is is_found
