"""Removes a person's name and addresses from the texts stored by the portal."""

import json
import re
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q, QuerySet

from cncd_portal.accounts.models import pseudonym
from partnerships.document.canonical import canonical, digest
from partnerships.models import (
    Action,
    Dossier,
    EarlierValue,
    Merge,
    Message,
    Notification,
    OutboxMail,
    ReaderReport,
    ReaderReportStep,
    RecordKind,
    SpreadsheetDraft,
    SpreadsheetRow,
    Submission,
)
from partnerships.publication.search_table import DOSSIERS
from partnerships.workflow.index import index_dossiers
from partnerships.workflow.journal import record

BATCH = 200
CONTACT = ("name", "email", "phone")
BODY = ("body",)
MAIL = ("subject", "body", "last_error")
# ASCII-escaped JSON.
JSON_TEXTS = (
    (SpreadsheetRow.objects.all(), ("content_text", "buffer_text", "faults_text", "missing_text")),
    (SpreadsheetDraft.objects.all(), ("buffer_text",)),
    # The members and invitations transferred by a merger.
    (Merge.objects.filter(kind=RecordKind.AUTHORITY), ("record_text",)),
)


def _escaped(word: str) -> str:
    return json.dumps(word)[1:-1]


def _rows_with(rows: QuerySet, fields: Iterable[str], words: list[str]) -> QuerySet:
    """Returns the rows where one of `fields` contains one of `words`."""
    condition = Q(pk=None)
    for field in fields:
        for word in words:
            condition |= Q(**{f"{field}__icontains": word})
    return rows.filter(condition).order_by("pk")


def pattern_of(words: Iterable[str], edge: str) -> re.Pattern:
    """Returns the pattern of `words`, in any case, with `edge` on both sides."""
    return re.compile(f"{edge}(?:{'|'.join(map(re.escape, words))}){edge}", re.IGNORECASE)


def _replace(rows, fields, words, by, edge=""):
    pattern = pattern_of(words, edge)
    for row in _rows_with(rows, fields, words).iterator(chunk_size=BATCH):
        texts = {field: pattern.sub(by, getattr(row, field)) for field in fields}
        rows.model.objects.filter(pk=row.pk).update(**texts)


class Person:
    """The person to forget; `addresses`: all their e-mail addresses."""

    def __init__(self, user, addresses: Iterable[str]):
        self.user, self.name = user, user.get_full_name()
        self.addresses = {address.lower() for address in addresses}
        self.words = sorted({*self.addresses, *filter(None, [self.name])}, key=len, reverse=True)

    def is_contact(self, contact: dict) -> bool:
        name, address = contact.get("name", ""), contact.get("email", "")
        if not (isinstance(name, str) and isinstance(address, str)):
            return False
        address = address.strip().lower()
        # An address, if given, distinguishes people of the same name.
        is_named = bool(self.name) and name.strip().lower() == self.name.lower()
        return address in self.addresses or (is_named and not address)

    def forget(self, *, by) -> None:
        """Removes them from the portal's mails, their own messages and the contact fields.

        What others wrote about them and what was published is kept.
        """
        targets = (
            (OutboxMail.objects.all(), MAIL),
            (Notification.objects.all(), ("subject",)),
            (Message.objects.filter(author=self.user), BODY),
            (ReaderReport.objects.filter(sent_by=self.user), ("text",)),
            (ReaderReportStep.objects.filter(by=self.user), ("text",)),
        )
        for rows, fields in targets:
            _replace(rows, fields, self.words, pseudonym(self.user.journal_id), edge=r"\b")
        for rows, fields in JSON_TEXTS:
            _replace(rows, fields, [_escaped(word) for word in self.words], "")
        ReaderReport.objects.filter(email__in=self.addresses).update(
            email="", token_digest="", link_expires_at=None, email_confirmed_at=None
        )
        self._clear_form_contacts()
        self._clear_deposit_contacts(by)

    def _clear_form_contacts(self):
        """Clears them as contact in the form; its authors name another before they deposit."""
        escaped = [_escaped(word) for word in self.words]
        for dossier in _rows_with(
            Dossier.objects.all(), ["buffer_text"], escaped
        ).select_for_update():
            buffer = dossier.buffer
            if self.is_contact({name: buffer.get(f"contact.{name}", "") for name in CONTACT}):
                dossier.buffer = {**buffer, **{f"contact.{name}": "" for name in CONTACT}}
                dossier.save(update_fields=["buffer_text"])

        # Earlier contacts, their telephone included.
        contacts = EarlierValue.objects.filter(path__startswith="contact.")
        named = _rows_with(contacts, ["value_text"], escaped)
        contacts.filter(dossier__in=list(named.values_list("dossier", flat=True))).delete()

    def _clear_deposit_contacts(self, by):
        """Clears them as contact in deposits.

        A deposit keeps its digest; the journal records that of the text without them.
        """
        escaped = [_escaped(word) for word in self.words]
        submissions = _rows_with(Submission.objects.all(), ["document_text"], escaped)
        ids = sorted(set(submissions.values_list("dossier", flat=True)))
        for dossier in Dossier.objects.filter(pk__in=ids).order_by("pk").select_for_update():
            changed = dict(self._update_deposits(dossier))
            if changed:
                status = dossier.status
                record(dossier, Action.FORGET_CONTACT, by=by, from_status=status, deposits=changed)
        index_dossiers(ids)
        transaction.on_commit(DOSSIERS.forget_removed)

    def _update_deposits(self, dossier):
        """Updates the deposits that name them as contact; yields (old digest, new digest)."""
        for submission in dossier.submissions.all():
            document = json.loads(submission.document_text)
            if self.is_contact(document.get("contact", {})):
                text = canonical({**document, "contact": dict.fromkeys(CONTACT, "")})
                Submission.objects.filter(pk=submission.pk).update(document_text=text)
                yield submission.digest, digest(text)
