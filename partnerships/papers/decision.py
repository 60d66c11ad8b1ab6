"""The letter of a decision, as a PDF: the wording chosen by lead reviewers, filled in."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _

from cncd_portal.french_dates import french_date
from partnerships.document.schema import upgraded
from partnerships.models import (
    Decision,
    InternationalPartner,
    Letterhead,
    LetterTemplate,
    Outcome,
    Signatory,
)
from partnerships.papers.letter_fields import (
    APPEAL,
    GROUNDS,
    PROPOSITIONS,
    RESERVATIONS,
    SIGNATURE,
    Letter,
    Numbering,
    Sender,
    Wording,
    lead_authority,
    values_of,
)
from partnerships.papers.notation import blocks, line, paragraphs_of, placeholders
from partnerships.papers.paper import make_paper, undrawn_words
from partnerships.papers.points import points

DEFAULT_WORDINGS = Path(__file__).parent.parent / "data" / "letters"
# Maximum length of a filled subject.
SUBJECT_MAX = 500


@cache
def own_wording(outcome: str) -> Wording:
    """Returns the default wording, used until lead reviewers write theirs; it cites no law."""
    subject, _empty, body = (
        (DEFAULT_WORDINGS / f"{Outcome(outcome)}.txt").read_text().strip().partition("\n")
    )
    return Wording(subject, body.strip())


def wording_of(decision: Decision) -> Wording:
    template = LetterTemplate.objects.used_for(decision.outcome, decision.dossier.kind)
    if template is None:
        return own_wording(decision.outcome)
    return Wording(template.subject, template.body, template)


class Senders:
    """The senders of letters on `day`, read once for any number of decisions."""

    def __init__(self, day: date):
        self.letterhead = Letterhead.objects.current()
        self._signatories = Signatory.objects.by_officer(day)

    def of(self, decision: Decision) -> Sender:
        """The signatory is that of the officer who countersigned, else of the one who decided."""
        officers = (decision.countersigned_by_id, decision.decided_by_id)
        keys = [*filter(None, officers), None]
        found = (self._signatories[key] for key in keys if key in self._signatories)
        return Sender(self.letterhead, next(found, None))


def letter_of(
    decision: Decision,
    numbering: Numbering,
    *,
    wording: Wording | None = None,
    sender: Sender | None = None,
) -> Letter:
    """Returns the letter of `decision`, with the wording and the sender of its day unless given."""
    wording = wording or wording_of(decision)
    sender = sender or Senders(numbering.dated_on).of(decision)
    return Letter(decision, wording, numbering, sender)


def filled_subject(letter: Letter) -> str:
    subject = letter.wording.subject
    return line(subject, values_of(letter, subject))[:SUBJECT_MAX]


def _body(wording):
    """Returns the body of `wording`, which says what was decided of the propositions."""
    if PROPOSITIONS in placeholders(wording.body):
        return wording.body
    paragraphs = []
    for paragraph in paragraphs_of(wording.body):
        paragraphs.append(paragraph)
        if GROUNDS in placeholders(paragraph):
            paragraphs.append(f"{{{PROPOSITIONS}}}")
    return "\n\n".join(paragraphs)


def _signature(letter):
    """Returns who signs, in which capacity, and what is printed in small under it."""
    signatory, decision = letter.sender.signatory, letter.decision
    names = {"kind": "signature", "names": letter.signatory_names}
    if signatory is None:
        return {**names, "lines": [], "notes": []}
    notes = []
    if signatory.delegation:
        act = {"act": signatory.delegation, "day": french_date(signatory.delegated_on)}
        notes.append(_("Délégation de signature\u202f: %(act)s, du %(day)s.") % act)
    if decision.countersigned_by:
        notes.append(
            _("Décision contresignée par %(person)s.") % {"person": decision.countersigned_by}
        )
    lines = list(filter(None, [signatory.formula, signatory.capacity]))
    return {**names, "lines": lines, "notes": notes}


def _appeal(letter):
    title = _("Voies et délais de recours")
    return {"kind": "appeal", "title": title, "text": letter.head.appeal}


def _blocks(letter: Letter) -> Iterator[dict]:
    """Yields the blocks of the letter, in order: those of its wording, then the signature and the
    means of appeal unless the wording places them. What is empty is left out.
    """
    body = _body(letter.wording)
    wanted = {
        GROUNDS: lambda text: {"kind": "points", "parts": points(text, is_numbered=False)},
        RESERVATIONS: lambda text: {"kind": "points", "parts": points(text, is_numbered=True)},
        SIGNATURE: lambda _text: _signature(letter),
        APPEAL: lambda _text: _appeal(letter),
    }
    placed = set()
    for block in blocks(body, values_of(letter, body)):
        name = block.get("field")
        placed.add(name)
        if name == SIGNATURE or block.get("text") != "":
            yield wanted[name](block["text"]) if name in wanted else block
    last = (SIGNATURE, APPEAL) if letter.head.appeal else (SIGNATURE,)
    yield from (wanted[name]("") for name in last if name not in placed)


def _references(letter):
    """Returns the lines that say what the letter is about, and who knows of it."""
    submission = letter.decision.submission
    deposit = {
        "reference": letter.decision.dossier.reference,
        "number": submission.number,
        "day": french_date(submission.submitted_at),
    }
    return [
        _("Références\u202f: dossier %(reference)s, dépôt n° %(number)s du %(day)s") % deposit,
        _("Affaire suivie par\u202f: %(person)s") % {"person": letter.decision.decided_by},
    ]


def _draft(letter):
    """Returns what a letter that is not sent says of itself, "" for a sent one."""
    if letter.numbering.numbered:
        return ""
    texts = [_("PROJET\u202f: cette lettre n’est pas encore notifiée.")]
    if not letter.head.appeal:
        texts.append(_("Il manque les voies et délais de recours."))
    return " ".join(texts)


def _words(letter):
    number = letter.numbering.numbered or _("(numéro donné à la notification)")
    return {
        "page": _("page"),
        "number": _("Lettre n° %(number)s") % {"number": number},
        "subject": _("Objet\u202f:"),
        "copies": _("Copies\u202f:"),
        "draft": _draft(letter),
        "demonstration": _("DÉMONSTRATION\u202f: cette lettre est fictive et n’a aucune valeur.")
        if letter.decision.dossier.is_demonstration
        else "",
        "altered": _(
            "Des signes de cette lettre ne sont dans aucune police du portail (chinois, "
            "émojis…)\u202f: ils sont remplacés par □."
        ),
    }


def _placed_date(letter):
    day = french_date(letter.numbering.dated_on)
    place = {"place": letter.head.place, "day": day}
    return _("%(place)s, le %(day)s") % place if letter.head.place else _("Le %(day)s") % place


def _head(letter):
    """Returns what stands at the head and at the foot of the letter, of the service."""
    head, author = letter.head, _("Commission nationale de la coopération décentralisée")
    sender = [*head.address.split("\n"), head.contact]
    return {
        "author": author,
        "ministry": head.ministry or author,
        "motto": head.motto,
        "service": head.service,
        "sender": " – ".join(filter(None, map(str.strip, sender))),
    }


def decision_letter(letter: Letter) -> bytes:
    """Returns the letter as PDF/UA-1; texts typed by authorities or officers are unchanged."""
    decision, words = letter.decision, _words(letter)
    reference = decision.dossier.reference
    data = {
        **_head(letter),
        "title": filled_subject(letter) or reference,
        "description": f"{reference} – {words['number']}",
        "reference": reference,
        "head": _("Villes partagées – registre de la coopération décentralisée"),
        "foot": f"{words['number']} – {french_date(letter.numbering.dated_on)}",
        "date": _placed_date(letter),
        "recipient": (decision.recipient or lead_authority(letter)).split("\n"),
        "references": [words["number"], *_references(letter)],
        "blocks": list(_blocks(letter)),
        "copies": list(filter(None, decision.copies.split("\n"))),
        "words": words,
    }
    return make_paper("decision.typ", data)


def _partner_names(documents: list[dict]) -> dict[str, list[str]]:
    """Returns {uuid: names} of the partners that `documents` name, in one query."""
    uuids = {each["partner"] for document in documents for each in document["partners"]}
    partners = InternationalPartner.objects.filter(uuid__in=uuids - {None})
    rows = partners.values_list("uuid", "name", "name_fr")
    return {str(uuid): names for uuid, *names in rows}


def unprintable_words(decisions: list[Decision]) -> list[list[str]]:
    """Returns, for each decision, the words typed by people that its letter cannot print."""
    documents = [upgraded(each.submission.document) for each in decisions]
    names = _partner_names(documents)
    return [
        undrawn_words(
            [
                document["title"],
                *(names.get(each["partner"], "") for each in document["partners"]),
                *(each["proposed"]["name"] for each in document["partners"] if each["proposed"]),
                decision.grounds,
                decision.reservations,
                decision.recipient,
                decision.copies,
                *(each["word"] or "" for each in decision.contributions),
            ]
        )
        for decision, document in zip(decisions, documents, strict=True)
    ]
