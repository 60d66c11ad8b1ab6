"""The comparison finds what is lost, and what is there twice."""

from uuid import uuid4

import pytest
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.filebased import EmailBackend
from django.utils import timezone

from partnerships.models import (
    DataExport,
    Dossier,
    DossierStatus,
    MailState,
    OfficerNote,
    OutboxMail,
)
from partnerships.notifications.outbox import write_mail
from tests.factories.authorities import MemberFactory
from tests.factories.dossiers import dossier_in
from tests.factories.messages import say
from tests.load.comparison import faults

pytestmark = pytest.mark.django_db


@pytest.fixture
def mails(tmp_path):
    folder = tmp_path / "mails"
    folder.mkdir()
    return folder


def draft(summary):
    return dossier_in(DossierStatus.DRAFT, summary=summary)


def word(dossier, number):
    return {"kind": "word", "dossier": str(dossier.uuid), "number": number}


def test_acknowledged_word_or_a_later_one_is_enough(mails):
    dossier = draft("Un mot 4")

    assert faults([word(dossier, 3), word(dossier, 4)], mails) == []


def test_word_that_came_back_is_lost(mails):
    dossier = draft("Un mot 3")

    found = faults([word(dossier, 4), word(dossier, 3)], mails)

    assert found == [f"{dossier}: word 3, and 4 was acknowledged"]


def test_word_in_conflict_with_itself_is_a_fault(mails):
    dossier = draft("Un mot 3")
    dossier.buffer = {**dossier.buffer, "conflict.summary": "Un mot 2"}
    dossier.save()

    assert faults([word(dossier, 3)], mails) == [f"{dossier}: a text in conflict with itself"]


def test_word_of_no_dossier_is_lost(mails):
    gone = Dossier(uuid=uuid4())

    assert faults([word(gone, 1)], mails) == [f"{gone.uuid}: no dossier"]


@pytest.mark.parametrize(("written", "count"), [("Note 1", 1), ("Note 2", 0), ("Note 3", 0)])
def test_acknowledged_note_is_there(mails, written, count):
    member = MemberFactory()
    dossier = draft("Un mot")
    OfficerNote.objects.create(dossier=dossier, author=member.user, body=written)
    person = str(member.user.journal_id)
    note = {"kind": "note", "dossier": str(dossier.uuid), "person": person, "number": 2}

    assert len(faults([note], mails)) == count


def test_message_is_lost_or_said_twice(mails):
    dossier = dossier_in(DossierStatus.SUBMITTED)
    for body in ("Une fois", "Deux fois", "Deux fois"):
        say(dossier, dossier.created_by, body)
    OutboxMail.objects.all().delete()
    acknowledged = [{"kind": "message", "body": body} for body in ("Une fois", "Jamais")]

    assert faults(acknowledged, mails) == ["Deux fois: said twice", "Jamais: lost"]


def test_deposit_that_is_not_there_is_lost(mails):
    dossier = draft("Un mot")

    found = faults([{"kind": "deposit", "dossier": str(dossier.uuid)}], mails)

    assert found == [f"{dossier.uuid}: 0 deposits"]


def test_export_may_wait_for_each_killed_worker(mails):
    user = MemberFactory().user
    DataExport.objects.create(user=user)
    acknowledged = [{"kind": "export", "person": str(user.journal_id)}]

    assert faults(acknowledged, mails, worker_kills=1) == []
    assert len(faults(acknowledged, mails)) == 1


def test_export_that_is_not_there_is_lost(mails):
    person = str(uuid4())

    found = faults([{"kind": "export", "person": person}], mails, worker_kills=1)

    assert found == [f"{person}: 0 exports"]


def send(folder, mail, times=1):
    """Puts `mail` in `folder` as the service does, `times` times."""
    for _time in range(times):
        message = EmailMultiAlternatives(mail.subject, mail.body, to=[mail.recipient])
        message.attach_alternative("<p>…</p>", "text/html")
        EmailBackend(file_path=folder).send_messages([message])


@pytest.fixture
def mail():
    write_mail(
        "cause:1", "personne@example.org", "Un objet – long " * 5, "Bonjour\u202f!\n\nUn mot."
    )
    mail = OutboxMail.objects.get()
    mail.state, mail.sent_at = MailState.SENT, timezone.now()
    mail.save()
    return mail


@pytest.mark.parametrize(
    ("times", "found"), [(0, "said to be sent, and was not"), (1, ""), (2, "sent too often")]
)
def test_mail_is_sent_once(mails, mail, times, found):
    send(mails, mail, times)

    assert [text.rpartition(": ")[2] for text in faults([], mails)] == [found] * bool(found)


def test_mail_may_be_uncertain_for_each_killed_sender(mails, mail):
    OutboxMail.objects.update(state=MailState.SENDING, sent_at=None)

    assert faults([], mails, mail_kills=1) == []
    assert faults([], mails) == ["1 uncertain mails, and 0 senders were killed"]


def test_mail_that_waits_is_a_fault(mails, mail):
    OutboxMail.objects.update(state=MailState.PENDING, sent_at=None)

    assert len(faults([], mails, mail_kills=1)) == 1


def test_changed_journal_is_a_fault(mails):
    dossier = draft("Un mot")
    Dossier.objects.update(status=DossierStatus.SUBMITTED)

    assert [text.partition(": ")[0] for text in faults([], mails)] == [str(dossier)]
