"""Compares the database and the sent mails with what users were told is saved."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from pathlib import Path

from partnerships.document.buffer import rivals
from partnerships.models import (
    DataExport,
    DataExportState,
    Dossier,
    MailState,
    Message,
    OfficerNote,
    OutboxMail,
    Submission,
)
from partnerships.workflow.journal import faults as journal_faults
from tests.load.world import FIELD

END_OF_MAIL = b"-" * 79 + b"\n"


def last_number(text: str) -> int:
    """The number that a text of the scenario ends with; 0 where it has none."""
    last = text.split()[-1:] or [""]
    return int(last[0]) if last[0].isdigit() else 0


def _word_faults(acknowledged):
    last = {}
    for each in acknowledged["word"]:
        last[each["dossier"]] = max(last.get(each["dossier"], 0), each["number"])
    for dossier in Dossier.objects.filter(uuid__in=last).order_by("pk"):
        expected = last.pop(str(dossier.uuid))
        found = last_number(dossier.buffer[FIELD])
        if found < expected:
            yield f"{dossier}: word {found}, and {expected} was acknowledged"
        if rivals(dossier.buffer, FIELD):
            yield f"{dossier}: a text in conflict with itself"
    yield from (f"{uuid}: no dossier" for uuid in last)


def _note_faults(acknowledged):
    last = {}
    for each in acknowledged["note"]:
        key = each["dossier"], each["person"]
        last[key] = max(last.get(key, 0), each["number"])
    for (dossier, person), expected in last.items():
        notes = OfficerNote.objects.filter(dossier__uuid=dossier, author__journal_id=person)
        found = [last_number(note.body) for note in notes.order_by("pk")]
        if len(found) != 1 or found[0] < expected:
            yield f"{dossier}: notes {found}, and {expected} was acknowledged"


def _message_faults(acknowledged):
    count = Counter(Message.objects.order_by("pk").values_list("body", flat=True))
    yield from (f"{body}: said twice" for body, times in count.items() if times > 1)
    sent = (each["body"] for each in acknowledged["message"])
    yield from (f"{body}: lost" for body in sent if body not in count)


def _deposit_faults(acknowledged):
    for each in acknowledged["deposit"]:
        count = Submission.objects.filter(dossier__uuid=each["dossier"]).count()
        if count != 1:
            yield f"{each['dossier']}: {count} deposits"


def _export_faults(acknowledged, worker_kills):
    """Each killed worker may leave one export in the middle, until its person asks again."""
    ready = 0
    for each in acknowledged["export"]:
        exports = DataExport.objects.filter(user__journal_id=each["person"])
        if exports.count() != 1:
            yield f"{each['person']}: {exports.count()} exports"
        ready += exports.filter(state=DataExportState.READY).count()
    missing = len(acknowledged["export"]) - ready
    if missing > worker_kills:
        yield f"{missing} exports are not ready, and {worker_kills} workers were killed"


def _words(text):
    """`text`, however its lines were folded."""
    return " ".join(text.split())


def _sent_mails(folder: Path) -> Iterator[tuple[str, str, str]]:
    """(recipient, subject, text) of each mail that was sent whole."""
    for path in sorted(folder.iterdir()):
        for raw in path.read_bytes().split(END_OF_MAIL)[:-1]:
            mail = message_from_bytes(raw, policy=default)
            text = mail.get_body(["plain"]).get_content()
            yield mail["To"], mail["Subject"].strip(), _words(text)


def _mail_faults(folder, mail_kills):
    """Each killed sender may leave one mail « uncertain »; none is ever sent twice."""
    sent, written, uncertain = Counter(_sent_mails(folder)), Counter(), 0
    for row in OutboxMail.objects.order_by("pk"):
        key = row.recipient, row.subject, _words(row.body)
        written[key] += 1
        if row.state == MailState.SENT and not sent[key]:
            yield f"{row}: said to be sent, and was not"
        elif row.state == MailState.SENDING:
            uncertain += 1
        elif row.state != MailState.SENT:
            yield f"{row}: {row.get_state_display()}"
    if uncertain > mail_kills:
        yield f"{uncertain} uncertain mails, and {mail_kills} senders were killed"
    yield from (f"{key}: sent too often" for key in sent if sent[key] > written[key])


def faults(
    acknowledged: list[dict], mails: Path, *, worker_kills: int = 0, mail_kills: int = 0
) -> list[str]:
    """What is lost, or there twice. `acknowledged`: as the scenario wrote it; `mails`: a folder
    of mails written by Django; how many workers and senders of mail were killed.
    """
    by_kind = defaultdict(list)
    for each in acknowledged:
        by_kind[each["kind"]].append(each)
    return [
        *_word_faults(by_kind),
        *_note_faults(by_kind),
        *_message_faults(by_kind),
        *_deposit_faults(by_kind),
        *_export_faults(by_kind, worker_kills),
        *_mail_faults(mails, mail_kills),
        *(f"{dossier}: {text}" for dossier, text in journal_faults()),
    ]
