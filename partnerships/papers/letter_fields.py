"""The fields of the wording of letters: what each stands for, and its value in one letter."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cncd_portal.french_dates import french_date
from cncd_portal.site_address import absolute_address
from partnerships.document.accepted import judged_contributions, judged_text
from partnerships.document.reading import read
from partnerships.models import Decision, Letterhead, LetterTemplate, Signatory
from partnerships.papers.notation import placeholders


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


@dataclass(frozen=True)
class Sender:
    """Who sends a letter; None: the service has not written it."""

    letterhead: Letterhead | None = None
    signatory: Signatory | None = None


@dataclass(frozen=True)
class Letter:
    """All that a letter is made of: the same makes the same bytes."""

    decision: Decision
    wording: Wording
    numbering: Numbering
    sender: Sender

    @property
    def head(self) -> Letterhead:
        """What is printed of the service: nothing where it has written nothing."""
        return self.sender.letterhead or Letterhead()

    @property
    def signatory_names(self) -> list[str]:
        """Who signs, else who decided, then who countersigned."""
        if self.sender.signatory:
            return [self.sender.signatory.name]
        people = [self.decision.decided_by, self.decision.countersigned_by]
        return [str(person) for person in people if person]


def _partners(letter):
    named = [
        f"{each.name} ({each.country})" if each.country else each.name
        for each in read(letter.decision.submission.document).partners
    ]
    return ", ".join(named)


def _propositions(letter):
    """Returns what is accepted of the propositions that the deposit carries; "" if none is."""
    (judged,) = judged_contributions(letter.decision.contributions)
    title = _("Sur les propositions du rapport que ce dossier porte\u202f:")
    return "\n".join([title, judged_text(judged)]) if judged else ""


def _due_date(letter):
    due_on = letter.decision.dossier.due_on
    return french_date(due_on) if due_on else _("sans échéance")


def _address(letter):
    page = reverse("partnerships:dossier_detail", args=[letter.decision.dossier.uuid])
    return absolute_address(page)


def lead_authority(letter: Letter) -> str:
    return str(letter.decision.dossier.lead_authority.current)


GROUNDS, RESERVATIONS, PROPOSITIONS = "motifs", "reserves", "propositions"
SIGNATURE, APPEAL = "signataires", "recours"
# Name in a wording → (what it stands for, its value in a letter).
FIELDS: dict[str, tuple[str, Callable[[Letter], str]]] = {
    "collectivite": (gettext_lazy("la collectivité cheffe de file"), lead_authority),
    "reference": (
        gettext_lazy("la référence du dossier"),
        lambda letter: letter.decision.dossier.reference,
    ),
    "titre": (
        gettext_lazy("le titre déposé"),
        lambda letter: letter.decision.submission.document["title"],
    ),
    "partenaires": (gettext_lazy("les partenaires étrangers et leur pays"), _partners),
    "objet": (
        gettext_lazy("l’objet du dossier\u202f: enregistrement, modification…"),
        lambda letter: letter.decision.dossier.get_kind_display(),
    ),
    "decision": (
        gettext_lazy("la décision\u202f: accepté, refusé…"),
        lambda letter: letter.decision.get_outcome_display(),
    ),
    GROUNDS: (
        gettext_lazy("les motifs, en liste, seuls dans leur paragraphe"),
        lambda letter: letter.decision.grounds,
    ),
    RESERVATIONS: (
        gettext_lazy("les réserves, en liste numérotée, seules dans leur paragraphe"),
        lambda letter: letter.decision.reservations,
    ),
    PROPOSITIONS: (
        gettext_lazy(
            "les propositions acceptées et déclinées, seules dans leur paragraphe\u202f; elles "
            "suivent les motifs d’une lettre qui ne les nomme pas"
        ),
        _propositions,
    ),
    "depot": (
        gettext_lazy("le numéro du dépôt"),
        lambda letter: str(letter.decision.submission.number),
    ),
    "depose_le": (
        gettext_lazy("le jour du dépôt"),
        lambda letter: french_date(letter.decision.submission.submitted_at),
    ),
    "echeance": (gettext_lazy("l’échéance du dossier"), _due_date),
    "numero": (
        gettext_lazy("le numéro de la lettre"),
        lambda letter: letter.numbering.numbered or _("à venir"),
    ),
    "date": (
        gettext_lazy("le jour de la lettre"),
        lambda letter: french_date(letter.numbering.dated_on),
    ),
    "instructeur": (gettext_lazy("qui a décidé"), lambda letter: str(letter.decision.decided_by)),
    SIGNATURE: (
        gettext_lazy(
            "la signature, seule dans son paragraphe\u202f: le signataire, sa qualité et sa "
            "délégation, sinon qui a décidé puis contresigné\u202f; à la fin d’une lettre qui ne "
            "la place pas"
        ),
        lambda letter: "\n".join(letter.signatory_names),
    ),
    "qualite": (
        gettext_lazy("la qualité du signataire"),
        lambda letter: letter.sender.signatory.capacity if letter.sender.signatory else "",
    ),
    "service": (gettext_lazy("le service de l’en-tête"), lambda letter: letter.head.service),
    "lieu": (gettext_lazy("le lieu de l’en-tête"), lambda letter: letter.head.place),
    APPEAL: (
        gettext_lazy(
            "les voies et délais de recours, seuls dans leur paragraphe\u202f; après la signature "
            "d’une lettre qui ne les place pas"
        ),
        lambda letter: letter.head.appeal,
    ),
    "adresse": (gettext_lazy("l’adresse du dossier sur le portail"), _address),
}


def values_of(letter: Letter, text: str) -> dict[str, str]:
    """Returns the values of the fields that `text` names."""
    names = placeholders(text)
    return {name: value(letter) for name, (_label, value) in FIELDS.items() if name in names}
