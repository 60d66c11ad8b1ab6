"""A mail is linked to the dossiers it is about by their keys, whatever its text says."""

import io
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from partnerships.models import Action, DataExport, Frequency, Notification, OutboxMail, Visibility
from partnerships.notifications.assignment import Assignment, announce_assignment
from partnerships.notifications.deposits import announce_deposits
from partnerships.notifications.outbox import notify
from partnerships.notifications.several_dossiers import announce_to_authorities
from partnerships.people.handover import hand_over_dossiers
from partnerships.workflow.messages import post_message
from tests.factories.accounts import UserFactory, lead_reviewer, reviewer
from tests.factories.authorities import MemberFactory
from tests.factories.dossiers import act, dossier_in
from tests.factories.opinions import ask

pytestmark = pytest.mark.django_db


def about(mail):
    """The references of the dossiers that `mail` is linked to."""
    gathered = [each.dossier.reference for each in mail.gathered.order_by("dossier_id")]
    assert not (mail.dossier_id and gathered)
    return [mail.dossier.reference] if mail.dossier_id else gathered


def mails(**which):
    return list(OutboxMail.objects.filter(**which).order_by("pk"))


def test_mail_of_a_step_an_opinion_or_a_message_is_linked_to_its_dossier():
    dossier, other = dossier_in("under_review"), dossier_in("submitted")
    ask(dossier)
    body = f"Comme pour {other.reference}, précisez."
    post_message(dossier, by=dossier.reviewer, body=body, visibility=Visibility.SHARED)
    asked = {"messages": [("title", f"Voir {other.reference}.")]}
    dossier = act(dossier, Action.REQUEST_CHANGES, dossier.reviewer, **asked)
    announce_to_authorities("one", Action.REMIND_AUTHORITY, [dossier], by=dossier.reviewer)

    found = {mail.cause.partition(":")[0] for mail in OutboxMail.objects.about(dossier)}
    assert found == {dossier.reference, "opinion", "message", "one"}
    assert {mail.cause.partition(":")[0] for mail in OutboxMail.objects.about(other)} == {
        other.reference
    }
    assert not OutboxMail.objects.filter(dossier=None).exists()


def test_mail_of_several_dossiers_is_linked_to_each():
    member = MemberFactory()
    dossiers = [dossier_in("under_review", member=member) for _ in range(3)]
    first, second, third = [each.reference for each in dossiers]
    to, before = reviewer(), dossiers[0].reviewer
    assignments = [Assignment(each, before, to) for each in dossiers[:2]] + [
        Assignment(dossiers[2], to, before)
    ]

    announce_assignment("assigned", assignments, by=lead_reviewer())
    announce_to_authorities("reminded", Action.REMIND_AUTHORITY, dossiers, by=to)
    announce_deposits("deposited", dossiers[:2], by=UserFactory())
    hand_over_dossiers(
        dossiers[1:], by=member.user, to=MemberFactory(authority=member.authority).user
    )

    [received, left] = mails(cause="assigned", recipient__in=[to.email, before.email])
    assert about(received) == about(left) == [first, second, third]
    assert {tuple(about(mail)) for mail in mails(cause="reminded")} == {(first, second, third)}
    deposits = mails(cause="deposited", recipient=member.user.email)
    assert [about(mail) for mail in deposits] == [[first, second]]
    handed = mails(cause__startswith="hand_over:")
    assert {tuple(about(mail)) for mail in handed} == {(second, third)}
    assert set(OutboxMail.objects.about(dossiers[0])) & {received, left} == {received, left}
    assert OutboxMail.objects.about(dossiers[0]).filter(cause="reminded").count() == 1


def test_mail_sent_again_is_linked_to_each_dossier_once():
    dossiers, user = [dossier_in("submitted"), dossier_in("submitted")], UserFactory()

    for _time in range(2):
        notify("c", [user], "hand_over", dossiers=dossiers, by=user, to=user, link="/a/")
        Notification.objects.filter(cause="c").delete()

    [mail] = mails(cause="c")
    assert about(mail) == [each.reference for each in dossiers]


def test_digest_is_linked_to_the_dossiers_it_mentions():
    member = MemberFactory()
    dossiers = [dossier_in("submitted", member=member) for _ in range(3)]
    yesterday = timezone.now() - timedelta(days=1)
    for rank, dossier in enumerate([dossiers[0], dossiers[1], dossiers[1], None]):
        Notification.objects.create(
            user=member.user,
            cause=f"c{rank}",
            event="progress",
            subject="Nouvelle",
            link="/",
            dossier=dossier,
            frequency=Frequency.DAILY,
            created_at=yesterday,
        )

    call_command("daily_upkeep", stdout=io.StringIO())

    [digest] = mails(cause__startswith="digest:")
    assert about(digest) == [dossiers[0].reference, dossiers[1].reference]


def test_mail_about_no_dossier_is_linked_to_none():
    user = UserFactory()

    export = DataExport(user=user, expires_at=timezone.now())
    notify("c", [user], "data_export", export=export, link="/a/")

    assert [about(mail) for mail in mails()] == [[]]
