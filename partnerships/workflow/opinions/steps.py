"""Effects of requesting an opinion, revoking the request and answering it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cncd_portal.french_dates import french_date
from partnerships.document.canonical import digest
from partnerships.document.schema import FILE_LISTS
from partnerships.files.content import delete_unused
from partnerships.files.storing import claim
from partnerships.models import (
    AdvisoryBody,
    Dossier,
    DossierStatus,
    Opinion,
    OpinionFile,
    OpinionLink,
    OpinionScope,
    StoredContent,
)
from partnerships.notifications.opinion import (
    announce_opinion_answer,
    announce_opinion_link,
    announce_opinion_revoked,
)
from partnerships.workflow.link import digest_of, draw_token
from partnerships.workflow.messages import clean_text, refuse_too_long
from partnerships.workflow.refusals import Refused

# Limits: bodies in one request, time until the due date, times an answer may be sent.
MAX_BODIES = 20
MAX_DUE_IN = timedelta(days=366)
MAX_ANSWERS = 50
NAME_MAX = Opinion._meta.get_field("body_name").max_length
QUESTIONS_MAX = Opinion._meta.get_field("questions").max_length
TEXT_MAX = Opinion._meta.get_field("text").max_length
OVERRIDE_MAX = 2000


@dataclass(frozen=True)
class Ask:
    """A body to ask, with its address. `body`: None if the address was typed."""

    name: str
    email: str
    body: AdvisoryBody | None = None


@dataclass(frozen=True)
class SentFile:
    """A file sent with an answer, already in the store; `fields`: those of `StoredFile`."""

    content: StoredContent
    fields: dict


def send_link(opinion: Opinion, *, by, today: date, is_reminder=False) -> None:
    """Sends a mail with a new link; earlier links stay valid. `by`: None for the portal."""
    token = draw_token()
    link = OpinionLink.objects.create(
        opinion=opinion,
        token_digest=digest_of(token),
        sent_on=today,
        sent_by=by,
        is_reminder=is_reminder,
    )
    announce_opinion_link(link, token)


def attachment_uuids(document: dict) -> list[str]:
    """Returns the identifiers of the attachments of a deposit."""
    return [item["uuid"] for name in FILE_LISTS for item in document.get(name, ())]


def _check_asked(dossier, asks, questions, due_on):
    today = timezone.localdate()
    if not asks:
        raise Refused(_("Choisissez au moins un organisme, ou saisissez une adresse."))
    if len(asks) > MAX_BODIES:
        raise Refused(_("%(limit)s organismes au plus à la fois.") % {"limit": MAX_BODIES})
    if not questions:
        raise Refused(_("Écrivez ce que vous demandez."))
    refuse_too_long(questions, QUESTIONS_MAX)
    if not today < due_on <= today + MAX_DUE_IN:
        raise Refused(_("Choisissez une date après aujourd’hui, dans l’année."))
    addresses = [ask.email.lower() for ask in asks]
    awaited = dossier.opinions.awaited().filter(email__in=addresses).values_list("email", flat=True)
    duplicates = {each for each in addresses if addresses.count(each) > 1} | set(awaited)
    if duplicates:
        raise Refused(
            _("Cette adresse a déjà une demande en attente sur ce dossier\u202f: %(address)s.")
            % {"address": ", ".join(sorted(duplicates))}
        )


def ask_opinion(dossier: Dossier, *, by, asks: Iterable[Ask], questions: str, due_on: date, **how):
    """Requests opinions on the last deposit, and sends the links.

    `how`: `is_confidential`; `scope`, an OpinionScope; `documents`, uuids of the attachments shown.
    """
    asks, questions = list(asks), clean_text(questions)
    _check_asked(dossier, asks, questions, due_on)
    submission = dossier.submissions.first()
    common = {
        **_shown_content(submission, **how),
        "dossier": dossier,
        "submission": submission,
        "questions": questions,
        "due_on": due_on,
        "asked_by": by,
    }
    opinions = [_create(ask, common) for ask in asks]
    for opinion in opinions:
        send_link(opinion, by=by, today=timezone.localdate())
    return {
        "opinions": [str(opinion.uuid) for opinion in opinions],
        "questions": digest(questions),
        "due_on": due_on.isoformat(),
        "is_confidential": common["is_confidential"],
        "submission_digest": submission.digest,
    }


def _shown_content(submission, *, is_confidential, scope=OpinionScope.PUBLIC, documents=()):
    documents = set(documents)
    return {
        "is_confidential": is_confidential,
        "scope": OpinionScope(scope),
        "documents": [uuid for uuid in attachment_uuids(submission.document) if uuid in documents],
    }


def _create(ask, common):
    name = clean_text(ask.name)[:NAME_MAX]
    return Opinion.objects.create(body=ask.body, body_name=name, email=ask.email.lower(), **common)


def revoke_opinion(dossier: Dossier, *, by, opinion: UUID):
    """Revokes an unanswered request; its links now say so."""
    row = dossier.opinions.filter(uuid=opinion).first()
    if row is None or row.is_answered:
        raise Refused(_("Cet avis est rendu\u202f: il reste au dossier."))
    if row.is_revoked:
        raise Refused(_("Cette demande d’avis est déjà retirée."))
    row.revoked_at = timezone.now()
    row.save(update_fields=["revoked_at"])
    announce_opinion_revoked(row)
    return {"opinion": str(row.uuid)}


def why_opinion_closed(opinion: Opinion) -> str:
    """Returns why a link is closed, as a French sentence for the adviser; "" if it is open."""
    if opinion.is_revoked:
        day = french_date(opinion.revoked_at)
        text = _("Cette demande a été retirée le %(day)s\u202f: votre avis n’est plus attendu.")
        return text % {"day": day}
    if opinion.dossier.status == DossierStatus.CLOSED:
        return _("Ce dossier est clos\u202f: il n’attend plus d’avis.")
    if opinion.dossier.status == DossierStatus.DRAFT:
        return _(
            "La collectivité a retiré son dossier\u202f: il n’attend pas d’avis pour l’instant. "
            "S’il est déposé de nouveau, ce lien vaudra encore."
        )
    if opinion.is_expired:
        day = french_date(opinion.link_ends_on)
        return _("Ce lien a expiré le %(day)s.") % {"day": day}
    return ""


def _check_answer(opinion, seen, text):
    if opinion.answer_count != seen:
        raise Refused(
            _(
                "Cet avis a été envoyé depuis une autre page entre-temps\u202f: relisez ce qui est "
                "enregistré, puis renvoyez le vôtre s’il doit le remplacer."
            )
        )
    if not opinion.is_answerable:
        raise Refused(_("La date est passée\u202f: un avis rendu ne se modifie plus."))
    if opinion.answer_count >= MAX_ANSWERS:
        raise Refused(_("Cet avis a été modifié trop de fois\u202f: écrivez à l’instructeur."))
    refuse_too_long(text, TEXT_MAX)


def _replace_file(opinion, file, removes_file):
    """Replaces, removes or keeps the file of the answer. Returns its SHA-256, or "".

    Raises LeavingContent.
    """
    current = OpinionFile.objects.filter(opinion=opinion).first()
    if not file and not removes_file:
        return current.sha256 if current else ""
    if current:
        current.delete()
        transaction.on_commit(lambda: delete_unused(current.sha256), robust=True)
    if not file:
        return ""
    claim(file.content)
    OpinionFile.objects.create(opinion=opinion, **file.fields)
    return file.content.sha256


def answer_opinion(
    dossier: Dossier,
    *,
    by,
    opinion: UUID,
    answer: str,
    text: str,
    seen_answers: int,
    file: SentFile | None,
    removes_file: bool,
):
    """Saves the answer of the adviser, a first one or a change."""
    row = dossier.opinions.select_related("dossier").get(uuid=opinion)
    text = clean_text(text)
    _check_answer(row, seen_answers, text)
    row.answer, row.text = answer, text
    row.answered_at = timezone.now()
    row.answer_count += 1
    row.save()
    sha256 = _replace_file(row, file, removes_file)
    announce_opinion_answer(row)
    return {
        "opinion": str(row.uuid),
        "answer": row.answer,
        "text": digest(text),
        "file": sha256,
        "submission_digest": row.submission.digest,
    }


def checked_override(dossier: Dossier, override: str) -> tuple[str, list[str]]:
    """Returns why the decision does not wait for opinions, and the uuids of those awaited.

    ("", []) if none is awaited. Raises Refused if the reason is missing or too long.
    """
    awaited = list(dossier.opinions.awaited())
    if not awaited:
        return "", []
    override = clean_text(override)
    if not override:
        names = ", ".join(f"{each} ({french_date(each.due_on)})" for each in awaited)
        raise Refused(
            _(
                "Un avis est encore attendu\u202f: %(names)s. Attendez-le, retirez la demande, ou "
                "écrivez pourquoi vous décidez sans lui."
            )
            % {"names": names}
        )
    refuse_too_long(override, OVERRIDE_MAX)
    return override, [str(each.uuid) for each in awaited]
