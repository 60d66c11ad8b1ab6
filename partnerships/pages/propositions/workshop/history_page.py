"""What became of a proposition in the workshop: who did what, when and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.core.exceptions import ObjectDoesNotExist
from django.urls import reverse
from django.utils.translation import gettext as _

from cncd_portal.french_dates import MOMENT, french_date
from proposals.models import Proposal, ProposalText, Replacement


@dataclass(frozen=True)
class HistoryEntry:
    """Something that was done. `text`: what it is about; `reason`: "" if none was given."""

    at: datetime
    sentence: str
    reason: str = ""
    text: ProposalText | None = None


def text_url(text: ProposalText) -> str:
    return reverse("proposals:workshop_text", args=[text.proposal.number, text.pk])


def _person(user):
    return str(user) if user else _("Le portail")


def _text_sentence(text):
    values = {
        "person": _person(text.published_by),
        "moment": french_date(text.effective_from, MOMENT),
        "earlier": text.restores and french_date(text.restores.effective_from, MOMENT),
        "file": text.replacement and text.replacement.file_name,
    }
    is_later = text.is_scheduled(text.published_at)
    if text.replacement:
        sentence = _("%(person)s a remplacé le texte par celui du fichier «\u202f%(file)s\u202f».")
    elif text.restores and is_later:
        sentence = _("%(person)s a repris le texte du %(earlier)s, pour le %(moment)s.")
    elif text.restores:
        sentence = _("%(person)s a repris le texte du %(earlier)s.")
    elif is_later:
        sentence = _("%(person)s a programmé ce texte pour le %(moment)s.")
    else:
        sentence = _("%(person)s a publié ce texte.")
    return sentence % values


def _texts(proposal):
    people = ("published_by", "restores", "replacement")
    for text in proposal.texts.select_related(*people):
        text.proposal = proposal
        yield HistoryEntry(text.published_at, _text_sentence(text), text.reason, text)


def _undone(proposal):
    rows = Replacement.objects.filter(texts__proposal=proposal, undone_at__isnull=False)
    for each in rows.select_related("undone_by").distinct():
        sentence = _("%(person)s a annulé le remplacement par le fichier «\u202f%(file)s\u202f».")
        values = {"person": _person(each.undone_by), "file": each.file_name}
        yield HistoryEntry(each.undone_at, sentence % values, each.undo_reason)


def _unpublished_sentence(text):
    values = {
        "person": _person(text.removed_by),
        "author": _person(text.written_by),
        "title": text.title or _("sans titre"),
        "moment": text.planned_for and french_date(text.planned_for, MOMENT),
        "file": text.replacement and text.replacement.file_name,
    }
    if text.replacement:
        sentence = _(
            "%(person)s a annulé le texte «\u202f%(title)s\u202f» du fichier "
            "«\u202f%(file)s\u202f», programmé pour le %(moment)s."
        )
    elif text.planned_for:
        sentence = _(
            "%(person)s a annulé le texte «\u202f%(title)s\u202f», programmé pour le %(moment)s "
            "par %(author)s."
        )
    else:
        sentence = _(
            "%(person)s a abandonné le brouillon «\u202f%(title)s\u202f», écrit par %(author)s."
        )
    return sentence % values


def _unpublished(proposal):
    people = ("removed_by", "written_by", "replacement")
    for text in proposal.unpublished_texts.select_related(*people):
        yield HistoryEntry(text.removed_at, _unpublished_sentence(text), text.reason)


def _notes(proposal):
    for note in proposal.notes.select_related("written_by", "withdrawn_by"):
        values = {"person": _person(note.written_by), "text": note.text}
        if note.progress:
            values["progress"] = note.get_progress_display()
            sentence = _(
                "%(person)s a noté l’avancement «\u202f%(progress)s\u202f»\u202f: %(text)s"
            )
        else:
            sentence = _("%(person)s a noté\u202f: %(text)s")
        yield HistoryEntry(note.written_at, sentence % values)
        if note.withdrawn_at:
            sentence = _("%(person)s a retiré la note\u202f: %(text)s")
            values = {"person": _person(note.withdrawn_by), "text": note.text}
            yield HistoryEntry(note.withdrawn_at, sentence % values, note.withdrawal_reason)


def _moment(at):
    return french_date(at, MOMENT) if at else _("sans limite")


def _row_sentences(before, after, person):
    """Yields what changed in the row of a proposition."""
    if before.position != after.position:
        values = {"person": person, "old": before.position, "new": after.position}
        yield _("%(person)s l’a déplacée du rang %(old)s au rang %(new)s.") % values
    window = ("published_from", "published_until")
    if any(getattr(before, name) != getattr(after, name) for name in window):
        start, end = (_moment(getattr(after, name)) for name in window)
        sentence = _(
            "%(person)s a changé sa période de visibilité\u202f: début %(start)s, fin %(end)s."
        )
        yield sentence % {"person": person, "start": start, "end": end}


def _rows(proposal):
    rows = proposal.history.select_related("history_user").order_by("history_date", "history_id")
    for before, after in pairwise(rows):
        for sentence in _row_sentences(before, after, _person(after.history_user)):
            yield HistoryEntry(after.history_date, sentence, after.history_change_reason or "")


def _illustration(proposal):
    try:
        chosen_at = proposal.illustration.chosen_at
    except ObjectDoesNotExist:
        return
    yield HistoryEntry(chosen_at, _("L’illustration d’aujourd’hui a été choisie."))


SOURCES = (_texts, _undone, _unpublished, _notes, _rows, _illustration)


def history_entries(proposal: Proposal) -> list[HistoryEntry]:
    """Returns all that was done, the newest first, in six queries."""
    entries: Iterator[HistoryEntry] = (each for source in SOURCES for each in source(proposal))
    return sorted(entries, key=lambda entry: entry.at, reverse=True)
