import smtplib

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command

from partnerships.models import Action, MailState, Notification, OutboxMail
from partnerships.notifications.outbox import RelayUnavailable, notify, send_one
from partnerships.workflow.creation import create_dossier
from tests.factories.accounts import UserFactory, lead_reviewer
from tests.factories.authorities import LocalAuthorityFactory, MemberFactory
from tests.factories.dossiers import act, complete_buffer, dossier_in

pytestmark = pytest.mark.django_db


class RefusingBackend(EmailBackend):
    def send_messages(self, messages):
        raise smtplib.SMTPServerDisconnected("plus de serveur")


def recipients(action):
    notified = Notification.objects.filter(cause__endswith=action)
    return set(notified.values_list("user__email", flat=True))


def test_each_step_notifies_the_people_concerned_and_no_one_else():
    member = MemberFactory()
    colleague = MemberFactory(authority=member.authority)
    MemberFactory(authority=member.authority, revoked=True)
    MemberFactory(authority=member.authority, user__is_active=False)
    MemberFactory()
    leader = lead_reviewer()
    both = {member.user.email, colleague.user.email}

    dossier_in("closed", member=member)

    assert recipients("submit") == {*both, leader.email}
    assert recipients("start_review") == both
    assert recipients("release") == both
    assert not recipients("decide")


def test_officer_who_entered_a_dossier_is_notified():
    officer = lead_reviewer()
    dossier = create_dossier(LocalAuthorityFactory(), officer, is_entered_by_officer=True)
    dossier.buffer = complete_buffer(dossier)
    dossier.save()

    act(dossier, Action.SUBMIT, officer)

    assert recipients("submit") == {officer.email}


def test_a_request_for_changes_says_what_and_where():
    dossier = dossier_in("changes_requested")

    written = OutboxMail.objects.get(cause__endswith="request_changes")

    assert written.subject == f"{dossier.reference} – votre dossier est à compléter"
    assert "Précisez le titre." in written.body
    assert f"http://127.0.0.1:8000/dossiers/{dossier.uuid}/" in written.body


def test_same_cause_is_one_mail_per_person():
    people = [UserFactory(), UserFactory()]
    dossier = dossier_in("draft")

    for _time in range(2):
        notify("cause", people, "submit", dossier=dossier, by=people[0], link="https://x.example")

    assert OutboxMail.objects.filter(cause="cause").count() == 2


def test_a_name_cannot_break_the_headers():
    dossier = dossier_in("draft")
    dossier.reference = "CD-1\nBcc: x@example.org"

    notify("c", [UserFactory()], "submit", dossier=dossier, by="x", link="https://x.example")
    call_command("send_mail")

    assert mail.outbox[0].bcc == []
    assert "\n" not in mail.outbox[0].subject


def test_send_mail_sends_once_in_text_and_html():
    dossier_in("changes_requested", title="<b>Titre</b>")
    waiting = OutboxMail.objects.count()

    call_command("send_mail")
    call_command("send_mail")

    assert len(mail.outbox) == waiting
    assert set(OutboxMail.objects.values_list("state", flat=True)) == {MailState.SENT}
    html = mail.outbox[0].alternatives[0].content
    assert "&lt;b&gt;Titre&lt;/b&gt;" in html
    assert "<b>Titre</b>" in mail.outbox[0].body


def test_mail_that_could_not_be_sent_is_tried_again_later(settings):
    dossier_in("submitted")
    settings.EMAIL_BACKEND = "tests.partnerships.notifications.test_notifications.RefusingBackend"
    one = OutboxMail.objects.first()

    with pytest.raises(RelayUnavailable, match="plus de serveur"):
        send_one(one)

    one.refresh_from_db()
    assert one.state == MailState.PENDING
    assert one.attempts == 1
    assert "plus de serveur" in one.last_error
    assert one.next_try_at > one.created_at


def test_mail_that_another_process_took_is_left_to_it():
    dossier_in("submitted")
    one = OutboxMail.objects.first()
    OutboxMail.objects.update(state=MailState.SENDING)

    assert not send_one(one)

    assert mail.outbox == []
