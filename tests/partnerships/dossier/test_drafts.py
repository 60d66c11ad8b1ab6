"""An abandoned draft: two warnings, the bin, and deletion after thirty days."""

import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.models import PROTECT
from django.urls import reverse
from django.utils import timezone

from partnerships.models import (
    Action,
    AppendOnlyError,
    Attachment,
    Dossier,
    DossierEvent,
    Message,
    OutboxMail,
    Visibility,
)
from partnerships.workflow.journal import faults
from partnerships.workflow.messages import write_message
from tests.factories.accounts import UserFactory
from tests.factories.authorities import MemberFactory
from tests.factories.dossiers import act, dossier_in
from tests.factories.files import JPEG, PDF, send, stored
from tests.factories.filling import save_fields
from tests.factories.roles import text_of

pytestmark = pytest.mark.django_db
START = date(2026, 1, 10)


def upkeep(day):
    call_command("daily_upkeep", date=day, stdout=io.StringIO())


def after(days):
    return START + timedelta(days=days)


def untouched(status="draft", **fields):
    """A dossier unchanged since START."""
    dossier = dossier_in(status, **fields)
    at = datetime(START.year, START.month, START.day, 12, tzinfo=UTC)
    Dossier.objects.filter(pk=dossier.pk).update(updated_at=at)
    dossier.refresh_from_db()
    return dossier


def warned():
    mails = OutboxMail.objects.filter(cause__startswith="draft:").order_by("pk")
    return [(mail.cause[-1], mail.recipient) for mail in mails]


def test_two_warnings_two_weeks_apart_then_the_bin_by_the_portal(client):
    dossier = untouched(title="Oublié")
    email = dossier.created_by.email

    upkeep(after(182))
    assert warned() == []
    for days in (183, 183, 196):
        upkeep(after(days))
    assert warned() == [("1", email)]
    for days in (197, 197, 210):
        upkeep(after(days))
    assert warned() == [("1", email), ("2", email)]
    assert Dossier.objects.active().exists()
    upkeep(after(211))

    dossier.refresh_from_db()
    assert dossier.discarded_at
    assert dossier.events.last().action == Action.EXPIRE
    assert list(faults()) == []
    client.force_login(dossier.created_by)
    page = text_of(client.get(dossier.get_absolute_url()))
    assert "Le portail a mis à la corbeille ce brouillon délaissé" in page
    mail = OutboxMail.objects.get(cause__endswith=":expire")
    assert (mail.recipient, "Oublié" in mail.body) == (email, True)


def test_warning_gives_the_day_of_deletion():
    untouched()

    upkeep(after(183))
    upkeep(after(197))

    first, last = OutboxMail.objects.order_by("pk")
    assert "9 août 2026" in first.body
    assert "9 août 2026" in last.body
    assert "dernier avertissement" in last.subject


def test_any_edit_restarts_the_delay():
    dossier = untouched()
    upkeep(after(183))
    save_fields(dossier, {"summary": "Reprise."}, {}, dossier.created_by)

    for days in (197, 211, 240):
        upkeep(after(days))

    dossier.refresh_from_db()
    assert dossier.discarded_at is None
    assert len(warned()) == 1


@pytest.mark.parametrize(
    "status", ["submitted", "under_review", "changes_requested", "decided", "closed"]
)
def test_deposited_dossier_is_left_alone(status):
    untouched(status)

    for days in (183, 197, 211, 400):
        upkeep(after(days))

    assert warned() == []
    assert Dossier.objects.active().count() == 1


def test_withdrawn_draft_is_left_alone():
    dossier = dossier_in("submitted")
    act(dossier, Action.WITHDRAW, dossier.created_by)
    long_ago = timezone.now() - timedelta(days=900)
    Dossier.objects.update(updated_at=long_ago)

    upkeep(timezone.localdate())

    assert warned() == []


def test_authors_are_warned_unless_they_left(client):
    member = MemberFactory()
    dossier = untouched(member=member)
    colleague = MemberFactory(authority=member.authority).user
    bystander = MemberFactory(authority=member.authority).user
    Dossier.objects.update(updated_by=colleague)

    upkeep(after(183))
    assert {email for _rank, email in warned()} == {member.user.email, colleague.email}
    assert bystander.email not in str(warned())

    for membership in (member, colleague.memberships.get()):
        membership.status = "revoked"
        membership.save()
    upkeep(after(197))
    assert warned()[2:] == [("2", bystander.email)]
    assert dossier.lead_authority.members.filter(status="active").count() == 1


def in_bin(days_ago, **fields):
    dossier = dossier_in("discarded", **fields)
    at = timezone.now() - timedelta(days=days_ago)
    Dossier.objects.filter(pk=dossier.pk).update(discarded_at=at)
    dossier.refresh_from_db()
    return dossier


def test_bin_shows_the_days_left_and_restores(client):
    dossier = in_bin(18, title="Jeté")
    client.force_login(dossier.created_by)

    page = text_of(client.get(reverse("partnerships:dossier_bin")))
    upkeep(timezone.localdate())
    act(dossier, Action.RESTORE, dossier.created_by)

    assert "encore 12 jours" in page
    assert Dossier.objects.active().get() == dossier


def test_draft_is_deleted_after_thirty_days_in_the_bin(
    client, settings, django_capture_on_commit_callbacks
):
    dossier = dossier_in("draft", title="Secret")
    other = dossier_in("draft")
    by = dossier.created_by
    client.force_login(by)
    send(client, dossier, ("convention.pdf", PDF), ("photo.jpg", JPEG))
    write_message(dossier, by, "Un mot.", Visibility.SHARED)
    act(dossier, Action.DISCARD, by)
    thrown_on = timezone.localdate()
    assert len(stored(settings)) > 1

    upkeep(thrown_on + timedelta(days=29))
    assert Dossier.objects.count() == 2
    with django_capture_on_commit_callbacks(execute=True):
        upkeep(thrown_on + timedelta(days=30))

    assert Dossier.objects.get() == other
    assert set(DossierEvent.objects.values_list("dossier", flat=True)) == {other.pk}
    assert not Attachment.objects.exists()
    assert not Message.objects.exists()
    assert not OutboxMail.objects.exists()
    assert stored(settings) == []


def test_content_shared_with_another_dossier_stays(
    client, settings, django_capture_on_commit_callbacks
):
    thrown, other = dossier_in("draft"), dossier_in("draft")
    for dossier in (thrown, other):
        client.force_login(dossier.created_by)
        send(client, dossier, ("convention.pdf", PDF))
    act(thrown, Action.DISCARD, thrown.created_by)

    with django_capture_on_commit_callbacks(execute=True):
        upkeep(timezone.localdate() + timedelta(days=31))

    assert Attachment.objects.get().dossier == other
    assert len(stored(settings)) == 1


def test_journal_of_a_deposited_dossier_cannot_be_deleted():
    dossier_in("submitted")
    dossier_in("draft")

    DossierEvent.objects.all().forget_never_deposited()

    assert DossierEvent.objects.count() == 3
    with pytest.raises(AppendOnlyError):
        DossierEvent.objects.all().delete()


def test_purge_handles_every_model_that_protects_a_dossier():
    """A new model that protects its dossier must be handled by the purge, and listed here."""
    holding = {
        model.__name__
        for model in apps.get_app_config("partnerships").get_models()
        for field in model._meta.get_fields()
        if getattr(field, "remote_field", None)
        and field.remote_field.model is Dossier
        and getattr(field.remote_field, "on_delete", None) is PROTECT
    }

    # Submissions, opinions and decisions exist only once deposited, which never goes to the bin.
    deposited = {"Submission", "Opinion", "Decision"}
    assert holding == {"Attachment", "DossierEvent", "Message", *deposited}


def test_bin_of_others_is_not_shown(client):
    in_bin(1, title="Pas le vôtre")
    client.force_login(UserFactory())

    assert "Pas le vôtre" not in text_of(client.get(reverse("partnerships:dossier_bin")))
