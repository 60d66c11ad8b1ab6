"""Mails written before they knew their dossiers are given those that their text names."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from partnerships.models import GatheredDossier, OutboxMail, Visibility
from partnerships.notifications.assignment import Assignment, announce_assignment
from partnerships.workflow.messages import post_message
from tests.factories.accounts import lead_reviewer, reviewer
from tests.factories.dossiers import dossier_in
from tests.factories.opinions import ask

pytestmark = pytest.mark.django_db
migration = import_module("partnerships.migrations.0005_mail_dossier")


def known():
    """Of each mail, by key: the dossiers that it is about."""
    return {
        mail.pk: {mail.dossier_id} - {None} | set(mail.gathered.values_list("dossier", flat=True))
        for mail in OutboxMail.objects.order_by("pk")
    }


def forget():
    OutboxMail.objects.update(dossier=None)
    GatheredDossier.objects.all().delete()


def migrate():
    migration.fill(apps, connection.SchemaEditorClass(connection))


def mail(cause, body, subject="Objet"):
    return OutboxMail.objects.create(
        cause=cause, recipient="a@example.org", subject=subject, body=body
    )


@pytest.mark.parametrize("batch", [1, 200])
def test_mails_are_given_the_dossiers_they_were_written_about(monkeypatch, batch):
    monkeypatch.setattr(migration, "BATCH", batch)
    dossier, other = dossier_in("under_review"), dossier_in("submitted")
    ask(dossier)
    post_message(dossier, by=dossier.reviewer, body="Précisez.", visibility=Visibility.SHARED)
    to = reviewer()
    assignments = [Assignment(each, each.reviewer, to) for each in (dossier, other)]
    announce_assignment("bulk:1-2", assignments, by=lead_reviewer())
    before = known()
    assert {dossier.pk, other.pk} in before.values()
    forget()

    migrate()

    assert known() == before


def test_dossier_is_named_by_reference_identifier_or_message():
    dossier, other = dossier_in("submitted"), dossier_in("submitted")
    message = post_message(
        dossier, by=dossier.created_by, body="Un mot.", visibility=Visibility.SHARED
    )
    OutboxMail.objects.all().delete()
    both = {dossier.pk, other.pk}
    named = {
        mail("a", f"Voir {dossier.reference}.").pk: {dossier.pk},
        mail("b", "Rien.", subject=f"{dossier.reference} – déposé").pk: {dossier.pk},
        mail(f"draft:{dossier.uuid}:1", "Rien.").pk: {dossier.pk},
        mail(f"retention:{other.uuid}:1", "Rien.").pk: {other.pk},
        mail(f"message:{message.uuid}", "Rien.").pk: {dossier.pk},
        mail("c", f"{dossier.reference} et {other.reference}").pk: both,
        mail("d", f"https://x.example/dossiers/{dossier.uuid}/ et {dossier.reference}").pk: {
            dossier.pk
        },
        mail("e", "CD-2026-999999, 00000000-0000-4000-8000-000000000000 et CD-20").pk: set(),
        mail("f", "Bonjour.").pk: set(),
    }

    migrate()

    assert known() == named
    assert set(OutboxMail.objects.about(other).values_list("cause", flat=True)) == {
        f"retention:{other.uuid}:1",
        "c",
    }
