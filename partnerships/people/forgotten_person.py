"""A person's name and addresses, taken out of the texts where the portal wrote them."""

import json
import re
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from cncd_portal.accounts.models import pseudonym
from partnerships.document.canonical import canonical, digest
from partnerships.models import (
    Action,
    Dossier,
    Merge,
    Message,
    Notification,
    OutboxMail,
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
    # The people and the invitations that moved.
    (Merge.objects.filter(kind=RecordKind.AUTHORITY), ("record_text",)),
)


def _escaped(word: str) -> str:
    return json.dumps(word)[1:-1]


def _holding(rows: QuerySet, fields: Iterable[str], words: list[str]) -> QuerySet:
    """Those where one of `words` stands in one of `fields`."""
    found = Q(pk=None)
    for field in fields:
        for word in words:
            found |= Q(**{f"{field}__icontains": word})
    return rows.filter(found).order_by("pk")


def _replace(rows, fields, words, by, edge=""):
    pattern = re.compile(f"{edge}(?:{'|'.join(map(re.escape, words))}){edge}", re.IGNORECASE)
    for row in _holding(rows, fields, words).iterator(chunk_size=BATCH):
        texts = {field: pattern.sub(by, getattr(row, field)) for field in fields}
        rows.model.objects.filter(pk=row.pk).update(**texts)


class Person:
    """Whom to forget; `addresses`: all of theirs."""

    def __init__(self, user, addresses: Iterable[str]):
        self.user, self.name = user, user.get_full_name()
        self.addresses = {address.lower() for address in addresses}
        self.words = sorted({*self.addresses, *filter(None, [self.name])}, key=len, reverse=True)

    def is_contact(self, contact: dict) -> bool:
        name, address = contact.get("name", ""), contact.get("email", "")
        if not (isinstance(name, str) and isinstance(address, str)):
            return False
        address = address.strip().lower()
        # Where there is an address, it tells one person from another of the same name.
        is_named = bool(self.name) and name.strip().lower() == self.name.lower()
        return address in self.addresses or (is_named and not address)

    def forget(self, *, by) -> None:
        """In the mails of the portal, in what they wrote, and where they are the contact. What
        others wrote of them, and what was published, is not theirs to take back.
        """
        told = (
            (OutboxMail.objects.all(), MAIL),
            (Notification.objects.all(), ("subject",)),
            (Message.objects.filter(author=self.user), BODY),
        )
        for rows, fields in told:
            _replace(rows, fields, self.words, pseudonym(self.user.journal_id), edge=r"\b")
        for rows, fields in JSON_TEXTS:
            _replace(rows, fields, [_escaped(word) for word in self.words], "")
        self._leave_forms()
        self._leave_deposits(by)

    def _leave_forms(self):
        """The contact of a file that is written: its authors name another before they deposit."""
        escaped = [_escaped(word) for word in self.words]
        for dossier in _holding(
            Dossier.objects.all(), ["buffer_text"], escaped
        ).select_for_update():
            buffer = dossier.buffer
            if self.is_contact({name: buffer.get(f"contact.{name}", "") for name in CONTACT}):
                dossier.buffer = {**buffer, **{f"contact.{name}": "" for name in CONTACT}}
                dossier.save(update_fields=["buffer_text"])

    def _leave_deposits(self, by):
        """A deposit keeps the digest it had; the journal tells that of the text without them."""
        escaped = [_escaped(word) for word in self.words]
        held = _holding(Submission.objects.all(), ["document_text"], escaped)
        ids = sorted(set(held.values_list("dossier", flat=True)))
        for dossier in Dossier.objects.filter(pk__in=ids).order_by("pk").select_for_update():
            changed = dict(self._changed_deposits(dossier))
            if changed:
                status = dossier.status
                record(dossier, Action.FORGET_CONTACT, by=by, from_status=status, deposits=changed)
        index_dossiers(ids)
        DOSSIERS.forget_removed()

    def _changed_deposits(self, dossier):
        for submission in dossier.submissions.all():
            document = submission.document
            if self.is_contact(document.get("contact", {})):
                text = canonical({**document, "contact": dict.fromkeys(CONTACT, "")})
                Submission.objects.filter(pk=submission.pk).update(document_text=text)
                yield submission.digest, digest(text)
