"""What became of a proposition, as one list of dated events: its texts, its progress, the
partnerships that carry it, its picture.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.models import (
    Partnership,
    ProposalContribution,
    ProposalIllustration,
    Provenance,
)
from partnerships.pages.propositions.shown_evidence import (
    ShownEvidence,
    notes_with_evidence,
    public_partnerships,
    shown_evidence,
)
from proposals.models import ProgressNote, Proposal, ProposalText, Wording

# Up to so many partnerships are events of their own; more are grouped by year, some named.
ONE_BY_ONE, NAMED_MAX = 12, 3


@dataclass(frozen=True)
class NamedLink:
    label: str
    address: str


@dataclass(frozen=True)
class ProposalEvent:
    """Something that happened to a proposition. `date_label`: instead of its day, « en 2024 »;
    `address`: of its source; `other_count`: of partnerships that `links` does not name.
    """

    on: date
    title: str
    text: str = ""
    date_label: str = ""
    address: str = ""
    is_progress: bool = False
    judged_by: str = ""
    next_review: date | None = None
    evidence: Sequence[ShownEvidence] = ()
    links: Sequence[NamedLink] = ()
    other_count: int = 0


def _shown_texts(proposal: Proposal) -> list[ProposalText]:
    """Returns the texts that took effect, in their order, as far as anyone may read their words."""
    texts = proposal.texts.filter(effective_from__lte=timezone.now())
    if wordings := Proposal.objects.shown_wordings():
        texts = texts.filter(wording__in=wordings)
    return list(texts.order_by("effective_from"))


def _text_title(text: ProposalText, is_first: bool) -> str:
    if text.restores_id:
        return _("Un texte antérieur est repris ici")
    if text.wording == Wording.OFFICIAL:
        return _("Le texte du rapport paraît ici, page %(page)s") % {"page": text.source_page}
    if text.wording == Wording.REPORTED:
        if is_first:
            return _("Une formulation rapportée paraît ici")
        return _("Une autre formulation rapportée paraît ici")
    if is_first:
        return _("Un titre de travail du portail paraît ici")
    return _("Un autre titre de travail du portail paraît ici")


def _replaced(text: ProposalText, previous: ProposalText | None) -> str:
    """Returns what `text` took the place of, with the origin of its words; "" for the first one."""
    if previous is None:
        return ""
    if previous.title == text.title and previous.wording == text.wording:
        return _("Même titre\u202f; ce qui suit le titre, ou la source, a changé.")
    values = {"title": previous.title, "origin": previous.get_wording_display()}
    return _("Auparavant\u202f: «\u202f%(title)s\u202f» (%(origin)s).") % values


def _text_events(texts: Sequence[ProposalText]) -> Iterator[ProposalEvent]:
    previous, sources = None, set()
    for text in texts:
        source = text.source, text.source_on
        if text.wording == Wording.REPORTED and text.source_on and source not in sources:
            sources.add(source)
            is_shown = source == (texts[-1].source, texts[-1].source_on)
            yield ProposalEvent(
                text.source_on,
                _("Rapportée\u202f: %(source)s") % {"source": text.source},
                _("C’est la source de la formulation affichée ici.") if is_shown else "",
                address=text.source_url,
            )
        day = timezone.localdate(text.effective_from)
        yield ProposalEvent(day, _text_title(text, previous is None), _replaced(text, previous))
        previous = text


def _note_events(notes: Sequence[ProgressNote], number: int) -> Iterator[ProposalEvent]:
    named = (each.partnership for note in notes for each in note.evidence.all())
    partnerships = public_partnerships(filter(None, named))
    for note in notes:
        yield ProposalEvent(
            note.on,
            capfirst(note.get_progress_display()) if note.progress else _("Sans changement"),
            note.text,
            is_progress=True,
            judged_by=note.judged_by,
            next_review=note.next_review,
            evidence=[shown_evidence(each, number, partnerships) for each in note.evidence.all()],
        )


def _accepted(proposal: Proposal) -> list[ProposalContribution]:
    """Returns the contributions of public partnerships that a decision accepted, the last first;
    not those of fictitious ones, which count nowhere.
    """
    listed = Partnership.objects.listed().exclude(provenance=Provenance.DEMONSTRATION)
    rows = proposal.contributions.accepted().filter(partnership__in=listed)
    rows = rows.select_related("partnership").only(
        "proposal",
        "accepted_on",
        "partnership__public_id",
        "partnership__slug",
        "partnership__title",
    )
    return list(rows.order_by("-accepted_on", "-pk"))


def _partnership_events(contributions: Sequence[ProposalContribution]) -> Iterator[ProposalEvent]:
    def link(row):
        return NamedLink(row.partnership.title, row.partnership.get_absolute_url())

    if len(contributions) <= ONE_BY_ONE:
        for row in contributions:
            title = _("Un partenariat de plus la porte, accepté par une décision")
            yield ProposalEvent(row.accepted_on, title, links=[link(row)])
        return
    for year, group in groupby(contributions, lambda row: row.accepted_on.year):
        rows = list(group)
        text = ngettext(
            "%(number)s partenariat de plus la porte, accepté par une décision",
            "%(number)s partenariats de plus la portent, acceptés par une décision",
            len(rows),
        )
        yield ProposalEvent(
            rows[0].accepted_on,
            text % {"number": intcomma(len(rows))},
            date_label=_("en %(year)s") % {"year": year},
            links=[link(row) for row in rows[:NAMED_MAX]],
            other_count=max(0, len(rows) - NAMED_MAX),
        )


def _picture_events(illustration: ProposalIllustration | None) -> Iterator[ProposalEvent]:
    if illustration and illustration.is_served:
        day = timezone.localdate(illustration.chosen_at)
        yield ProposalEvent(day, _("Une image l’illustre"), illustration.alternative)


def timeline(proposal: Proposal, illustration: ProposalIllustration | None) -> list[ProposalEvent]:
    """Returns the events, the last first; those of one day in the order in which they happened,
    read backwards.
    """
    notes = list(notes_with_evidence(proposal.notes.standing()))
    events = [
        *_text_events(_shown_texts(proposal)),
        *_partnership_events(_accepted(proposal)),
        *_picture_events(illustration),
        *_note_events(notes[::-1], proposal.number),
    ]
    events.sort(key=lambda each: each.on)
    return events[::-1]
