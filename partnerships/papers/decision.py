"""The letter of a decision, as a PDF: the wording chosen by lead reviewers, filled in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cncd_portal.french_dates import french_date
from cncd_portal.site_address import absolute_address
from partnerships.document.accepted import judged_contributions, judged_text
from partnerships.document.reading import read
from partnerships.document.schema import upgraded
from partnerships.models import Decision, InternationalPartner, LetterTemplate, Outcome
from partnerships.papers.notation import blocks, line, paragraphs_of, placeholders
from partnerships.papers.paper import make_paper, undrawn_words

DEFAULT_WORDINGS = Path(__file__).parent.parent / "data" / "letters"
# Maximum length of a filled subject.
SUBJECT_MAX = 500


@dataclass(frozen=True)
class Wording:
    """The text of a letter before it is filled; `template`: None for the portal's default."""

    subject: str
    body: str
    template: LetterTemplate | None = None


@dataclass(frozen=True)
class Numbering:
    """The number and date of a letter; a draft has no number yet."""

    dated_on: date
    numbered: str = ""


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


def _partners(decision):
    named = [
        f"{each.name} ({each.country})" if each.country else each.name
        for each in read(decision.submission.document).partners
    ]
    return ", ".join(named)


def _propositions(decision):
    """Returns what is accepted of the propositions that the deposit carries; "" if none is."""
    (judged,) = judged_contributions(decision.contributions)
    title = _("Sur les propositions du rapport que ce dossier porte\u202f:")
    return "\n".join([title, judged_text(judged)]) if judged else ""


def _signatories(decision):
    people = [decision.decided_by, decision.countersigned_by]
    return "\n".join(str(person) for person in people if person)


def _address(decision):
    page = reverse("partnerships:dossier_detail", args=[decision.dossier.uuid])
    return absolute_address(page)


GROUNDS, PROPOSITIONS = "motifs", "propositions"
# Name in a wording → (what it stands for, its value from the decision and the numbering).
FIELDS: dict[str, tuple[str, Callable[[Decision, Numbering], str]]] = {
    "collectivite": (
        gettext_lazy("la collectivité cheffe de file"),
        lambda decision, _numbering: str(decision.dossier.lead_authority.current),
    ),
    "reference": (
        gettext_lazy("la référence du dossier"),
        lambda decision, _numbering: decision.dossier.reference,
    ),
    "titre": (
        gettext_lazy("le titre déposé"),
        lambda decision, _numbering: decision.submission.document["title"],
    ),
    "partenaires": (
        gettext_lazy("les partenaires étrangers et leur pays"),
        lambda decision, _numbering: _partners(decision),
    ),
    "objet": (
        gettext_lazy("l’objet du dossier\u202f: enregistrement, modification…"),
        lambda decision, _numbering: decision.dossier.get_kind_display(),
    ),
    "decision": (
        gettext_lazy("la décision\u202f: accepté, refusé…"),
        lambda decision, _numbering: decision.get_outcome_display(),
    ),
    GROUNDS: (
        gettext_lazy("les motifs, seuls dans leur paragraphe"),
        lambda decision, _numbering: decision.grounds,
    ),
    "reserves": (
        gettext_lazy("les réserves, seules dans leur paragraphe"),
        lambda decision, _numbering: decision.reservations,
    ),
    PROPOSITIONS: (
        gettext_lazy(
            "les propositions acceptées et déclinées, seules dans leur paragraphe\u202f; elles "
            "suivent les motifs d’une lettre qui ne les nomme pas"
        ),
        lambda decision, _numbering: _propositions(decision),
    ),
    "depot": (
        gettext_lazy("le numéro du dépôt"),
        lambda decision, _numbering: str(decision.submission.number),
    ),
    "depose_le": (
        gettext_lazy("le jour du dépôt"),
        lambda decision, _numbering: french_date(decision.submission.submitted_at),
    ),
    "echeance": (
        gettext_lazy("l’échéance du dossier"),
        lambda decision, _numbering: (
            french_date(decision.dossier.due_on) if decision.dossier.due_on else _("sans échéance")
        ),
    ),
    "numero": (
        gettext_lazy("le numéro de la lettre"),
        lambda _decision, numbering: numbering.numbered or _("à venir"),
    ),
    "date": (
        gettext_lazy("le jour de la lettre"),
        lambda _decision, numbering: french_date(numbering.dated_on),
    ),
    "instructeur": (
        gettext_lazy("qui a décidé"),
        lambda decision, _numbering: str(decision.decided_by),
    ),
    "signataires": (
        gettext_lazy("qui a décidé, puis qui a contresigné"),
        lambda decision, _numbering: _signatories(decision),
    ),
    "adresse": (
        gettext_lazy("l’adresse du dossier sur le portail"),
        lambda decision, _numbering: _address(decision),
    ),
}


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


def filled_subject(decision: Decision, wording: Wording, numbering: Numbering) -> str:
    return line(wording.subject, _values(decision, numbering, wording.subject))[:SUBJECT_MAX]


def _values(decision, numbering, text):
    names = placeholders(text)
    return {
        name: value(decision, numbering)
        for name, (_label, value) in FIELDS.items()
        if name in names
    }


def _words(decision, numbering):
    number = numbering.numbered or _("(numéro donné à la notification)")
    return {
        "page": _("page"),
        "number": _("Lettre n° %(number)s") % {"number": number},
        "date": french_date(numbering.dated_on),
        "draft": ""
        if numbering.numbered
        else _("PROJET\u202f: cette lettre n’est pas encore notifiée."),
        "demonstration": _("DÉMONSTRATION\u202f: cette lettre est fictive et n’a aucune valeur.")
        if decision.dossier.is_demonstration
        else "",
        "altered": _(
            "Des signes de cette lettre ne sont dans aucune police du portail (chinois, "
            "émojis…)\u202f: ils sont remplacés par □."
        ),
    }


def decision_letter(decision: Decision, wording: Wording, numbering: Numbering) -> bytes:
    """Returns the letter as PDF/UA-1; texts typed by authorities or officers are unchanged."""
    dossier = decision.dossier
    subject = filled_subject(decision, wording, numbering)
    words = _words(decision, numbering)
    body = _body(wording)
    values = _values(decision, numbering, body)
    data = {
        "title": subject or dossier.reference,
        "author": _("Commission nationale de la coopération décentralisée"),
        "description": f"{dossier.reference} – {words['number']}",
        "reference": dossier.reference,
        "head": _("Villes partagées – registre de la coopération décentralisée"),
        "foot": f"{words['number']} – {words['date']}",
        "recipient": str(dossier.lead_authority.current),
        "blocks": list(blocks(body, values)),
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
                *(each["word"] or "" for each in decision.contributions),
            ]
        )
        for decision, document in zip(decisions, documents, strict=True)
    ]
